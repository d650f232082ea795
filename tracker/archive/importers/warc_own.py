"""Reads whole captures back out of the WARC files that this program wrote."""

import json
from collections.abc import Iterator
from typing import Any

from tracker.archive.errors import EvidenceError
from tracker.archive.importers.recorded import RecordedVersion, origin_of
from tracker.archive.layout import checked_key
from tracker.archive.moment import from_text
from tracker.archive.plain import from_plain
from tracker.archive.warc import split, unpack_records
from tracker.archive.warcfile import Record
from tracker.fetch.capture import Capture
from tracker.watchlist.policy import Source

MAX_BODY_BYTES = 64 * 1024 * 1024
MAX_HELD_BYTES = 256 * 1024 * 1024


class Shelf:
    """The records that were read last, as many as fit, for those that refer to them."""

    def __init__(self) -> None:
        self._held: dict[str, Record] = {}
        self._by_digest: dict[str, str] = {}
        self._size_bytes = 0
        self._current: dict[str, Record] = {}

    def begin(self) -> None:
        """The next capture begins."""
        self._current = {}

    def keep(self, record: Record) -> None:
        """Hold a record: of the current capture all, of earlier ones those that others refer to."""
        self._current[record.id] = record
        digest = record.header("WARC-Payload-Digest")
        if record.record_type != "response" or not digest:
            return
        self._drop(record.id)
        self._held[record.id] = record
        self._by_digest[digest] = record.id
        self._size_bytes += len(record.block)
        while self._size_bytes > MAX_HELD_BYTES:
            self._drop(next(iter(self._held)))

    def payload(self, digest: str) -> bytes:
        """What a revisit record revisits; empty where it is not held."""
        record = self._held.get(self._by_digest.get(digest, ""))
        return split(self._refreshed(record).block)[2] if record else b""

    def elsewhere(self, snapshot: str, record: str) -> Record:
        """A record of an earlier capture."""
        if record not in self._held:
            raise EvidenceError(
                f"The body in {snapshot} that a later file refers to is not there. Take the whole folder in."
            )
        return self._refreshed(self._held[record])

    def current(self) -> dict[str, Record]:
        """The records of the capture that ends here."""
        return self._current

    def _refreshed(self, record: Record) -> Record:
        self._held[record.id] = self._held.pop(record.id)
        return record

    def _drop(self, record: str) -> None:
        held = self._held.pop(record, None)
        self._size_bytes -= len(held.block) if held else 0


def said_of(record: Record) -> dict[str, Any]:
    """What this program says of a capture, or of the reading of the capture before; else {}."""
    if record.record_type != "metadata" or record.content_type != "application/json":
        return {}
    try:
        said = json.loads(record.block)
    except ValueError:
        return {}
    ours = isinstance(said, dict) and (
        isinstance(said.get("snapshot"), str) or isinstance(said.get("of"), str)
    )
    return said if ours else {}


class OwnCapture:
    """A capture that this program packed, complete but for what follows it."""

    def __init__(self, record: Record, said: dict[str, Any], shelf: Shelf) -> None:
        self._snapshot: str = said["snapshot"]
        self._note = f"record {record.id}"
        try:
            self._key = checked_key(self._snapshot.partition("@")[0])
            sizes = [each["body_bytes"] for page in said["pages"] for each in page["exchanges"]]
            if any(size > MAX_BODY_BYTES for size in sizes):
                raise EvidenceError(f"A body of {self._snapshot} is larger than 64 MB.")
            self._capture: Capture = unpack_records(said, shelf.current(), shelf.elsewhere)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise EvidenceError(f"The capture {self._snapshot} cannot be read: {error}.") from error

    def versions(self, about: dict[str, Any], url: str | None) -> Iterator[RecordedVersion]:
        """The version, with what the record behind it says; none where another address is wanted."""
        pages = self._capture.pages
        if not pages or url not in {None, *(page.url for page in pages)}:
            return
        ours = about.get("of") == self._snapshot
        service, _, policy = self._key.partition("/")
        try:
            titles = about["policy"] if ours else {"service": service, "title": policy, "source": None}
            source = titles["source"]
            yield RecordedVersion(
                policy=self._key,
                service=str(titles["service"]),
                title=str(titles["title"]),
                url=pages[0].url,
                recorded_at=self._capture.fetched_at,
                body=pages[-1].answer.body,
                content_type=pages[-1].content_type,
                origin=origin_of("warc", about.get("origin")),
                note=str(about.get("note") or self._note),
                seen_again=tuple(sorted(map(from_text, about.get("seen_again", ())))),
                capture=self._capture,
                source=from_plain(Source, source) if source else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EvidenceError(f"What is said of {self._snapshot} cannot be read: {error!r}.") from error
