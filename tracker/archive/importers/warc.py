"""Reads captured pages out of WARC files, whoever wrote them."""

from collections.abc import Iterator
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from urllib.parse import urlsplit

from tracker.archive.coding import decoded
from tracker.archive.errors import EvidenceError, ImportSourceError
from tracker.archive.importers.recorded import HTML, MARKDOWN, Keys, RecordedVersion, after, moved
from tracker.archive.importers.warc_own import MAX_BODY_BYTES, OwnCapture, Shelf, said_of
from tracker.archive.moment import from_text
from tracker.archive.warc import split
from tracker.archive.warcfile import Record, records
from tracker.fetch.capture import Headers

EXCHANGED = frozenset({"request", "response", "revisit", "delta", "conversion"})
RecordedPage = tuple[Record, Headers, bytes]
READABLE = frozenset({HTML, MARKDOWN, "text/plain", "application/xhtml+xml", "application/pdf"})
"""Media types that can hold a policy; pictures, scripts and the like are passed over."""


def read(
    path: Path, *, url: str | None = None, service: str | None = None, title: str | None = None
) -> Iterator[RecordedVersion]:
    """The pages with status 200 of a WARC file, or of all in a folder, in the order they stand there.

    Files that this program wrote give whole exchanges, and say which policy they belong to; else the host is
    the service and the path the policy. With `url`, only pages of that address. A page that is dated before
    the one before it comes a second after that one.
    """
    last: dict[str, datetime] = {}
    for version in _versions(path, url, service, title):
        moment = after(version.recorded_at, last.get(version.policy))
        last[version.policy] = moment
        yield version if moment == version.recorded_at else moved(version, moment)


def _versions(
    path: Path, url: str | None, service: str | None, title: str | None
) -> Iterator[RecordedVersion]:
    keys, shelf = Keys(), Shelf()
    for file in _files(path):
        pages: list[RecordedPage] = []
        own: OwnCapture | None = None
        try:
            with file.open("rb") as stream:
                _refuse_other(stream)
                for record in records(stream, MAX_BODY_BYTES):
                    said = said_of(record)
                    if own is not None:
                        yield from own.versions(said, url)
                        own = None
                    if said.get("snapshot"):
                        own, pages = OwnCapture(record, said, shelf), []
                    elif record.record_type == "warcinfo":
                        yield from _without_snapshot(pages, keys, service, title)
                        pages = []
                        shelf.begin()
                    elif record.record_type in EXCHANGED:
                        page = _page(record, shelf)
                        shelf.keep(record)
                        if page and url in {None, record.url}:
                            pages.append((record, *page))
            if own is not None:
                yield from own.versions({}, url)
        except EvidenceError as error:
            raise ImportSourceError(f"{file}: {error} Name a .warc or .warc.gz file.") from error
        yield from _without_snapshot(pages, keys, service, title)


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


def _page(record: Record, shelf: Shelf) -> tuple[Headers, bytes] | None:
    """Headers and decoded body of an answer that can hold a policy."""
    if record.record_type not in {"response", "revisit"}:
        return None
    line, headers, payload = split(record.block)
    if line.split(" ")[1:2] != ["200"]:
        return None
    named = {name.lower(): value for name, value in headers}
    kind = named.get("content-type", HTML).split(";")[0].strip().lower()
    if record.record_type == "revisit":
        payload = shelf.payload(record.header("WARC-Payload-Digest"))
    if named.get("transfer-encoding", "").lower() == "chunked":
        payload = _unchunked(payload)
    body = decoded(payload, named.get("content-encoding"), MAX_BODY_BYTES)
    return (headers, body) if body and kind in READABLE else None


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


def _without_snapshot(
    pages: list[RecordedPage], keys: Keys, service: str | None, title: str | None
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
