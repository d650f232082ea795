"""An archive keeps every version of every policy as files, with a catalogue to find them by."""

import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from tracker.archive import changes, record, rows
from tracker.archive.catalogue import Catalogue, Row, Transaction
from tracker.archive.change import Change, StageEvent
from tracker.archive.changes import Detail
from tracker.archive.durable import Step, no_step
from tracker.archive.errors import ArchiveError, EvidenceError, MissingArchiveError, explained
from tracker.archive.layout import DROPPED, Layout, checked_key
from tracker.archive.moment import from_text, to_text
from tracker.archive.observation import Accepted, Check, Incident, NewSnapshot, Observation, PolicyState
from tracker.archive.recorder import Prepared, Recorder, Undo, is_plain, prepare
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Document
from tracker.fetch.capture import Capture, Validators

Kept = TypeVar("Kept")

KEPT_CHARACTERS = 3_000_000
"""Of texts that stay in memory: a check looks at the last twenty of a policy again and again."""

KEPT_DETAILS = 512
"""Changes whose details stay in memory: a flapping page has hundreds, read at each check."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the archive holds of one policy."""

    key: str
    service: str
    title: str
    snapshots: int
    first_at: datetime | None
    latest_at: datetime | None


class Archive:
    """One archive, open; used by many threads at once."""

    def __init__(self, folder: Path, catalogue: Catalogue, step: Step = no_step) -> None:
        self.folder = folder
        self.layout = Layout(folder)
        self.catalogue = catalogue
        self._step = step
        self._details: dict[str, Detail] = {}
        self._documents: dict[str, Document] = {}
        self._characters: dict[str, int] = {}
        self._versions: dict[str, tuple[Row, tuple[Snapshot, ...]]] = {}
        self._guard = threading.Lock()

    @classmethod
    def open(cls, folder: Path, *, create: bool = True, step: Step = no_step) -> "Archive":
        """The archive in a folder; with `create`, a new one where there is none.

        A folder without catalogue, as it comes out of a repository, gets one from its files.
        `step` is called before every write with its name; tests stop the world there.
        """
        layout = Layout(folder)
        if not create and not folder.is_dir():
            raise MissingArchiveError(
                f"There is no archive in {folder}. Run `tracker check` to start one, or name another folder."
            )
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            is_new = not layout.catalogue.exists()
            archive = cls(folder, Catalogue(layout.catalogue, step), step)
        if is_new and any(layout.policies()):
            from tracker.archive.reindex import rebuild  # noqa: PLC0415 - it imports this module

            rebuild(archive)
        return archive

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the catalogue; nothing is pending, every write was whole when it returned."""
        self.catalogue.close()

    def forget(self) -> None:
        """Drop what is kept in memory, after the catalogue was rebuilt."""
        with self._guard:
            self._details.clear()
            self._documents.clear()
            self._characters.clear()
            self._versions.clear()

    # Before a check

    def state(self, key: str) -> PolicyState:
        """What is known of a policy, at one moment."""
        checked_key(key)
        with self.catalogue.reading() as tx:
            policy = tx.one("policy_get", {"key": key})
            if policy is None:
                return PolicyState()
            _, _, _, standing, fingerprint, root_hint, full_fetch_at = policy
            snapshots = self._all(tx, key)
            incident = tx.one("incident_get", {"key": key})
            checks = tx.all("check_list", {"key": key, "count": 1})
            return PolicyState(
                snapshots=snapshots,
                standing=next(
                    (snapshot for snapshot in reversed(snapshots) if snapshot.id == standing), None
                ),
                open_changes=tuple(self._change(tx, row) for row in tx.all("change_open", {"key": key})),
                withdrawn=tuple(self._change(tx, row) for row in tx.all("change_withdrawn", {"key": key})),
                incident=rows.incident(incident) if incident else None,
                accepted=tuple(rows.accepted(row) for row in tx.all("accepted_list", {"key": key})),
                validators=tuple(Validators(*row) for row in tx.all("validators_get", {"key": key})),
                fingerprint=fingerprint,
                root_hint=root_hint,
                last_full_fetch_at=from_text(full_fetch_at) if full_fetch_at else None,
                last_check=rows.check(checks[0]) if checks else None,
            )

    # After a check

    def record(self, observation: Observation) -> Snapshot | None:
        """Store all that a check leaves behind, or nothing; the new snapshot, if there is one.

        Files are written and flushed first, then one transaction. Two processes that see the same new text
        store it once: the second one's check counts as unchanged.
        """
        checked_key(observation.check.policy)
        prepared = self._prepared(observation)
        with self._recording(durable=not is_plain(observation)) as recorder:
            return recorder.record(observation, prepared)

    def accept(self, key: str, accepted: Accepted) -> None:
        """Remember, in the catalogue and beside the versions, that a person took a text for the policy."""
        with self._recording(durable=True) as recorder:
            recorder.accept(checked_key(key), accepted)

    @contextmanager
    def _recording(self, *, durable: bool) -> Iterator[Recorder]:
        """A recorder in a transaction; files that it wrote go away where that fails."""
        undo = Undo()
        with explained(self.folder):
            try:
                with self.catalogue.writing(durable=durable) as tx:
                    yield Recorder(self.layout, tx, self._load, undo, self._step)
            except BaseException:
                undo.roll_back()
                raise

    def _prepared(self, observation: Observation) -> Prepared | None:
        new: NewSnapshot | None = observation.new
        if new is None:
            return None
        if new.snapshot_id.partition("@")[0] != observation.check.policy:
            raise ArchiveError(f"Snapshot {new.snapshot_id!r} is none of {observation.check.policy!r}.")
        self.layout.file(new.snapshot_id, ".md")
        from tracker.archive.shelf import ArchiveShelf  # noqa: PLC0415 - warcio takes 100 ms to load

        return prepare(new, ArchiveShelf(self, observation.check.policy))

    # Looking things up

    def policies(self) -> tuple[Holding, ...]:
        """Every policy ever checked, by key."""
        with self.catalogue.reading() as tx:
            found = tx.all("policy_list")
        return tuple(
            Holding(*row[:4], *(from_text(moment) if moment else None for moment in row[4:])) for row in found
        )

    def snapshots(self, key: str) -> tuple[Snapshot, ...]:
        """All versions of a policy, oldest first."""
        with self.catalogue.reading() as tx:
            return self._all(tx, checked_key(key))

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """A version by its id."""
        with self.catalogue.reading() as tx:
            return self._snapshot(tx, snapshot_id)

    def snapshot_at(self, key: str, when: datetime | None = None) -> Snapshot | None:
        """The version that was on the page at a moment; None: the latest."""
        name, moment = ("snapshot_at", to_text(when)) if when else ("snapshot_latest", "")
        with self.catalogue.reading() as tx:
            row = tx.one(name, {"key": checked_key(key), "moment": moment})
        return rows.snapshot(row) if row else None

    def document(self, snapshot: Snapshot) -> Document:
        """The text of a version, equal to the one that was stored."""
        known = self._documents.get(snapshot.record_sha256)
        if known is None:
            text = self.text(snapshot)
            known = record.document_of(self.record_of(snapshot), text)
            self._keep_document(snapshot.record_sha256, known, len(text))
        return known

    def text(self, snapshot: Snapshot) -> str:
        """The text of a version as canonical Markdown."""
        return self._read(snapshot.id, ".md").decode("utf-8", "surrogatepass")

    def capture(self, snapshot: Snapshot) -> Capture:
        """What was received when the version was seen."""
        if self.is_dropped(snapshot):
            raise EvidenceError(
                f"The capture of {snapshot.id} was dropped by the rule of retention. Text and record stay."
            )
        from tracker.archive.warc import unpack  # noqa: PLC0415 - warcio takes 100 ms to load

        return unpack(self.warc(snapshot.id), self.warc)

    def warc(self, snapshot_id: str) -> bytes:
        """The WARC file of a version, compressed."""
        return self._read(snapshot_id, ".warc.gz")

    def is_dropped(self, snapshot: Snapshot) -> bool:
        """Whether a rule of retention has dropped the capture of a version."""
        return not self.layout.file(snapshot.id, ".warc.gz").exists() and (
            self.layout.file(snapshot.id, DROPPED).exists()
        )

    def record_of(self, snapshot: Snapshot) -> dict[str, object]:
        """The JSON record of a version."""
        plain: dict[str, object] = json.loads(self._read(snapshot.id, ".json"))
        return plain

    def change(self, change_id: str) -> Change | None:
        """A change by its id."""
        with self.catalogue.reading() as tx:
            row = tx.one("change_get", {"id": change_id})
            return self._change(tx, row) if row else None

    def changes(
        self, key: str | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Change]:
        """Changes by the time they were seen, oldest first; `until` itself is not included."""
        values = {
            "key": key,
            "since": to_text(since) if since else None,
            "until": to_text(until) if until else None,
        }
        with self.catalogue.reading() as tx:
            found = tx.all("change_list", values)
        for row in found:
            with self.catalogue.reading() as tx:
                yield self._change(tx, row)

    def checks(self, key: str | None = None, limit: int = 100) -> tuple[Check, ...]:
        """The latest checks, newest first."""
        with self.catalogue.reading() as tx:
            return tuple(rows.check(row) for row in tx.all("check_list", {"key": key, "count": limit}))

    def was_checked(self, key: str, at: datetime) -> bool:
        """Whether a check of exactly that moment is recorded, whatever came of it."""
        with self.catalogue.reading() as tx:
            row = tx.one("check_at", {"key": checked_key(key), "at": to_text(at)})
        return row is not None and bool(row[0])

    def checks_around(self, key: str, at: datetime, beside: int) -> tuple[Check, ...]:
        """The check of a moment, or the first after it, with some before and after, oldest first."""
        values: dict[str, object] = {"key": checked_key(key), "at": to_text(at)}
        with self.catalogue.reading() as tx:
            before = tx.all("check_before", {**values, "count": beside})
            since = tx.all("check_from", {**values, "count": beside + 1})
        return tuple(rows.check(row) for row in (*reversed(before), *since))

    def checks_between(self, since: datetime, until: datetime) -> Iterator[Check]:
        """All checks from one moment until before another, oldest first."""
        with self.catalogue.reading() as tx:
            for row in tx.all("check_between", {"since": to_text(since), "until": to_text(until)}):
                yield rows.check(row)

    def check_counts(self, key: str | None = None, since: datetime | None = None) -> dict[str, int]:
        """How many checks had which outcome."""
        with self.catalogue.reading() as tx:
            return dict(tx.all("check_count", {"key": key, "since": to_text(since) if since else None}))

    def incidents(self, key: str | None = None, *, open_only: bool = False) -> tuple[Incident, ...]:
        """Policies that cannot be read, or could not, by the time that began."""
        with self.catalogue.reading() as tx:
            found = tx.all("incident_list", {"key": key, "open_only": int(open_only)})
        return tuple(rows.incident(row) for row in found)

    # Inside a transaction

    def _all(self, tx: Transaction, key: str) -> tuple[Snapshot, ...]:
        count = tx.one("snapshot_count", {"key": key})
        assert count is not None
        known = self._versions.get(key)
        if known and known[0] == count:
            return known[1]
        if known and count[0] == known[0][0] + 1:
            row = tx.one("snapshot_latest", {"key": key})
            assert row is not None
            found = (*known[1], rows.snapshot(row))
        else:
            found = tuple(rows.snapshot(row) for row in tx.all("snapshot_list", {"key": key}))
        self._keep(self._versions, key, (count, found), KEPT_DETAILS)
        return found

    def _snapshot(self, tx: Transaction, snapshot_id: str) -> Snapshot:
        row = tx.one("snapshot_get", {"id": snapshot_id})
        if row is None:
            raise EvidenceError(f"The archive holds no snapshot {snapshot_id!r}. See `tracker log`.")
        return rows.snapshot(row)

    def _change(self, tx: Transaction, row: Row) -> Change:
        change_id, _, old, new = row
        events = tuple(
            StageEvent(stage, from_text(at)) for stage, at in tx.all("event_list", {"change": change_id})
        )
        return changes.assemble(
            change_id, self._snapshot(tx, old), self._snapshot(tx, new), self._detail(tx, change_id), events
        )

    def _load(self, tx: Transaction, change_id: str) -> Change:
        row = tx.one("change_get", {"id": change_id})
        if row is None:
            raise EvidenceError(f"The archive holds no change {change_id!r}. Run `tracker verify`.")
        return self._change(tx, row)

    def _detail(self, tx: Transaction, change_id: str) -> Detail:
        known = self._details.get(change_id)
        if known is not None:
            return known
        row = tx.one("change_detail", {"id": change_id})
        assert row is not None
        detail = changes.detail_from(json.loads(zlib.decompress(row[0])))
        self._keep(self._details, change_id, detail, KEPT_DETAILS)
        return detail

    def _keep_document(self, name: str, document: Document, characters: int) -> None:
        with self._guard:
            self._documents[name], self._characters[name] = document, characters
            total = sum(self._characters.values())
            while total > KEPT_CHARACTERS and len(self._documents) > 1:
                oldest = next(iter(self._documents))
                self._documents.pop(oldest)
                total -= self._characters.pop(oldest)

    def _keep(self, kept: dict[str, Kept], name: str, value: Kept, at_most: int) -> None:
        with self._guard:
            while len(kept) >= at_most:
                kept.pop(next(iter(kept)))
            kept[name] = value

    def _read(self, snapshot_id: str, suffix: str) -> bytes:
        path = self.layout.file(snapshot_id, suffix)
        try:
            return path.read_bytes()
        except OSError as error:
            raise EvidenceError(
                f"{path} cannot be read: {error.strerror or error}. Run `tracker verify` to see more."
            ) from error
