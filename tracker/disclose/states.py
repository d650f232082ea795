"""Rules decide whether a mention of data is a disclosure, a denial or a mere mention."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.disclose.denials import affirmed_after_all
from tracker.disclose.disclosure import State
from tracker.disclose.sentence import Denial, Frame, Mention, Verb

_ORGANISATION = frozenset(
    ("collect", "receive", "infer", "generate", "use", "share", "sell", "store", "access", "provide")
)
_USER = frozenset(("provide", "receive", "share", "store", "generate", "use", "access"))
_GOVERNING = ("rights", "advice", "prohibition", "opt_out", "settings", "hypothetical")
_OTHERS = frozenset(("organisation", "third-party"))
_NEAREST = ("own_contact", "elsewhere", "definition", "former")
_SILENT_SECTIONS = frozenset(("rights", "choices", "contact", "changes", "definitions", "security", "scope"))
DENIED = "denied"
"""Type of a section whose heading says what is not done."""

UNSHARED = "unshared"
"""Answer of a row whose only answers are "no", in columns about sharing."""

_CONTACT = frozenset(("name", "email-address", "phone-number", "postal-address", "contact-details"))
_PROSE = frozenset(("paragraph", "definition"))
_STRONG_ACTIONS = frozenset(("collect", "receive", "infer", "store"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands."""

    kind: str
    section: str
    """Type of the nearest heading that has one, or ""."""
    leads: tuple[Frame, ...] = ()
    """Frames of the lead-ins above it, nearest first."""
    cell: str = ""
    """"yes", "no" or "" for a row of a table."""


Decision = tuple[State, str]
Rule = Callable[[Frame, Mention, Place], Decision | None]


def decide(frame: Frame, mention: Mention, place: Place) -> Decision:
    """The state of a mention, with the name of the first rule that had an opinion."""
    for rule in RULES:
        decision = rule(frame, mention, place)
        if decision is not None:
            return decision
    return "mentioned", "no-statement"


def _cell(_frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    if place.cell == "no":
        return "denied", "cell-no"
    if place.cell == "yes":
        return "disclosed", "cell-yes"
    if place.cell == UNSHARED and place.section == "share":
        return "denied", "not-shared"
    return None


def _heading(frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    if place.kind == "heading":
        return "mentioned", "heading"
    return ("mentioned", "title") if place.kind == "paragraph" and frame.title else None


def _asked(frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    """A question states nothing: "How can I delete my search history?"."""
    asks = place.kind == "paragraph" and frame.tokens[-1:] == ["?"]
    return ("mentioned", "question") if asks else None


def _addressed(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    """Ways to reach somebody beside an address as such are the address of whoever it is."""
    if "@" in frame.folded and all(name.category in _CONTACT for name in mention.names):
        taken = any(verb.actor == "organisation" and verb.action in _STRONG_ACTIONS for verb in frame.verbs)
        return None if taken else ("mentioned", "own-contact")
    return None


def _interface(frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    """A line of a list of what changed in the text, or of the page's own controls, states nothing."""
    if place.kind not in _PROSE:
        return None
    for first, last in frame.cues.get("revised", ()):
        numbered = last < len(frame.tokens) and frame.tokens[last].isdigit()
        stated = any(_affirms(verb) and verb.actor and verb.start >= last for verb in frame.verbs)
        if first == 0 and (last > 1 or numbered) and not stated:
            return "mentioned", "revised"
    asked = any(first == 0 for first, _ in frame.cues.get("imperative", ()))
    if asked and not (frame.has("organisation") or frame.has("third_party")):
        return "mentioned", "interface"
    return None


def _negated(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    for denial in frame.denials:
        if denial.start <= mention.start < denial.end and not affirmed_after_all(frame, mention):
            if not denial.held:
                return "denied", "not-shared"
            return "denied", "negated-except" if frame.exceptions else "negated"
    return None


def _lead_denied(frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    if _own_statement(frame):
        return None
    for lead in place.leads:
        to_the_end = [denial for denial in lead.denials if denial.end >= len(lead.tokens) - 2]
        if to_the_end and _still_to_come(lead, to_the_end, place):
            return "denied", "lead-in-denied"
        if lead.verbs:
            return None
    return None


def _still_to_come(lead: Frame, denials: list[Denial], place: Place) -> bool:
    """Whether what a lead-in denies is the list after it: "we do not collect:"."""
    if lead.tokens[-1:] == [":"]:
        return True
    named = any(one.start <= mention.start < one.end for one in denials for mention in lead.mentions)
    return place.kind == "item" and not named


def _minors(frame: Frame, mention: Mention, place: Place) -> Decision | None:
    unwanted = frame.has("minors_denial") or any(lead.has("minors_denial") for lead in place.leads)
    if unwanted and all(name.category in {"minors-data", "age-birthdate"} for name in mention.names):
        return "denied", "not-for-children"
    return None


def _governed(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    """Rights, choices, advice govern what follows in their clause, unless someone is said to collect."""
    start = frame.clause(mention.start)[0]
    for key in (*_GOVERNING, "elsewhere"):
        for first, last in frame.cues.get(key, ()):
            if key == "elsewhere" and first != start:
                continue
            if start <= first and last <= mention.start + 1 and not _undone(frame, key, first):
                taken = any(
                    last <= verb.start < mention.start and verb.actor in _OTHERS and _affirms(verb)
                    for verb in frame.verbs
                )
                if not taken:
                    return "mentioned", key.replace("_", "-")
    return None


def _may(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    """What users may do about data is said at the end of the clause where the verb stands there."""
    start, end = frame.clause(mention.start)
    allowed = [first for first, _ in frame.cues.get("may", ()) if start <= first < end]
    if not allowed:
        return None
    for key in ("rights", "opt_out", "settings", "may_do"):
        for first, _ in frame.cues.get(key, ()):
            if not (mention.end <= first < end and min(allowed) < first):
                continue
            said = [verb for verb in frame.verbs if start <= verb.start < first and _affirms(verb)]
            if not any(verb.actor in _OTHERS or (verb.actor and verb.start > mention.start) for verb in said):
                return "mentioned", "rights" if key == "may_do" else key.replace("_", "-")
    return None


def _undone(frame: Frame, key: str, first: int) -> bool:
    """Whether a cue only looks like one: "if you do not provide", "we do not sell"."""
    if key not in {"advice", "opt_out", "prohibition"}:
        return False
    if any(last == first for _, last in frame.cues.get("organisation", ())):
        return True
    return any(start < first < end for start, end in frame.cues.get("negation_cancel", ()))


def _secured(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    """What security protects is named as an example, unless the sentence says that it is collected."""
    if not frame.has("security"):
        return None
    taken = any(
        verb.start < mention.start and verb.actor in _OTHERS and verb.action in _STRONG_ACTIONS
        for verb in frame.verbs
    )
    return None if taken else ("mentioned", "security")


def _nearest(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    """The nearest cue before the data decides: a statement, or what only mentions."""
    before = [v for v in frame.verbs if v.end <= mention.start and _affirms(v)]
    verb = max((v.start for v in before), default=-1)
    best, name = -1, ""
    for key in _NEAREST:
        for first, last in frame.cues.get(key, ()):
            if last <= mention.start + 1 and first > best and not _circumstance(frame, key, first, mention):
                best, name = first, key
    if name == "elsewhere":  # what others do there is theirs: "has its own notice about how it handles"
        verb = max((v.start for v in before if v.actor in {"organisation", "user"}), default=-1)
    if best > verb:
        return "mentioned", name.replace("_", "-")
    if verb >= 0:
        return "disclosed", "statement"
    return None


def _circumstance(frame: Frame, key: str, first: int, mention: Mention) -> bool:
    """Whether contact is only the occasion of a statement: "if you contact us, recordings may be kept"."""
    if key != "own_contact" or "," not in frame.tokens[first : mention.start]:
        return False
    asked = any(start <= first for start, _ in frame.cues.get("condition", ()))
    return asked and any(verb.start >= mention.end and _affirms(verb) for verb in frame.verbs)


def _after(frame: Frame, mention: Mention, _place: Place) -> Decision | None:
    """With no cue before it, the clause that follows decides: "X is collected", "X can be deleted"."""
    later = [v for v in frame.verbs if v.start >= mention.start and _affirms(v)]
    end = frame.clause(mention.start)[1]
    if any(mention.end <= first < end for first, _ in frame.cues.get("elsewhere", ())):
        later = [v for v in later if v.actor]  # "our handling of health data and requests is described here"
    verb = min((v.start for v in later), default=1 << 30)
    best, name = 1 << 30, ""
    for key in (*_NEAREST, *_GOVERNING):
        for first, _ in frame.cues.get(key, ()):
            if mention.start <= first < best:
                best, name = first, key
    if verb < best and later:
        return "disclosed", "statement"
    if name:
        return "mentioned", name.replace("_", "-")
    return None


def _inherited(_frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    for lead in place.leads:
        for key in ("rights", "opt_out", "settings", "advice", "prohibition", "own_contact", "elsewhere"):
            if lead.has(key) and not _own_statement(lead):
                return "mentioned", f"lead-in-{key.replace('_', '-')}"
        if _leads_in(lead) and any(_affirms(verb) for verb in lead.verbs):
            return "disclosed", "lead-in"
    return None


def _section(_frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    if place.section in _SILENT_SECTIONS:
        return "mentioned", f"section-{place.section}"
    if place.section == DENIED:
        return ("mentioned" if place.kind == "paragraph" else "denied"), "section-denied"
    if place.section in {"collect", "use", "share", "cookies", "retention"} and place.kind in {
        "item",
        "row",
        "paragraph",
    }:
        return "disclosed", f"section-{place.section}"
    return None


def _fragment(frame: Frame, _mention: Mention, place: Place) -> Decision | None:
    if place.kind == "row":
        return "disclosed", "listed-row"
    listing = len(frame.mentions) > 2 and "," in frame.tokens
    if frame.has("exemplify") or (listing and _firm(frame)):
        return "disclosed", "enumeration"
    return None


def _firm(frame: Frame) -> bool:
    """Whether a list holds a word that always means data: "health, travel, leisure" may be trades."""
    return any(name.tier == "strong" for mention in frame.mentions for name in mention.names)


RULES: tuple[Rule, ...] = (
    _cell,
    _heading,
    _interface,
    _asked,
    _addressed,
    _negated,
    _lead_denied,
    _minors,
    _governed,
    _may,
    _secured,
    _nearest,
    _after,
    _inherited,
    _section,
    _fragment,
)


def _affirms(verb: Verb) -> bool:
    return not verb.negated and verb.action in (_USER if verb.actor == "user" else _ORGANISATION)


def _leads_in(lead: Frame) -> bool:
    """Whether a text introduces the list after it: by a colon, or by speaking of collected data."""
    if lead.tokens[-1:] == [":"]:
        return True
    return lead.has("data") and any(
        verb.action in _STRONG_ACTIONS or verb.action == "provide" for verb in lead.verbs
    )


def _own_statement(frame: Frame) -> bool:
    return any(_affirms(verb) and verb.actor for verb in frame.verbs)
