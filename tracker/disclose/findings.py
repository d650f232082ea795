"""Findings say what a change of the text means: which data, purposes, practices are new or gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.compare.comparison import Comparison, EditClass, Sentence
from tracker.disclose.disclosure import Disclosure, Finding, FindingKind
from tracker.disclose.practices import practice_findings
from tracker.disclose.read import RULES, disclosures
from tracker.disclose.taxonomy import taxonomy
from tracker.disclose.tokens import fold, words
from tracker.extract.document import Document

_STUB_WORDS = 200  # no policy says what it must in fewer
_STUB_FACTOR = 4
_FEW_CATEGORIES = 3
_SHARE_KEPT = 0.5  # a text that lost more than half of its kinds is another text, or half a text

_CONTAINED = frozenset(("name", "email-address", "phone-number", "postal-address", "message-content", "user-content", "cookies-trackers", "linked-accounts", "purchase-history", "device-info", "usage-activity", "account-credentials", "social-connections", "photos-video", "survey-feedback"))  # fmt: skip
"""Kinds that nearly every policy has; a container ("contact details") is taken to have covered them."""

_TELLING = frozenset(("no-statement", "elsewhere", "hypothetical", "rights", "settings", "security", "advice", "prohibition", "former"))  # fmt: skip
"""Rules of mere mentions that still show that the old text knew the kind."""

_RULE_WEIGHT = {"statement": 2.5, "lead-in": 2.0, "cell-yes": 2.0}
_GATHERING = frozenset(("collect", "receive", "infer", "store"))


@dataclass(frozen=True, slots=True)
class Side:
    """One document of a change, as read, with its changed places."""

    document: Document
    said: tuple[Disclosure, ...]
    changed: frozenset[tuple[int, int]]
    """Block and offset of each sentence that the comparison says is not in the other document."""
    sentences: frozenset[str]
    """Folded texts of all quotes, to tell a moved sentence from a new one."""


def findings(
    old: Document, new: Document, comparison: Comparison, language: str | None = None
) -> tuple[Finding, ...]:
    """What a change means, the most telling first."""
    chosen = language or new.language or old.language
    before, after = _sides(old, new, comparison, chosen)
    if _unlike(before, after):
        return ()
    partners = _partners(comparison)
    found = [
        *_categories("category-new", before, after, partners),
        *_categories("category-removed", after, before, {}),
        *practice_findings(comparison, chosen),
    ]
    return tuple(found)


def _unlike(before: Side, after: Side) -> bool:
    """Whether one text is too short, of another language or of another kind to say that something is not in it."""
    old, new = before.document, after.document
    if old.language and new.language and old.language != new.language:
        return True
    small, large = sorted((old.words, new.words))
    if small < _STUB_WORDS and large > _STUB_FACTOR * small:
        return True
    few, many = sorted((len(_evidence(before)), len(_evidence(after))))
    return few < _FEW_CATEGORIES and many > _STUB_FACTOR * few + _FEW_CATEGORIES


def _sides(old: Document, new: Document, comparison: Comparison, language: str | None) -> tuple[Side, Side]:
    gone = frozenset((s.block, s.start) for edit in comparison.edits if edit.kind != "move" for s in edit.old)
    come = frozenset((s.block, s.start) for edit in comparison.edits if edit.kind != "move" for s in edit.new)
    return _side(old, language, gone), _side(new, language, come)


def _side(document: Document, language: str | None, changed: frozenset[tuple[int, int]]) -> Side:
    said = disclosures(document, language)
    return Side(document, said, changed, frozenset(_key(one.quote) for one in said))


def _partners(comparison: Comparison) -> dict[tuple[int, int], str]:
    """The old text beside each changed sentence."""
    return {
        (sentence.block, sentence.start): " ".join(old.text for old in edit.old)
        for edit in comparison.edits
        if edit.kind == "replace"
        for sentence in edit.new
    }


def _categories(
    kind: FindingKind, without: Side, within: Side, partners: dict[tuple[int, int], str]
) -> Iterator[Finding]:
    """Categories that one side discloses in changed text, and of which the other holds no evidence."""
    known = _evidence(without) if kind == "category-new" else _traces(without)
    if kind == "category-removed" and len(known) < _SHARE_KEPT * len(_evidence(within)):
        return
    told: dict[str, list[Disclosure]] = {}
    for one in within.said:
        if one.category in known or one.strength != "strong" or one.state != "disclosed":
            continue
        if _key(one.quote) in without.sentences or not _is_changed(one, within):
            continue
        told.setdefault(one.category, []).append(one)
    for category, places in told.items():
        if taxonomy().category(category).umbrella:
            continue
        yield _finding(kind, category, places, partners)


def _finding(
    kind: FindingKind, category: str, places: list[Disclosure], partners: dict[tuple[int, int], str]
) -> Finding:
    best = max(places, key=lambda place: _weight(place, places))
    return Finding(
        kind=kind,
        subject=category,
        quote=best.quote,
        path=best.path,
        block=best.block,
        phrase=best.phrase,
        old_quote=next((text for (block, _), text in partners.items() if block == best.block), ""),
        statement=best.statement,
        confidence=min(0.99, 0.8 + 0.05 * len(places)),
        reasons=(f"rule {best.rule}", f"{len(places)} place(s)"),
        rules=RULES,
    )


def _weight(one: Disclosure, places: list[Disclosure]) -> tuple[float, int]:
    """How well a place proves the category: who says so, with how many words for it, how briefly."""
    weight = _RULE_WEIGHT.get(one.rule, 1.0)
    together = {other.start for other in places if other.block == one.block and other.quote == one.quote}
    weight += 0.75 * min(len(together), 4)
    weight += 0.5 * (len(one.phrase.split()) > 1)
    said = one.statement
    if said.actor in {"organisation", "third-party"} and _GATHERING.intersection(said.actions):
        weight += 1.0
    return weight - min(len(one.quote) / 200, 3.0), -one.block


def _evidence(side: Side) -> frozenset[str]:
    """Categories that one side discloses, or, of the common ones, holds a container of."""
    return frozenset(
        one.category
        for one in side.said
        if (one.state == "disclosed" and (one.strength == "strong" or one.category in _CONTAINED))
        or (one.strength == "strong" and one.rule in _TELLING)
    )


def _traces(side: Side) -> frozenset[str]:
    """Categories of which one side holds any trace but a denial."""
    strong = frozenset(
        one.category for one in side.said if one.strength == "strong" and one.state != "denied"
    )
    return strong | _evidence(side)


def _is_changed(one: Disclosure, side: Side) -> bool:
    text = side.document.blocks[one.block].text
    start = text.find(one.quote, max(0, one.start - len(one.quote)))
    return (one.block, start) in side.changed


def _key(text: str) -> str:
    return " ".join(words(fold(text)))


def changed_sentences(comparison: Comparison) -> Iterable[Sentence]:
    """The sentences that came, in the order of the new text."""
    return (s for edit in comparison.edits if edit.edit_class >= EditClass.WORDING for s in edit.new)
