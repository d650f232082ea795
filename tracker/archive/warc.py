"""A capture is kept as a WARC file: request, response as received, metadata.

The bytes depend on the capture alone: ids are derived from hashes, dates are those of the exchanges.
A body that the archive holds already becomes a revisit record that names where it is. One that is near to
such a body, and can be made again byte by byte, becomes a `delta` record: headers and a VCDIFF of the body.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tracker.archive.coding import Recipe, decoded, encoded, is_plain, recipe
from tracker.archive.errors import EvidenceError
from tracker.archive.held import Base, Held, Packed, Shelf
from tracker.archive.moment import from_text, to_text
from tracker.archive.plain import canonical, from_plain, to_plain
from tracker.archive.vcdiff import decode, encode
from tracker.archive.warcfile import Record, RecordWriter, one_line, records
from tracker.fetch.capture import Capture, Exchange, Headers, Page

MIN_REVISIT_BYTES = 256
"""A smaller body costs less than the headers that would refer to it."""

MIN_DELTA_BYTES = 4_096
MAX_BODY_BYTES = 256 * 1024 * 1024

WORTH_A_DELTA = 0.3
"""A difference that takes a larger share of the full body starts a new full one."""

Elsewhere = Callable[[str, str], Record]
"""A record in the file of another snapshot, by the ids of both; `KeyError` where it is not there."""

PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
SOFTWARE = (
    b"software: privacy-policy-tracker\r\nformat: WARC File Format 1.1\r\nconformsTo: "
    b"http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
)
"""Names no version, so that the bytes outlive an upgrade."""


def pack(capture: Capture, snapshot: str, shelf: Shelf) -> Packed:
    """The WARC file of a capture, without the bodies that stand on the shelf."""
    packing = _Packing(snapshot, shelf)
    stamp = datetime.strptime(snapshot.partition("@")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    packing.write(Record("warcinfo", "", to_text(stamp), "application/warc-fields", SOFTWARE))
    pages = [
        {
            "url": page.url,
            "exchanges": [
                packing.exchange(exchange, page.url if exchange is page.answer else None)
                for exchange in page.exchanges
            ],
        }
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

    def __init__(self, snapshot: str, shelf: Shelf) -> None:
        self._snapshot = snapshot
        self._shelf = shelf
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

    def exchange(self, exchange: Exchange, page: str | None) -> dict[str, Any]:
        """Write one exchange, the answer of a page or one before it; what ties its records together."""
        sha256 = hashlib.sha256(exchange.payload).hexdigest()
        size = len(exchange.payload)
        held = self._shelf.same(sha256) if size >= MIN_REVISIT_BYTES else None
        base = (
            self._shelf.near(page) if page is not None and held is None and size >= MIN_DELTA_BYTES else None
        )
        said: dict[str, Any] = {
            "url": exchange.url,
            "seconds": exchange.seconds,
            "payload_sha256": sha256,
            "body_bytes": len(exchange.body),
        }
        if base is None or not self._delta(exchange, base, said):
            said["response"] = self._response(exchange, sha256, held)
            encoding = exchange.header("content-encoding")
            if decoded(exchange.payload, encoding, len(exchange.body)) != exchange.body:
                said["body"] = self._conversion(exchange, said["response"])
        if held is not None:
            said["payload_in"] = {"snapshot": held.snapshot, "record": held.record}
        said["request"] = self._request(exchange, said["response"])
        return said

    def _delta(self, exchange: Exchange, base: Base, said: dict[str, Any]) -> bool:
        """Write the answer as the difference to a base, if that spares much and loses nothing."""
        plain = is_plain(exchange.header("content-encoding"))
        if plain and exchange.payload != exchange.body:
            return False
        difference = encode(base.body, exchange.body)
        full = len(zlib.compress(exchange.payload)) if plain else len(exchange.payload)
        if len(zlib.compress(difference)) > full * WORTH_A_DELTA:
            return False
        made = None if plain else recipe(exchange.payload, exchange.body)
        if not plain and made is None:
            return False
        head = _head(f"HTTP/1.1 {exchange.status} {exchange.phrase}", exchange.headers)
        more = (
            ("WARC-Refers-To", base.held.record),
            ("WARC-Refers-To-Target-URI", base.held.url),
            ("WARC-Refers-To-Date", base.held.date),
        )
        kind, date = "application/http; msgtype=response", to_text(exchange.started_at)
        said["response"] = self.write(Record("delta", exchange.url, date, kind, head + difference, more))
        said["delta_of"] = {"snapshot": base.held.snapshot, "record": base.held.record}
        if made is not None:
            said["gzip"] = to_plain(made)
        self._revisits.append(base.held.snapshot)
        return True

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
    others: dict[str, dict[str, Record]] = {}

    def elsewhere(snapshot: str, record: str) -> Record:
        if snapshot not in others:
            others[snapshot] = {each.id: each for each in records(fetch(snapshot))}
        return others[snapshot][record]

    return unpack_records(json.loads(said.block), found, elsewhere)


def unpack_records(about: dict[str, Any], found: Mapping[str, Record], elsewhere: Elsewhere) -> Capture:
    """The capture that a metadata record is about, out of its records and those they refer to."""
    unpacking = _Unpacking(found, elsewhere)
    try:
        return Capture(
            pages=tuple(
                Page(page["url"], tuple(unpacking.exchange(each) for each in page["exchanges"]))
                for page in about["pages"]
            ),
            fetched_at=from_text(about["fetched_at"]),
            fetcher=about["fetcher"],
            robots=about["robots"],
        )
    except KeyError as error:
        raise EvidenceError(f"The WARC file lacks the record {error}.") from error


class _Unpacking:
    """A WARC file that is read, with those it refers to."""

    def __init__(self, found: Mapping[str, Record], elsewhere: Elsewhere) -> None:
        self._found = found
        self._elsewhere = elsewhere

    def exchange(self, said: dict[str, Any]) -> Exchange:
        response = self._found[said["response"]]
        line, headers, own = split(response.block)
        status, _, phrase = line.partition(" ")[2].partition(" ")
        if "delta_of" in said:
            payload, body = self._told_from_base(own, said)
        else:
            payload = self._held(said["payload_in"])[1] if "payload_in" in said else own
            encoding = encoding_of(headers)
            size = said["body_bytes"]
            known = self._found[said["body"]].block if "body" in said else decoded(payload, encoding, size)
            body = payload if known is None or known == payload else known
        return Exchange(
            url=said["url"],
            request_headers=split(self._found[said["request"]].block)[1],
            status=int(status),
            phrase=phrase,
            headers=headers,
            payload=payload,
            body=body,
            started_at=from_text(response.date),
            seconds=said["seconds"],
        )

    def _held(self, where: dict[str, str]) -> tuple[Headers, bytes]:
        """Headers and payload of a record in another file."""
        return split(self._elsewhere(where["snapshot"], where["record"]).block)[1:]

    def _told_from_base(self, difference: bytes, said: dict[str, Any]) -> tuple[bytes, bytes]:
        headers, payload = self._held(said["delta_of"])
        base = decoded(payload, encoding_of(headers), MAX_BODY_BYTES)
        body = decode(base or b"", difference, said["body_bytes"])
        if "gzip" not in said:
            return body, body
        made = encoded(body, from_plain(Recipe, said["gzip"]))
        same = hashlib.sha256(made).hexdigest() == said["payload_sha256"]
        return (made if same else body), body


def encoding_of(headers: Headers) -> str | None:
    """The content coding that an answer states."""
    return next((value for name, value in headers if name.lower() == "content-encoding"), None)


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
