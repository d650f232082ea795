"""Reads captured pages out of WARC files, whoever wrote them."""

import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker.archive.coding import decoded
from tracker.archive.errors import EvidenceError, ImportSourceError
from tracker.archive.importers.recorded import HTML, MARKDOWN, Keys, RecordedVersion
from tracker.archive.moment import from_text
from tracker.archive.vcdiff import decode
from tracker.archive.warc import split
from tracker.archive.warcfile import Record, records
from tracker.fetch.capture import Headers

MAX_BODY_BYTES = 64 * 1024 * 1024
MAX_HELD_BYTES = 256 * 1024 * 1024
READABLE = frozenset({HTML, MARKDOWN, "text/plain", "application/xhtml+xml", "application/pdf"})
"""Media types that can hold a policy; pictures, scripts and the like are passed over."""


def read(
    path: Path, *, url: str | None = None, service: str | None = None, title: str | None = None
) -> Iterator[RecordedVersion]:
    """The pages with status 200 of a WARC file, or of all in a folder, in the order they stand there.

    Files that this program wrote say which policy they belong to; else the host is the service and the path
    the policy. With `url`, only pages of that address.
    """
    keys = Keys()
    for file in _files(path):
        bodies = _Bodies()
        pages: list[tuple[Record, Headers, bytes]] = []
        try:
            with file.open("rb") as stream:
                _refuse_other(stream)
                for record in records(stream, MAX_BODY_BYTES):
                    if record.record_type == "warcinfo":
                        yield from _without_snapshot(pages, keys, service, title)
                        pages = []
                    elif record.record_type in {"response", "revisit", "delta"}:
                        page = _page(record, bodies)
                        if page and url in {None, record.url}:
                            pages.append((record, *page))
                    elif own := _own(record):
                        yield from _of_snapshot(pages, own)
                        pages = []
        except EvidenceError as error:
            raise ImportSourceError(f"{file}: {error} Name a .warc or .warc.gz file.") from error
        yield from _without_snapshot(pages, keys, service, title)


class _Bodies:
    """The last bodies that were read, as many as fit."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}
        self._size_bytes = 0

    def get(self, name: str) -> bytes | None:
        return self._held.get(name)

    def keep(self, name: str, body: bytes) -> None:
        self._size_bytes += len(body) - len(self._held.pop(name, b""))
        self._held[name] = body
        while self._size_bytes > MAX_HELD_BYTES:
            self._size_bytes -= len(self._held.pop(next(iter(self._held))))


def _refuse_other(stream: BufferedReader) -> None:
    if not stream.peek(5).startswith((b"WARC/", b"\x1f\x8b")):
        raise EvidenceError("This is no readable WARC file.")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob("*.warc*") if file.is_file() and not file.is_symlink())
    if not found:
        raise ImportSourceError(
            f"{path} holds no WARC file. Name a .warc or .warc.gz file, or a folder of them."
        )
    return found


def _page(record: Record, bodies: _Bodies) -> tuple[Headers, bytes] | None:
    """Headers and decoded body of an answer that can hold a policy."""
    line, headers, payload = split(record.block)
    if line.split(" ")[1:2] != ["200"]:
        return None
    named = {name.lower(): value for name, value in headers}
    kind = named.get("content-type", HTML).split(";")[0].strip().lower()
    if record.record_type == "delta":
        body = _told_from_base(record, payload, bodies)
        return (headers, body) if body and kind in READABLE else None
    digest = record.header("WARC-Payload-Digest")
    if record.record_type == "revisit":
        payload = bodies.get(digest) or b""
    elif digest and kind in READABLE:
        bodies.keep(digest, payload)
    if named.get("transfer-encoding", "").lower() == "chunked":
        payload = _unchunked(payload)
    body = decoded(payload, named.get("content-encoding"), MAX_BODY_BYTES)
    if body and kind in READABLE:
        bodies.keep(record.id, body)
    return (headers, body) if body and kind in READABLE else None


def _told_from_base(record: Record, difference: bytes, bodies: _Bodies) -> bytes | None:
    """The body of a page that this program told from an earlier one."""
    base = bodies.get(record.header("WARC-Refers-To"))
    try:
        return decode(base, difference, MAX_BODY_BYTES) if base is not None else None
    except ValueError as error:
        raise EvidenceError(f"The record {record.id} cannot be read: {error}.") from error


def _unchunked(payload: bytes) -> bytes:
    """A body without its chunk marks; as it is, where there are none."""
    parts, rest = [], payload
    while rest:
        size, mark, rest = rest.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            return payload
        if not mark:
            return payload
        parts.append(rest[:length])
        rest = rest[length + 2 :]
        if length == 0:
            break
    return b"".join(parts)


def _own(record: Record) -> dict[str, Any] | None:
    """What this program says of a capture."""
    if record.record_type != "metadata" or record.content_type != "application/json":
        return None
    try:
        said = json.loads(record.block)
    except ValueError:
        return None
    return said if isinstance(said, dict) and isinstance(said.get("snapshot"), str) else None


def _of_snapshot(
    pages: list[tuple[Record, Headers, bytes]], own: dict[str, Any]
) -> Iterator[RecordedVersion]:
    if not pages:
        return
    key = own["snapshot"].partition("@")[0]
    service, _, policy = key.partition("/")
    record, headers, _ = pages[0]
    body = b"\n".join(body for _, _, body in pages)
    yield _version(record, headers, body, key, service, policy, own.get("fetched_at", record.date))


def _without_snapshot(
    pages: list[tuple[Record, Headers, bytes]], keys: Keys, service: str | None, title: str | None
) -> Iterator[RecordedVersion]:
    for record, headers, body in pages:
        parts = urlsplit(record.url)
        named = service or (parts.hostname or "unnamed").removeprefix("www.")
        titled = title or parts.path.strip("/").rpartition("/")[2].partition(".")[0] or "privacy"
        yield _version(record, headers, body, keys.key(named, titled), named, titled, record.date)


def _version(  # noqa: PLR0917 - the parts of one value, from one place
    record: Record, headers: Headers, body: bytes, key: str, service: str, title: str, date: str
) -> RecordedVersion:
    said = next((value for name, value in headers if name.lower() == "content-type"), HTML)
    kind, _, parameters = said.partition(";")
    charset = parameters.lower().partition("charset=")[2].strip(" \"'") or None
    return RecordedVersion(
        policy=key,
        service=service,
        title=title,
        url=record.url,
        recorded_at=from_text(date),
        body=body,
        content_type=kind.strip().lower(),
        origin="warc",
        note=f"record {record.id}",
        charset=charset,
    )
