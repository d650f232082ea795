"""The webhook form of an alert."""

from dataclasses import replace
from typing import Any

from tracker.archive.change import StageEvent
from tracker.report.certainty import iso
from tracker.report.json_form import finding_object, head_object
from tracker.report.subject import IncidentSubject
from tracker.report.view import ChangeView, FindingView

FINDINGS = 50
"""Findings a webhook carries; the JSON report has the others."""
QUOTE_CHARACTERS = 2_000


def bounded(finding: FindingView) -> FindingView:
    """A finding whose quotes are not longer than a receiver expects."""
    quote, old = (_cut(text) for text in (finding.quote, finding.old_quote))
    return replace(finding, quote=quote, old_quote=old)


def _cut(text: str) -> str:
    return text if len(text) <= QUOTE_CHARACTERS else text[:QUOTE_CHARACTERS] + " …"


def payload(view: ChangeView, event: StageEvent) -> dict[str, Any]:
    """A change that reached a stage."""
    return {
        "type": f"change.{event.stage.replace('-', '_')}",
        "timestamp": iso(event.at),
        "data": {
            "schema": 1,
            **head_object(view),
            "findings": [finding_object(bounded(finding)) for finding in view.findings[:FINDINGS]],
            "findings_in_all": len(view.findings),
        },
    }


def incident_payload(subject: IncidentSubject) -> dict[str, Any]:
    """A policy that cannot be read, or can be read again."""
    over = subject.closed_at
    return {
        "type": "incident.recovered" if over else "incident.opened",
        "timestamp": iso(over or subject.opened_at),
        "data": {
            "schema": 1,
            "policy": subject.policy.key,
            "service": subject.policy.service,
            "title": subject.policy.title,
            "url": subject.policy.source.urls[0] if subject.policy.source.urls else "",
            "reason": subject.reason,
            "detail": subject.detail,
            "opened_at": iso(subject.opened_at),
            "closed_at": iso(over) if over else None,
            "checks": subject.checks,
            "last_read_at": iso(subject.last_good_at) if subject.last_good_at else None,
        },
    }
