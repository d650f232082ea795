"""Categories that a change newly discloses, or discloses no more."""

from collections.abc import Iterator

from tracker.disclose.disclosure import Disclosure, Finding, FindingKind
from tracker.disclose.read import rules
from tracker.disclose.sides import Side
from tracker.disclose.taxonomy import taxonomy

_SHARE_KEPT = 0.5  # a text that lost more than half of its kinds is another text, or half a text
_RULE_WEIGHT = {"statement": 3.0, "lead-in": 2.0, "cell-yes": 2.0}
_GATHERING = frozenset(("collect", "receive", "store"))
_PASSING = frozenset(("use", "share", "sell"))
_WORDY = 200  # characters of a quote that cost as much as half a point of proof
_SURE = {"statement": 0.96, "cell-yes": 0.95, "lead-in": 0.93}
_IN_WORDS = {
    "statement": "the sentence says who does what with it",
    "lead-in": "it is an item of a list that is introduced as data",
    "cell-yes": "the table says that it is collected",
    "listed-row": "it is a row of a table of data",
    "enumeration": "it stands in an enumeration of data",
}


def new_categories(before: Side, after: Side) -> Iterator[Finding]:
    """Categories in changed text of which the old text held no evidence, the sensitive ones first."""
    told = _told(after, before, before.evidence())
    for category in sorted(told, key=lambda one: not taxonomy().category(one).sensitive):
        hints = before.hints(category)
        yield _finding("category-new", category, told[category], after, hints)


def removed_categories(before: Side, after: Side) -> Iterator[Finding]:
    """Categories in text that is gone, and of which the new text holds no trace."""
    kept = after.traces()
    if len(kept) < _SHARE_KEPT * len(before.evidence()):
        return
    for category, places in _told(before, after, kept).items():
        yield _finding("category-removed", category, places, before, ())


def _told(side: Side, other: Side, known: frozenset[str]) -> dict[str, list[Disclosure]]:
    told: dict[str, list[Disclosure]] = {}
    for one in (*side.came(other), *side.turned(other)):
        if one.category not in known:
            told.setdefault(one.category, []).append(one)
    return told


def _finding(
    kind: FindingKind, category: str, places: list[Disclosure], side: Side, hints: tuple[str, ...]
) -> Finding:
    best = max(places, key=lambda place: _weight(place, places))
    confidence, reasons = _confidence(best, places, hints)
    return Finding(
        kind=kind,
        subject=category,
        quote=best.quote,
        path=best.path,
        block=best.block,
        phrase=best.phrase,
        old_quote=side.beside.get((best.block, side.offset(best)), ""),
        statement=best.statement,
        confidence=confidence,
        reasons=reasons,
        rules=rules(),
    )


def _weight(one: Disclosure, places: list[Disclosure]) -> tuple[float, int]:
    """How well a place proves the category: who says so, with how many words for it, how briefly."""
    weight = _RULE_WEIGHT.get(one.rule, 1.0)
    together = {other.start for other in places if other.block == one.block and other.quote == one.quote}
    weight += 0.75 * min(len(together), 4)
    weight += 1.0 * (len(one.phrase.split()) > 1)
    said = one.statement
    if said.actor and _GATHERING.intersection(said.actions):
        weight += 1.0
    if said.actions and _PASSING.issuperset(said.actions):
        weight -= 1.5
    return weight - min(len(one.quote) / _WORDY, 3.0), -one.block


def _confidence(
    best: Disclosure, places: list[Disclosure], hints: tuple[str, ...]
) -> tuple[float, tuple[str, ...]]:
    """How sure a finding is, with the reasons in words."""
    sure = _SURE.get(best.rule, 0.85)
    reasons = [_IN_WORDS.get(best.rule, f"rule {best.rule}")]
    sentences = {place.quote for place in places}
    if len(sentences) > 1:
        sure += 0.02
        reasons.append(f"{len(sentences)} changed sentences name it")
    if len(best.phrase.split()) == 1 and len(places) == 1:
        sure -= 0.06
        reasons.append("only one word names it, once")
    if hints:
        sure -= 0.15
        reasons.append(f"the old text may have covered it with “{hints[0]}”")
    return round(min(0.99, max(0.3, sure)), 2), tuple(reasons)
