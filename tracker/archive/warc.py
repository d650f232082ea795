"""A capture is kept as a WARC file: request, response as received, metadata.

The bytes depend on the capture alone: ids are derived from hashes, dates are those of the exchanges.
A body that the archive holds already becomes a revisit record that names where it is.
"""

import hashlib
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tracker.archive.errors import EvidenceError
from tracker.archive.held import Find, Held, Packed
from tracker.archive.moment import from_text, to_text
from tracker.archive.plain import canonical
from tracker.archive.warcfile import Record, RecordWriter, one_line, records
from tracker.fetch.capture import Capture, Exchange, Headers, Page

MIN_REVISIT_BYTES = 256
"""A smaller body costs less than the headers that would refer to it."""

PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
SOFTWARE = (
    b"software: privacy-policy-tracker\r\nformat: WARC File Format 1.1\r\nconformsTo: "
    b"http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
)
"""Names no version, so that the bytes outlive an upgrade."""


def pack(capture: Capture, snapshot: str, find: Find) -> Packed:
    """The WARC file of a capture; `find` looks up a body by SHA-256 among those held already."""
    packing = _Packing(snapshot, find)
    stamp = datetime.strptime(snapshot.partition("@")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    packing.write(Record("warcinfo", "", to_text(stamp), "application/warc-fields", SOFTWARE))
    pages = [
        {"url": page.url, "exchanges": [packing.exchange(exchange) for exchange in page.exchanges]}
        for page in capture.pages
    ]
    said = {
        "snapshot": snapshot,
        "fetched_at": to_text(capture.fetched_at),
        "fetcher": capture.fetcher,
        "robots": capture.robots,
        "pages": pages,
    }
    url = capture.pages[0].url if capture.pages else ""
    packing.write(Record("metadata", url, to_text(capture.fetched_at), "application/json", canonical(said)))
    return packing.packed()


class _Packing:
    """A WARC file in the making."""

    def __init__(self, snapshot: str, find: Find) -> None:
        self._snapshot = snapshot
        self._find = find
        self._writer = RecordWriter(snapshot)
        self._stored: list[tuple[str, Held]] = []
        self._revisits: list[str] = []
        self.write = self._writer.write

    def packed(self) -> Packed:
        return Packed(
            content=self._writer.compressed(),
            sha256=hashlib.sha256(self._writer.content()).hexdigest(),
            stored=tuple(self._stored),
            revisits=tuple(dict.fromkeys(self._revisits)),
        )

    def exchange(self, exchange: Exchange) -> dict[str, Any]:
        """Write one exchange; what ties its records together, for the metadata."""
        sha256 = hashlib.sha256(exchange.payload).hexdigest()
        held = self._find(sha256) if len(exchange.payload) >= MIN_REVISIT_BYTES else None
        response = self._response(exchange, sha256, held)
        said: dict[str, Any] = {
            "url": exchange.url,
            "seconds": exchange.seconds,
            "response": response,
            "request": self._request(exchange, response),
            "payload_sha256": sha256,
            "body_bytes": len(exchange.body),
        }
        if held is not None:
            said["payload_in"] = {"snapshot": held.snapshot, "record": held.record}
        encoding = exchange.header("content-encoding")
        if decoded(exchange.payload, encoding, len(exchange.body)) != exchange.body:
            said["body"] = self._conversion(exchange, response)
        return said

    def _response(self, exchange: Exchange, sha256: str, held: Held | None) -> str:
        """A response with its body, or a revisit that says where the same body is."""
        head = _head(f"HTTP/1.1 {exchange.status} {exchange.phrase}", exchange.headers)
        date = to_text(exchange.started_at)
        digest = ("WARC-Payload-Digest", f"sha256:{sha256}")
        kind = "application/http; msgtype=response"
        if held is not None:
            more = (
                digest,
                ("WARC-Profile", PROFILE),
                ("WARC-Refers-To", held.record),
                ("WARC-Refers-To-Target-URI", held.url),
                ("WARC-Refers-To-Date", held.date),
            )
            self._revisits.append(held.snapshot)
            return self.write(Record("revisit", exchange.url, date, kind, head, more))
        record = self.write(Record("response", exchange.url, date, kind, head + exchange.payload, (digest,)))
        if len(exchange.payload) >= MIN_REVISIT_BYTES:
            self._stored.append((sha256, Held(self._snapshot, record, exchange.url, date)))
        return record

    def _request(self, exchange: Exchange, response: str) -> str:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        block = _head(f"GET {target} HTTP/1.1", exchange.request_headers)
        kind, more = "application/http; msgtype=request", (("WARC-Concurrent-To", response),)
        return self.write(Record("request", exchange.url, to_text(exchange.started_at), kind, block, more))

    def _conversion(self, exchange: Exchange, response: str) -> str:
        """The body as it was read, where it cannot be had from the payload by `gzip` or `deflate`."""
        kind, more = "application/octet-stream", (("WARC-Refers-To", response),)
        date = to_text(exchange.started_at)
        return self.write(Record("conversion", exchange.url, date, kind, exchange.body, more))


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
            return split(found[exchange["response"]].block)[2]
        if held["snapshot"] not in others:
            others[held["snapshot"]] = {record.id: record for record in records(fetch(held["snapshot"]))}
        return split(others[held["snapshot"]][held["record"]].block)[2]

    try:
        return Capture(
            pages=tuple(
                Page(page["url"], tuple(_exchange(each, found, payload_of) for each in page["exchanges"]))
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
    line, headers, _ = split(response.block)
    status, _, phrase = line.partition(" ")[2].partition(" ")
    payload = payload_of(said)
    encoding = next((value for name, value in headers if name.lower() == "content-encoding"), None)
    body = found[said["body"]].block if "body" in said else decoded(payload, encoding, said["body_bytes"])
    return Exchange(
        url=said["url"],
        request_headers=split(found[said["request"]].block)[1],
        status=int(status),
        phrase=phrase,
        headers=headers,
        payload=payload,
        body=payload if body is None or body == payload else body,
        started_at=from_text(response.date),
        seconds=said["seconds"],
    )


def decoded(payload: bytes, encoding: str | None, limit: int) -> bytes | None:
    """The payload without `gzip` or `deflate`, if that gives at most `limit` bytes; else None."""
    names = [name.strip().lower() for name in (encoding or "").split(",") if name.strip()]
    if not payload or not names or names == ["identity"]:
        return payload
    match names:
        case ["gzip" | "x-gzip"]:
            bits = zlib.MAX_WBITS + 16
        case ["deflate"]:
            bits = zlib.MAX_WBITS if payload[0] & 15 == 8 else -zlib.MAX_WBITS
        case _:
            return None
    try:
        body = zlib.decompressobj(bits).decompress(payload, limit + 1)
    except zlib.error:
        return None
    return body if len(body) <= limit else None


def split(block: bytes) -> tuple[str, Headers, bytes]:
    """First line, headers and payload of an HTTP message."""
    head, _, payload = block.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    named = (part.partition(": ") for part in rest if part)
    return line, tuple((name, value) for name, _, value in named), payload


def _head(line: str, headers: Headers) -> bytes:
    lines = [one_line(line), *(f"{one_line(name)}: {one_line(value)}" for name, value in headers)]
    text = "\r\n".join(lines) + "\r\n\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")
