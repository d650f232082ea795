"""The reader's own rules raise or lower how much a change matters."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.compare.comparison import Comparison, EditClass
from tracker.disclose.disclosure import Finding
from tracker.judge.verdict import Materiality
from tracker.watchlist.verdict import VerdictRule

REASON = "a rule of your own says how much this matters"


def by_own_rules(
    level: Materiality,
    reasons: tuple[str, ...],
    comparison: Comparison,
    found: Sequence[Finding],
    rules: Iterable[VerdictRule],
) -> tuple[Materiality, tuple[str, ...]]:
    """The level of the last rule that fits, with that as its first reason; as it was where none does."""
    fitting = [rule for rule in rules if _fits(rule, comparison, found)]
    if not fitting:
        return level, reasons
    return fitting[-1].say, (REASON, *reasons)


def _fits(rule: VerdictRule, comparison: Comparison, found: Sequence[Finding]) -> bool:
    if rule.categories and not any(finding.subject in rule.categories for finding in found):
        return False
    if not rule.words:
        return True
    named = re.compile("|".join(rf"(?<!\w){re.escape(w.strip())}(?!\w)" for w in rule.words), re.IGNORECASE)
    return any(named.search(text) for text in _changed(comparison))


def _changed(comparison: Comparison) -> Iterator[str]:
    """The sentences that came, went or were worded anew; not those that only moved or were set anew."""
    for edit in comparison.edits:
        if edit.edit_class >= EditClass.FURNITURE:
            yield from (sentence.text for sentence in (*edit.old, *edit.new))
