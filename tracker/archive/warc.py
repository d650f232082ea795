"""A capture is kept as a WARC file: request, response as received, metadata.

The bytes depend on the capture alone: ids are derived from hashes, dates are those of the exchanges.
A body that the archive holds already becomes a revisit record that names where it is.
"""

import gzip
import hashlib
import io
import json
import re
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tracker.archive.errors import EvidenceError
from tracker.archive.moment import from_text, to_text
from tracker.archive.plain import canonical
from tracker.fetch.capture import Capture, Exchange, Headers, Page

MIN_REVISIT_BYTES = 256
"""A smaller body costs less than the headers that would refer to it."""

PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NAMESPACE = uuid.UUID("5d2f1c34-9f0b-5c7e-9a53-0e1d6c1f7a10")
_BROKEN_LINE = re.compile(r"[\r\n\x00]+[ \t]*")


@dataclass(frozen=True, slots=True)
class Held:
    """Where a body is stored in full."""

    snapshot: str
    record: str
    """WARC-Record-ID."""
    url: str
    date: str
    """WARC-Date."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A WARC file, ready to be written."""

    content: bytes
    """Compressed, one gzip member a record."""
    sha256: str
    """Of the uncompressed content, so that it does not depend on the compressor."""
    stored: tuple[tuple[str, Held], ...]
    """Bodies that stand here in full: SHA-256 of the payload and where."""
    revisits: tuple[str, ...]
    """Snapshots whose files hold bodies that this one refers to."""


Find = Callable[[str], Held | None]


def pack(capture: Capture, snapshot: str, find: Find) -> Packed:
    """The WARC file of a capture; `find` looks up a body by SHA-256 among those held already."""
    writer = _Writer(snapshot)
    pages: list[dict[str, Any]] = []
    writer.information()
    for page in capture.pages:
        exchanges = [_pack_exchange(writer, exchange, find) for exchange in page.exchanges]
        pages.append({"url": page.url, "exchanges": exchanges})
    writer.metadata(
        capture,
        {
            "fetched_at": to_text(capture.fetched_at),
            "fetcher": capture.fetcher,
            "robots": capture.robots,
            "pages": pages,
        },
    )
    return writer.packed()


def _pack_exchange(writer: "_Writer", exchange: Exchange, find: Find) -> dict[str, Any]:
    sha256 = hashlib.sha256(exchange.payload).hexdigest()
    held = find(sha256) if len(exchange.payload) >= MIN_REVISIT_BYTES else None
    response = writer.response(exchange, sha256, held)
    said: dict[str, Any] = {
        "url": exchange.url,
        "seconds": exchange.seconds,
        "response": response,
        "request": writer.request(exchange, response),
        "payload_sha256": sha256,
    }
    if held is not None:
        said["payload_in"] = {"snapshot": held.snapshot, "record": held.record}
    if decoded(exchange.payload, exchange.header("content-encoding")) != exchange.body:
        said["body"] = writer.conversion(exchange, response)
    return said


class _Writer:
    """Writes records one after the other."""

    def __init__(self, snapshot: str) -> None:
        from warcio.warcwriter import WARCWriter

        self._snapshot = snapshot
        self._plain = io.BytesIO()
        self._writer = WARCWriter(self._plain, gzip=False, warc_version="1.1")
        self._ends: list[int] = []
        self._stored: list[tuple[str, Held]] = []
        self._revisits: list[str] = []

    def information(self) -> None:
        """What wrote the file; names no version, so that the bytes outlive an upgrade."""
        block = b"software: privacy-policy-tracker\r\nformat: WARC File Format 1.1\r\nconformsTo: " + (
            b"http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        )
        stamp = self._snapshot.partition("@")[2]
        date = datetime.strptime(stamp + "+0000", "%Y%m%dT%H%M%SZ%z")
        self._write("warcinfo", "", to_text(date), block, "application/warc-fields", {})

    def response(self, exchange: Exchange, sha256: str, held: Held | None) -> str:
        """A response with its body, or a revisit that says where the same body is."""
        head = _head(f"HTTP/1.1 {exchange.status} {exchange.phrase}", exchange.headers)
        date = to_text(exchange.started_at)
        more = {"WARC-Payload-Digest": f"sha256:{sha256}"}
        kind = "application/http; msgtype=response"
        if held is not None:
            more |= {
                "WARC-Profile": PROFILE,
                "WARC-Refers-To": held.record,
                "WARC-Refers-To-Target-URI": held.url,
                "WARC-Refers-To-Date": held.date,
            }
            self._revisits.append(held.snapshot)
            return self._write("revisit", exchange.url, date, head, kind, more)
        record = self._write("response", exchange.url, date, head + exchange.payload, kind, more)
        if len(exchange.payload) >= MIN_REVISIT_BYTES:
            self._stored.append((sha256, Held(self._snapshot, record, exchange.url, date)))
        return record

    def request(self, exchange: Exchange, response: str) -> str:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        block = _head(f"GET {target} HTTP/1.1", exchange.request_headers)
        return self._write(
            "request", exchange.url, to_text(exchange.started_at), block,
            "application/http; msgtype=request", {"WARC-Concurrent-To": response},
        )  # fmt: skip

    def conversion(self, exchange: Exchange, response: str) -> str:
        """The body as it was read, where it cannot be had from the payload by `gzip` or `deflate`."""
        return self._write(
            "conversion", exchange.url, to_text(exchange.started_at), exchange.body,
            "application/octet-stream", {"WARC-Refers-To": response},
        )  # fmt: skip

    def metadata(self, capture: Capture, said: dict[str, Any]) -> None:
        """How the capture came about; its ids tie the records together."""
        url = capture.pages[0].url if capture.pages else ""
        self._write("metadata", url, to_text(capture.fetched_at), canonical(said), "application/json", {})

    def packed(self) -> Packed:
        content = self._plain.getvalue()
        members = []
        start = 0
        for end in self._ends:
            compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
            members.append(compressor.compress(content[start:end]) + compressor.flush())
            start = end
        return Packed(
            content=b"".join(members),
            sha256=hashlib.sha256(content).hexdigest(),
            stored=tuple(self._stored),
            revisits=tuple(dict.fromkeys(self._revisits)),
        )

    def _write(
        self, record_type: str, url: str, date: str, block: bytes, content_type: str, more: dict[str, str]
    ) -> str:
        from warcio.recordloader import ArcWarcRecord
        from warcio.statusandheaders import StatusAndHeaders

        digest = hashlib.sha256(block).hexdigest()
        seed = f"{self._snapshot} {len(self._ends)} {record_type} {url} {digest}"
        record_id = f"<urn:uuid:{uuid.uuid5(_NAMESPACE, seed)}>"
        headers = [("WARC-Type", record_type), ("WARC-Record-ID", record_id), ("WARC-Date", date)]
        if url:
            headers.append(("WARC-Target-URI", _one_line(url)))
        headers += [(name, _one_line(value)) for name, value in more.items()]
        headers += [("WARC-Block-Digest", f"sha256:{digest}"), ("Content-Type", content_type)]
        named = StatusAndHeaders("", headers, protocol="WARC/1.1")
        record = ArcWarcRecord("warc", record_type, named, io.BytesIO(block), None, content_type, len(block))
        record.payload_length = len(block)
        if record_type == "revisit":
            record.rec_type = (
                "response"  # warcio would drop the block of a revisit that it did not parse itself
            )
        self._writer.write_record(record)
        self._ends.append(self._plain.tell())
        return record_id


def _head(line: str, headers: Headers) -> bytes:
    lines = [_one_line(line), *(f"{_one_line(name)}: {_one_line(value)}" for name, value in headers)]
    text = "\r\n".join(lines) + "\r\n\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _one_line(text: str) -> str:
    return _BROKEN_LINE.sub(" ", text)


def decoded(payload: bytes, encoding: str | None) -> bytes | None:
    """The payload without `gzip` or `deflate`; None where it is encoded otherwise, or not what it says."""
    names = [name.strip().lower() for name in (encoding or "").split(",") if name.strip()]
    if not payload or not names or names == ["identity"]:
        return payload
    try:
        match names:
            case ["gzip" | "x-gzip"]:
                return gzip.decompress(payload)
            case ["deflate"]:
                return zlib.decompress(payload, zlib.MAX_WBITS if payload[0] & 15 == 8 else -zlib.MAX_WBITS)
            case _:
                return None
    except (OSError, EOFError, zlib.error):
        return None


def sha256(content: bytes) -> str:
    """Of the uncompressed file, as `zcat FILE | sha256sum` prints it."""
    try:
        return hashlib.sha256(gzip.decompress(content)).hexdigest()
    except (OSError, EOFError, zlib.error) as error:
        raise EvidenceError(f"The WARC file cannot be decompressed: {error}.") from error


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a WARC file."""

    record_type: str
    id: str
    url: str
    date: str
    content_type: str
    block: bytes
    digest: str
    """As the record states it: `sha256:…`."""


def records(content: bytes) -> Iterator[Record]:
    """The records of a WARC file, compressed or not."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(io.BytesIO(content), no_record_parse=True):
            said = record.rec_headers
            yield Record(
                record_type=said.get_header("WARC-Type") or "",
                id=said.get_header("WARC-Record-ID") or "",
                url=said.get_header("WARC-Target-URI") or "",
                date=said.get_header("WARC-Date") or "",
                content_type=said.get_header("Content-Type") or "",
                block=record.raw_stream.read(),
                digest=said.get_header("WARC-Block-Digest") or "",
            )
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        raise EvidenceError(f"This is no readable WARC file: {error}") from error


def unpack(content: bytes, fetch: Callable[[str], bytes]) -> Capture:
    """The capture that was packed; `fetch` returns the WARC file of another snapshot, for revisits."""
    found = {record.id: record for record in records(content)}
    said = next((record for record in found.values() if record.record_type == "metadata"), None)
    if said is None:
        raise EvidenceError("The WARC file has no metadata record; this program did not write it.")
    about = json.loads(said.block)
    others: dict[str, dict[str, Record]] = {}

    def payload_of(exchange: dict[str, Any]) -> bytes:
        held = exchange.get("payload_in")
        if held is None:
            return _split(found[exchange["response"]].block)[2]
        if held["snapshot"] not in others:
            others[held["snapshot"]] = {record.id: record for record in records(fetch(held["snapshot"]))}
        return _split(others[held["snapshot"]][held["record"]].block)[2]

    try:
        return Capture(
            pages=tuple(
                Page(
                    page["url"],
                    tuple(_exchange(exchange, found, payload_of) for exchange in page["exchanges"]),
                )
                for page in about["pages"]
            ),
            fetched_at=from_text(about["fetched_at"]),
            fetcher=about["fetcher"],
            robots=about["robots"],
        )
    except KeyError as error:
        raise EvidenceError(f"The WARC file lacks the record {error}.") from error


def _exchange(
    said: dict[str, Any], found: dict[str, Record], payload_of: Callable[[dict[str, Any]], bytes]
) -> Exchange:
    response = found[said["response"]]
    line, headers, _ = _split(response.block)
    _, _, rest = line.partition(" ")
    status, _, phrase = rest.partition(" ")
    payload = payload_of(said)
    encoding = next((value for name, value in headers if name.lower() == "content-encoding"), None)
    body = found[said["body"]].block if "body" in said else decoded(payload, encoding)
    request = _split(found[said["request"]].block)[1]
    return Exchange(
        url=said["url"],
        request_headers=request,
        status=int(status),
        phrase=phrase,
        headers=headers,
        payload=payload,
        body=payload if body is None or body == payload else body,
        started_at=from_text(response.date),
        seconds=said["seconds"],
    )


def _split(block: bytes) -> tuple[str, Headers, bytes]:
    head, _, payload = block.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    return (
        line,
        tuple((name, value) for name, _, value in (part.partition(": ") for part in rest if part)),
        payload,
    )
