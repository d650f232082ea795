"""Finds bodies of a policy that its archive holds already."""

import json
from typing import TYPE_CHECKING, Any

from tracker.archive.coding import decoded
from tracker.archive.errors import ArchiveError
from tracker.archive.held import Base, Held
from tracker.archive.warc import MAX_BODY_BYTES, encoding_of, split
from tracker.archive.warcfile import Record, records

if TYPE_CHECKING:
    from tracker.archive.archive import Archive


class ArchiveShelf:
    """The bodies of one policy in one archive."""

    def __init__(self, archive: "Archive", key: str) -> None:
        self._archive = archive
        self._key = key

    def same(self, sha256: str) -> Held | None:
        with self._archive.catalogue.reading() as tx:
            row = tx.one("payload_get", {"key": self._key, "sha256": sha256})
        return Held(*row) if row else None

    def near(self, url: str) -> Base | None:
        latest = self._archive.snapshot_at(self._key)
        if latest is None:
            return None
        try:
            return self._base(latest.id, url)
        except (ArchiveError, ValueError, KeyError, TypeError):
            return None  # what cannot be read is no base; `verify` names it

    def _base(self, snapshot: str, url: str) -> Base | None:
        found = self._records(snapshot)
        about = next(record for record in found.values() if record.record_type == "metadata")
        said = next((page for page in json.loads(about.block)["pages"] if page["url"] == url), None)
        if said is None:
            return None
        answer: dict[str, Any] = said["exchanges"][-1]
        where = answer.get("delta_of") or answer.get("payload_in")
        name, record_id = (where["snapshot"], where["record"]) if where else (snapshot, answer["response"])
        record = (found if name == snapshot else self._records(name))[record_id]
        _, headers, payload = split(record.block)
        body = decoded(payload, encoding_of(headers), MAX_BODY_BYTES)
        return Base(Held(name, record_id, record.url, record.date), body) if body else None

    def _records(self, snapshot: str) -> dict[str, Record]:
        return {record.id: record for record in records(self._archive.warc(snapshot))}
