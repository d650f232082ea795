"""Rows of the catalogue turn into values."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tracker.archive.catalogue import Row
from tracker.archive.moment import from_text, to_text
from tracker.archive.observation import Accepted, Check, Incident
from tracker.archive.plain import compact
from tracker.archive.snapshot import Snapshot
from tracker.fetch.capture import Validators


def snapshot(row: Row) -> Snapshot:
    return Snapshot(
        id=row[0],
        policy=row[1],
        observed_at=from_text(row[2]),
        text_sha256=row[3],
        body_sha256=row[4],
        record_sha256=row[5],
        previous_record_sha256=row[6],
        words=row[7],
        language=row[8],
        extract_rules=row[9],
        origin=row[10],
    )


def of_snapshot(value: Snapshot, warc_file_sha256: str) -> Mapping[str, object]:
    return {
        "id": value.id,
        "policy": value.policy,
        "observed_at": to_text(value.observed_at),
        "text_sha256": value.text_sha256,
        "body_sha256": value.body_sha256,
        "record_sha256": value.record_sha256,
        "previous_record_sha256": value.previous_record_sha256,
        "words": value.words,
        "language": value.language,
        "extract_rules": value.extract_rules,
        "origin": value.origin,
        "warc_file_sha256": warc_file_sha256,
    }


def check(row: Row) -> Check:
    return Check(
        policy=row[0],
        at=from_text(row[1]),
        outcome=row[2],
        reason=row[3],
        detail=row[4],
        fetcher=row[5],
        robots=row[6],
        urls=tuple(url for url in row[7].split("\n") if url),
        status=row[8],
        size_bytes=row[9],
        body_sha256=row[10],
        text_sha256=row[11],
        seconds=row[12],
        snapshot=row[13],
        validators=tuple(Validators(*each) for each in json.loads(row[14])) if row[14] else (),
    )


def of_check(value: Check) -> Mapping[str, object]:
    return {
        "policy": value.policy,
        "at": to_text(value.at),
        "outcome": value.outcome,
        "reason": value.reason,
        "detail": value.detail,
        "fetcher": value.fetcher,
        "robots": value.robots,
        "urls": "\n".join(value.urls),
        "status": value.status,
        "size_bytes": value.size_bytes,
        "body_sha256": value.body_sha256,
        "text_sha256": value.text_sha256,
        "seconds": value.seconds,
        "snapshot": value.snapshot,
        "validators": _validators(value.validators),
    }


def _validators(values: tuple[Validators, ...]) -> str:
    """Nothing where no page has any, as on most sites."""
    if not any(value.etag or value.last_modified for value in values):
        return ""
    return compact([[value.url, value.etag, value.last_modified] for value in values])


def incident(row: Row) -> Incident:
    return Incident(
        policy=row[0],
        reason=row[1],
        detail=row[2],
        opened_at=from_text(row[3]),
        checks=row[4],
        closed_at=from_text(row[5]) if row[5] else None,
        told=bool(row[6]),
    )


def of_incident(value: Incident) -> Mapping[str, Any]:
    return {
        "policy": value.policy,
        "reason": value.reason,
        "detail": value.detail,
        "opened_at": to_text(value.opened_at),
        "checks": value.checks,
        "closed_at": to_text(value.closed_at) if value.closed_at else None,
        "told": int(value.told),
    }


def accepted(row: Row) -> Accepted:
    return Accepted(text_hash=row[0], at=from_text(row[1]), reason=row[2])


def of_accepted(value: Accepted, key: str) -> Mapping[str, object]:
    return {
        "policy": key,
        "text_hash": value.text_hash,
        "at": to_text(value.at),
        "reason": value.reason,
    }


def numbered(rows: list[dict[str, object]], **more: object) -> Iterator[Mapping[str, object]]:
    """Each row with its position."""
    return ({**row, **more, "position": position} for position, row in enumerate(rows))
