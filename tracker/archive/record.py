"""The JSON record of a snapshot says what was seen, how, and which record came before."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.archive.held import Packed
from tracker.archive.moment import from_text, to_text
from tracker.archive.observation import NewSnapshot
from tracker.archive.plain import canonical, from_plain, to_plain
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Diagnostics, Document, StatedDate
from tracker.extract.markdown import from_markdown
from tracker.fetch.capture import Capture, Page, Validators

SCHEMA = 1
"""Raised when a field changes its meaning; new fields alone do not raise it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it goes to disk, and the catalogue's view of it."""

    content: bytes
    snapshot: Snapshot


def sha256(content: bytes) -> str:
    """In hexadecimal, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def write(
    new: NewSnapshot, key: str, text: bytes, packed: Packed, *, previous: Snapshot | None, change: str | None
) -> Written:
    """The record of a new snapshot."""
    plain = _record(new, key, text, packed, previous=previous, change=change)
    content = canonical(plain)
    return Written(content, snapshot_of(plain, content))


def snapshot_of(plain: dict[str, Any], content: bytes) -> Snapshot:
    """The catalogue's view of a record, from its content."""
    text = plain["text"]
    return Snapshot(
        id=plain["snapshot"],
        policy=plain["policy"]["key"],
        observed_at=from_text(plain["observed_at"]),
        text_sha256=text["sha256"],
        body_sha256=plain["capture"]["body_sha256"],
        record_sha256=sha256(content),
        previous_record_sha256=plain["previous"]["record_sha256"],
        words=text["words"],
        language=text["language"],
        extract_rules=plain["extraction"]["rules"],
        origin=plain["origin"],
    )


def document_of(plain: dict[str, Any], markdown: str) -> Document:
    """The document that was stored: its blocks from the Markdown, the rest from the record."""
    text = plain["text"]
    return replace(
        from_markdown(markdown),
        title=text["title"],
        language=text["language"],
        declared_language=text["declared_language"],
        dates=tuple(from_plain(StatedDate, date) for date in text["dates"]),
        rules=plain["extraction"]["rules"],
        diagnostics=from_plain(Diagnostics, plain["extraction"]["diagnostics"]),
    )


def body_sha256(capture: Capture) -> str:
    """Of the decoded bodies of all pages, joined in order."""
    joined = hashlib.sha256()
    for page in capture.pages:
        joined.update(page.answer.body)
    return joined.hexdigest()


def validators_of(page: Page) -> Validators:
    """The server's own validators of a page's answer."""
    return Validators(page.url, page.answer.header("etag"), page.answer.header("last-modified"))


def _record(
    new: NewSnapshot, key: str, text: bytes, packed: Packed, *, previous: Snapshot | None, change: str | None
) -> dict[str, Any]:
    capture, document = new.capture, new.document
    plain = {
        "schema": SCHEMA,
        "snapshot": new.snapshot_id,
        "policy": _policy(new, key),
        "observed_at": to_text(capture.fetched_at),
        "origin": new.origin,
        "note": new.note,
        "text": {
            "sha256": sha256(text),
            "size_bytes": len(text),
            "words": document.words,
            "title": document.title,
            "language": document.language,
            "declared_language": document.declared_language,
            "dates": to_plain(document.dates),
        },
        "extraction": {"rules": document.rules, "diagnostics": to_plain(document.diagnostics)},
        "capture": {
            "fetcher": capture.fetcher,
            "robots": capture.robots,
            "body_sha256": body_sha256(capture),
            "warc_sha256": packed.sha256,
            "bodies": [{"sha256": digest, **to_plain(held)} for digest, held in packed.stored],
            "bodies_in": list(packed.revisits),
            "pages": [_page(page) for page in capture.pages],
        },
        "previous": {
            "snapshot": previous.id if previous else "",
            "record_sha256": previous.record_sha256 if previous else "",
        },
        "change": change,
    }
    return {**plain, "accepted": to_plain(new.accepted)} if new.accepted else plain


def _policy(new: NewSnapshot, key: str) -> dict[str, Any]:
    service, _, slug = key.partition("/")
    if new.policy is None:
        return {"key": key, "service": service, "title": slug, "source": None}
    return {
        "key": key,
        "service": new.policy.service,
        "title": new.policy.title,
        "source": to_plain(new.policy.source),
    }


def _page(page: Page) -> dict[str, Any]:
    answer = page.answer
    return {
        "url": page.url,
        "chain": [{"url": exchange.url, "status": exchange.status} for exchange in page.exchanges],
        "status": answer.status,
        "headers": [[name, value] for name, value in answer.headers],
        "validators": {"etag": answer.header("etag"), "last_modified": answer.header("last-modified")},
        "size_bytes": len(answer.body),
        "sha256": sha256(answer.body),
    }


def read(path: Path) -> tuple[dict[str, Any], bytes]:
    """A record and its bytes; raises `ValueError` where it is no record, `OSError` where it cannot be had."""
    content = path.read_bytes()
    plain = json.loads(content)
    if not isinstance(plain, dict) or not isinstance(plain.get("schema"), int):
        raise ValueError("no snapshot record")  # noqa: TRY004 - one error for every way of being no record
    if plain["schema"] > SCHEMA:
        raise ValueError(f"a record of schema {plain['schema']}; this program reads up to {SCHEMA}")
    return plain, content
