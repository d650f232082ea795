"""How much a change matters: cosmetic, editorial or substantive, with the reasons."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from tracker.compare.comparison import Comparison, EditClass
from tracker.disclose.disclosure import Finding
from tracker.extract.document import Document, StatedDate
from tracker.judge.verdict import Materiality

DateLine = Literal["moved", "stayed", "absent", "only"]

_REASONS = {
    EditClass.SPACE: "only white space or markup changed",
    EditClass.LINKS: "only links or addresses changed",
    EditClass.DATE: "only the date changed",
    EditClass.ORDER: "the same text in another order",
    EditClass.FURNITURE: "only text around the policy changed",
    EditClass.WORDING: "the wording changed, the meaning as far as the rules see did not",
    EditClass.SUBSTANCE: "sentences about data, purposes, recipients or rights changed",
}
UNCHANGED = "the same text, read under other rules or selectors"
_KINDS = {
    "category-new": "a data category is newly disclosed",
    "category-removed": "a data category is no longer disclosed",
    "detail-new": "a disclosed category is named in more detail",
    "purpose-new": "data is used for a new purpose",
    "recipient-new": "data goes to a new kind of recipient",
    "practice-added": "a practice was added",
    "practice-removed": "a practice was dropped",
    "practice-changed": "a practice changed",
}
RAISING = frozenset(("category-new", "category-removed", "purpose-new", "recipient-new"))
"""Findings that make a change substantive whatever its edits; a practice may be named in passing."""


def materiality(comparison: Comparison, findings: Sequence[Finding]) -> tuple[Materiality, tuple[str, ...]]:
    """The level of a change, with the reasons in words, the weightiest first."""
    kinds = dict.fromkeys(finding.kind for finding in findings)
    reasons = tuple(text for kind, text in _KINDS.items() if kind in kinds)
    highest = comparison.edit_class
    reasons += (_REASONS[highest] if highest is not None else UNCHANGED,)
    if highest is EditClass.SUBSTANCE or any(kind in RAISING for kind in kinds):
        return "substantive", reasons
    if highest is EditClass.WORDING or kinds:
        return "editorial", reasons
    return "cosmetic", reasons


def effective(document: Document, seen_on: date) -> tuple[date | None, str]:
    """The day from which a text says that it applies, with its words; of several today, or the next to come.

    A text may name a day for each region: the first of them is when it begins to apply.
    """
    stated = [(day, at.quote) for at in document.dates if at.role == "effective" and (day := _day(at))]
    ahead = sorted((day, quote) for day, quote in stated if day >= seen_on)
    return ahead[0] if ahead else stated[0] if stated else (None, "")


def date_line(old: Document, new: Document, comparison: Comparison) -> DateLine:
    """Whether the policy's own date moved with its text."""
    before, after = _own_dates(old), _own_dates(new)
    if not before or not after:
        return "absent"
    if before == after:
        return "stayed"
    return "only" if comparison.edit_class is EditClass.DATE else "moved"


def _own_dates(document: Document) -> set[str]:
    updated = {stated.date for stated in document.dates if stated.role == "updated"}
    return updated or {stated.date for stated in document.dates}


def _day(stated: StatedDate) -> date | None:
    try:
        return date.fromisoformat(stated.date)
    except ValueError:
        return None  # a month without a day
