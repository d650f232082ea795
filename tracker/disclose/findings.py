"""Findings say what a change of the text means: which data, purposes, practices are new or gone."""

from tracker.compare.comparison import Comparison
from tracker.disclose.categories import new_categories, removed_categories
from tracker.disclose.details import new_details, new_purposes, new_recipients
from tracker.disclose.disclosure import Finding
from tracker.disclose.practices import practice_findings
from tracker.disclose.sides import sides, unlike
from tracker.extract.document import Document


def findings(
    old: Document, new: Document, comparison: Comparison, language: str | None = None
) -> tuple[Finding, ...]:
    """What a change means, the most telling first; nothing where one text cannot stand beside the other."""
    if not comparison.edits:
        return ()
    chosen = language or new.language or old.language
    before, after = sides(old, new, comparison, chosen)
    if unlike(before, after):
        return ()
    return (
        *new_categories(before, after),
        *removed_categories(before, after),
        *new_purposes(before, after, chosen),
        *new_recipients(before, after, chosen),
        *new_details(before, after),
        *practice_findings(old, new, comparison, chosen),
    )
