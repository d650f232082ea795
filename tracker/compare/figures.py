"""Figures of weight, as terms and ages, are told from counts, dates and references."""

import re

from tracker.compare.comparison import EditClass
from tracker.compare.contact import is_number_to_call
from tracker.compare.fold import fold
from tracker.extract.dates import without_dates

NEAR = 16
"""Characters behind a number in which its unit stands."""
MAX_TALLY = 120
"""Characters of a line that is a label with its figure."""

_CROWD = re.compile(
    r"\D{0,10}\d[\d.,]*\s*(?:million|billion|thousand|mio|mrd|millionen|milliarden|millions?|milliards?|millones|milioni)\b"
    r"|\D{0,10}\d[\d.,]*\s*(?:users|customers|members|people|nutzer|kunden|utilisateurs|clients|usuarios|utenti)\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\b(?:days?|months?|years?|weeks?|hours?|minutes?|tage?n?|monate?n?|jahre?n?|wochen?|stunden?|jours?|mois|ans?|années?"
    r"|semaines?|heures?|días?|mes(?:es)?|años?|semanas?|horas?|giorn[oi]|mes[ei]|ann[oi]|settiman[ae]|or[ae]|dag(?:en)?"
    r"|maand(?:en)?|jaar|jaren|we(?:ek|ken)|uur|uren|%|percent)\b",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:\b(?:section|clause|article|paragraph|part|chapter|annex|appendix|abschnitt|ziffer|punkt|absatz|artikel|paragraaf|sectie|"
    r"artículo|apartado|sección|cláusula|articolo|sezione|paragrafo|punto)|§)s?\s*[\d.,a-z()]*(?:\s*(?:and|or|und|et|y|e|en)\s*[\d.]+)?$",
    re.IGNORECASE,
)
_TALLY = re.compile(
    r"[^.!?\d]{3,90}[:|]\s*[\d.,]+ ?%?"
    r"|[^.!?\d]{0,60}\b(?:average|mean|median|moyen\w*|durchschnitt\w*|gemiddeld\w*|promedio|medi[oa])\b"
    r"[^.!?\d]{0,60}[\d.,]+ ?\w{0,8}",
    re.IGNORECASE,
)
_REQUESTS = (
    r"(?:requests?|verzoek(?:en)?|demandes?|requêtes?|anfragen|anträge|solicitudes?|richieste|richiesta)"
)
_COUNTED = re.compile(
    r"(?:total )?(?:number of|aantal|nombre (?:de |d['’])?|(?:an)?zahl der|número de|numero di)"
    rf" ?(?:\w+ ){{0,5}}{_REQUESTS}\b[\w ]{{0,50}}"
    rf"|(?:19|20)\d\d(?: \w+){{1,5}} {_REQUESTS}",
    re.IGNORECASE,
)
_NUMERALS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty|sixty|ninety"
    r"|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|achttien|dertig|zestig|negentig"
    r"|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|dix-huit|trente|soixante"
    r"|eine[mnr]?|zwei|drei|fünf|sechs|sieben|neun|zehn|zwölf|achtzehn|dreißig|sechzig|neunzig"
    r"|un[oa]|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|dieciocho|treinta|sesenta|noventa"
    r"|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|diciotto|trenta|sessanta|novanta)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGED = re.compile(
    r"\bage[ds]?\b|\byears?\b|\bunder\b|\bover\b|alter|\bans?\b|edad|età|leeftijd|jaar|jahr", re.IGNORECASE
)


def names_term(text: str) -> bool:
    """Whether a text speaks of a length of time, or of a share."""
    return _TERM.search(text) is not None


def is_term_swap(gone: str, come: str, trail: str) -> bool:
    """Whether a number in words was swapped for another before a length of time: "two years"."""
    counted = _NUMERALS.search(gone) or _NUMERALS.search(come)
    return counted is not None and names_term(f"{gone} {come} {trail[:NEAR]}")


def is_count(text: str) -> bool:
    """Whether a line is a label and a figure, as in tables of requests that were answered."""
    return len(text) <= MAX_TALLY and _TALLY.fullmatch(text) is not None and not _AGED.search(text)


def is_count_label(text: str) -> bool:
    """Whether a line is the label of such a figure, which stands in the next one."""
    return len(text) <= MAX_TALLY and _COUNTED.fullmatch(text) is not None


def figures_class(gone: str, come: str, lead: str, trail: str) -> EditClass:
    """The class of a swap with figures: a cross-reference, a date, a head count are none of substance.

    `lead` and `trail` are the equal text before and after it.
    """
    if len(gone + come) <= 80 and _SECTION.search(lead + gone) and _SECTION.search(lead + come):
        return EditClass.ORDER
    if _YEAR.fullmatch(gone) and _YEAR.fullmatch(come):
        return EditClass.WORDING
    dated = gone and come and fold(without_dates(gone)) == fold(without_dates(come))
    called = is_number_to_call(gone) or is_number_to_call(come)
    counted = len(gone + come) <= 40 and (
        _CROWD.match(gone[-20:] + trail) or _CROWD.match(come[-20:] + trail)
    )
    return EditClass.WORDING if dated or called or counted else EditClass.SUBSTANCE
