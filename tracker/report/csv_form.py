"""The CSV form of findings, one a line."""

import csv
import io
from collections.abc import Iterable

from tracker.report.terminal import safe
from tracker.report.view import ChangeView, FindingView

COLUMNS = (
    "policy", "service", "change", "stage", "materiality", "first_sighted", "effective", "kind", "subject",
    "label", "phrase", "quote", "old_quote", "section", "conditions", "purposes", "recipients", "legal",
    "confidence", "url",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")


def cell(text: str) -> str:
    """A value that no spreadsheet takes for a formula: one that begins so gets an apostrophe in front."""
    clean = safe(text)
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA) else clean


def findings_csv(views: Iterable[ChangeView]) -> str:
    """All findings of the changes, with a head; lines end in CR LF as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for view in views:
        for finding in view.findings:
            writer.writerow([cell(value) for value in _row(view, finding)])
    return out.getvalue()


def _row(view: ChangeView, finding: FindingView) -> tuple[str, ...]:
    return (
        view.policy, view.service, view.id, view.stage.id, view.materiality, view.first_sighted,
        view.effective, finding.kind, finding.subject, finding.label, finding.phrase, finding.quote,
        finding.old_quote, " › ".join(finding.path), "; ".join(finding.conditions),
        "; ".join(finding.purpose_ids), "; ".join(finding.recipients),
        "; ".join(badge.label for badge in finding.badges), f"{finding.confidence:.2f}", view.source,
    )  # fmt: skip
