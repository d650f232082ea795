"""The JSON form of a change, as its published schema describes it."""

import json
from pathlib import Path
from typing import Any

from tracker.report.terminal import escaped_in_json
from tracker.report.view import ChangeView, FindingView, Version

Object = dict[str, Any]

SCHEMAS = Path(__file__).with_name("schema")
"""What the JSON forms hold, one file a kind and version."""


def render_change(view: ChangeView) -> str:
    """One object, its keys in a fixed order, ending in a line break."""
    return escaped_in_json(json.dumps(change_object(view), ensure_ascii=False, indent=2)) + "\n"


def change_object(view: ChangeView) -> Object:
    """The change as plain values."""
    return {
        "schema": 1,
        "kind": "change",
        **head_object(view),
        "findings": [finding_object(finding) for finding in view.findings],
        "difference": {
            "inserted": view.diff.inserted,
            "deleted": view.diff.deleted,
            "replaced": view.diff.replaced,
            "moved": view.diff.moved,
            "words_added": view.diff.words_added,
            "words_removed": view.diff.words_removed,
            "coarse": view.diff.capped,
            "edits": [
                {"kind": edit.kind, "path": list(edit.path), "old": edit.old, "new": edit.new}
                for edit in view.diff.edits
            ],
        },
        "evidence": {
            "old": _version(view.old),
            "new": _version(view.new),
            "checks": [
                {"at": check.iso, "outcome": check.outcome, "detail": check.detail} for check in view.checks
            ],
        },
        "limits": list(view.limits),
    }


def head_object(view: ChangeView) -> Object:
    """What a receiver needs to know what happened, without quotes and evidence."""
    return {
        "id": view.id,
        "policy": view.policy,
        "service": view.service,
        "title": view.title,
        "url": view.source,
        "report": f"{view.address}.html",
        "language": view.language,
        "policy_language": view.policy_language or None,
        "headline": view.headline,
        "summary": view.deck,
        "stage": view.stage.id,
        "materiality": view.materiality,
        "reasons": list(view.reasons),
        "first_sighted_at": view.first_sighted,
        "effective": view.effective or None,
        "notice_days": view.notice_days,
        "date_line": view.date_line,
        "events": [{"stage": stage, "at": at} for stage, at in view.events],
        "earlier": view.earlier_address or None,
    }


def finding_object(finding: FindingView) -> Object:
    """One finding with its evidence."""
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "label": finding.label,
        "quote": finding.quote,
        "phrase": finding.phrase,
        "old_quote": finding.old_quote,
        "path": list(finding.path),
        "actions": list(finding.action_ids),
        "conditions": list(finding.conditions),
        "purposes": list(finding.purpose_ids),
        "recipients": list(finding.recipients),
        "legal": [{"label": badge.label, "title": badge.title, "url": badge.url} for badge in finding.badges],
        "confidence": round(finding.confidence, 3),
        "reasons": list(finding.reasons),
        "rules": finding.rules,
    }


def _version(version: Version) -> Object:
    return {
        "snapshot": version.id,
        "observed_at": version.observed_iso,
        "requests": [{"url": url, "status": status} for url, status in version.hops],
        "headers": [[name, value] for name, value in version.headers],
        "text_sha256": version.text_sha256,
        "body_sha256": version.body_sha256,
        "record_sha256": version.record_sha256,
        "files": [path for _, path, _ in version.files],
        "words": version.words,
    }
