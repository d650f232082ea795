"""Changes, checks and findings in a line for a person, and in the form that JSON readers get."""

from typing import TYPE_CHECKING, Any

from tracker.cli.output import clean, moment, short_moment

if TYPE_CHECKING:
    from tracker.archive.change import Change
    from tracker.archive.observation import Check, Incident
    from tracker.archive.snapshot import Snapshot
    from tracker.disclose.disclosure import Finding

KINDS = {
    "category-new": "newly discloses",
    "category-removed": "no longer discloses",
    "detail-new": "new detail on",
    "purpose-new": "new purpose for",
    "recipient-new": "new recipient of",
    "practice-added": "adds",
    "practice-removed": "drops",
    "practice-changed": "changes",
}


def change_line(change: "Change", stage: str = "") -> str:
    """What a change means: its stage (the latest, or the one given), its weight, its findings, its date."""
    from tracker.archive.layout import day_of

    verdict = change.verdict
    parts = [f"{(stage or verdict.stage).replace('-', ' ')}, {verdict.materiality}"]
    for kind, words in KINDS.items():
        subjects = dict.fromkeys(
            label(finding.subject) for finding in change.findings if finding.kind == kind
        )
        if subjects:
            parts.append(f"{words} {', '.join(subjects)}")
    if verdict.effective:
        parts.append(f"{'announced for' if verdict.announced else 'dated'} {verdict.effective.isoformat()}")
    if verdict.returns_to:
        parts.append(f"back to the version of {day_of(verdict.returns_to).isoformat()}")
    if len(parts) == 1:
        parts.extend(verdict.reasons[:1])
    return clean("; ".join(parts))


def label(subject: str) -> str:
    """A category or practice as a reader calls it."""
    from tracker.report.vocabulary import PRACTICES, category_label

    return PRACTICES.get(subject) or category_label(subject, "en")


def quote_lines(change: "Change", limit: int = 6) -> list[str]:
    """The sentences that prove newly disclosed categories, each once; else those of other findings."""
    new = [finding for finding in change.findings if finding.kind == "category-new"]
    quotes = dict.fromkeys(clean(finding.quote) for finding in new or change.findings if finding.quote)
    return [f"“{quote}”" for quote in list(quotes)[: limit if new else 2]]


def change_body(change: "Change") -> dict[str, Any]:
    """A change for JSON, without its edits."""
    return {
        "id": change.id,
        "policy": change.policy,
        "old": change.old.id,
        "new": change.new.id,
        "seen_at": change.new.observed_at,
        "stage": change.verdict.stage,
        "materiality": change.verdict.materiality,
        "reasons": change.verdict.reasons,
        "effective": change.verdict.effective,
        "announced": change.verdict.announced,
        "notice_days": change.verdict.notice_days,
        "first_sighted_at": change.verdict.first_sighted_at,
        "refers_to": change.verdict.refers_to,
        "events": [{"stage": event.stage, "at": event.at} for event in change.events],
        "findings": [finding_body(finding) for finding in change.findings],
    }


def finding_body(finding: "Finding") -> dict[str, Any]:
    """A finding for JSON."""
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "phrase": finding.phrase,
        "quote": finding.quote,
        "old_quote": finding.old_quote,
        "path": finding.path,
        "confidence": finding.confidence,
        "reasons": finding.reasons,
    }


def check_body(check: "Check") -> dict[str, Any]:
    """A check for JSON."""
    return {
        "at": check.at,
        "outcome": check.outcome,
        "reason": check.reason,
        "detail": check.detail,
        "status": check.status,
        "urls": check.urls,
        "size_bytes": check.size_bytes,
        "seconds": check.seconds,
        "snapshot": check.snapshot,
        "validators": check.validators,
    }


def snapshot_body(snapshot: "Snapshot") -> dict[str, Any]:
    """A version for JSON."""
    return {
        "id": snapshot.id,
        "observed_at": snapshot.observed_at,
        "words": snapshot.words,
        "language": snapshot.language,
        "text_sha256": snapshot.text_sha256,
        "record_sha256": snapshot.record_sha256,
        "origin": snapshot.origin,
    }


def incident_line(incident: "Incident") -> str:
    """Since when a policy cannot be read, and why."""
    times = "once" if incident.checks == 1 else f"{incident.checks} times"
    since = short_moment(incident.opened_at)
    return f"{incident.reason}: {clean(incident.detail)} (since {since}, tried {times})"


def incident_body(incident: "Incident") -> dict[str, Any]:
    """An incident for JSON."""
    return {
        "reason": incident.reason,
        "detail": incident.detail,
        "opened_at": moment(incident.opened_at),
        "checks": incident.checks,
        "closed_at": incident.closed_at,
    }
