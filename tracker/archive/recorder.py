"""Writes one observation: evidence files first, then one transaction, all or nothing."""

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tracker.archive import changes, policy_file, record, rows
from tracker.archive.catalogue import Transaction
from tracker.archive.change import Change, StageEvent
from tracker.archive.durable import Step, flush_folder, make_folder, write
from tracker.archive.errors import ArchiveError, EvidenceError, SupersededError
from tracker.archive.held import Packed, Shelf
from tracker.archive.layout import UNFINISHED, Layout
from tracker.archive.moment import is_stamp, to_text
from tracker.archive.observation import Accepted, NewSnapshot, Observation
from tracker.archive.plain import compact, to_plain
from tracker.archive.record import Written
from tracker.archive.snapshot import Snapshot
from tracker.extract.markdown import to_markdown

LoadChange = Callable[[Transaction, str], Change]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The bytes of a new snapshot, made before anything is locked."""

    new: NewSnapshot
    text: bytes
    packed: Packed


@dataclass(slots=True)
class Undo:
    """What to put back where a write fails: the file as it was, or nothing."""

    files: list[tuple[Path, bytes | None]] = field(default_factory=list)

    def note(self, path: Path) -> None:
        self.files.append((path, path.read_bytes() if path.exists() else None))

    def roll_back(self) -> None:
        """As far as the disk lets us; what stays is found by `verify`."""
        for path, before in reversed(self.files):
            try:
                if before is None:
                    path.unlink(missing_ok=True)
                else:
                    write(path, before)
            except OSError:
                continue


def prepare(new: NewSnapshot, shelf: Shelf) -> Prepared:
    """Text and WARC file of a new snapshot."""
    from tracker.archive.warc import pack  # noqa: PLC0415 - warcio takes 100 ms to load

    text = new.text or to_markdown(new.document).encode("utf-8", "surrogatepass")
    return Prepared(new, text, pack(new.capture, new.snapshot_id, shelf))


def is_plain(observation: Observation) -> bool:
    """Whether it only says that nothing is new: then a power cut may take it back."""
    return not (
        observation.new
        or observation.change
        or observation.advances
        or observation.opened
        or observation.recovered
        or observation.standing
        or observation.deliveries
    )


class Recorder:
    """The writes of one observation inside one transaction."""

    def __init__(self, layout: Layout, tx: Transaction, load: LoadChange, undo: Undo, step: Step) -> None:
        self._layout = layout
        self._tx = tx
        self._load = load
        self._undo = undo
        self._step = step
        self._touched: set[Path] = set()

    def record(self, observation: Observation, prepared: Prepared | None) -> Snapshot | None:
        """Everything the observation holds; the stored snapshot, if there is a new one."""
        key = observation.check.policy
        latest = self._latest(key)
        self._refuse_stale(observation, latest)
        if prepared and latest and self._known(prepared, latest):
            observation, prepared = _seen_already(observation, latest), None
        renamed = self._policy(observation)
        snapshot = self._snapshot(observation, prepared, latest) if prepared else None
        if snapshot and observation.change:
            self._change(observation, snapshot)
        for advance in observation.advances:
            self._advance(advance.change, advance.event)
        at = to_text(observation.check.at)
        for delivery in observation.deliveries:
            self._tx.run("delivery_add", {**to_plain(delivery), "stage": delivery.stage, "at": at})
        if self._incident(observation) | self._standing(observation) | renamed:
            self._policy_file(key)
        self._tx.run("check_add", rows.of_check(observation.check))
        self._seen(observation, snapshot)
        self._flush()
        return snapshot

    def accept(self, key: str, accepted: Accepted) -> None:
        """What a person said of a text, in the catalogue and in the policy file."""
        if self._tx.run("accepted_add", rows.of_accepted(accepted, key)):
            self._policy_file(key)
            self._flush()

    def _flush(self) -> None:
        for folder in self._touched:
            flush_folder(folder)
        self._touched.clear()

    def _latest(self, key: str) -> Snapshot | None:
        row = self._tx.one("snapshot_latest", {"key": key})
        return rows.snapshot(row) if row else None

    def _refuse_stale(self, observation: Observation, latest: Snapshot | None) -> None:
        if observation.after is None or observation.after == (latest.id if latest else ""):
            return
        raise SupersededError(
            f"Another process has stored {latest.id if latest else 'nothing'} since "
            f"{observation.check.policy} was looked up. Check the policy again."
        )

    def _known(self, prepared: Prepared, latest: Snapshot) -> bool:
        """Whether another process has just stored the same text."""
        same_rules = prepared.new.document.rules == latest.extract_rules
        return same_rules and record.sha256(prepared.text) == latest.text_sha256

    def _policy(self, observation: Observation) -> bool:
        key = observation.check.policy
        watched = observation.new.policy if observation.new else None
        service, _, slug = key.partition("/")
        titles = {
            "key": key,
            "service": watched.service if watched else service,
            "title": watched.title if watched else slug,
        }
        added = self._tx.run("policy_add", titles) > 0
        renamed = watched is not None and self._tx.run("policy_rename", titles) > 0
        return added or renamed

    def _snapshot(self, observation: Observation, prepared: Prepared, latest: Snapshot | None) -> Snapshot:
        new, key = prepared.new, observation.check.policy
        if latest and new.snapshot_id <= latest.id:
            raise ArchiveError(
                f"The archive holds {latest.id}, and a version is only ever added after the last one. "
                f"Leave out what is not later than {to_text(latest.observed_at)}."
            )
        change_id = observation.change.id if observation.change else None
        written = record.write(new, key, prepared.text, prepared.packed, previous=latest, change=change_id)
        self._evidence(key, prepared, written, latest)
        held = record.sha256(prepared.packed.content)
        self._tx.run("snapshot_add", rows.of_snapshot(written.snapshot, held))
        for sha256, place in prepared.packed.stored:
            self._tx.run("payload_add", {"key": key, "sha256": sha256, **to_plain(place)})
        return written.snapshot

    def _evidence(self, key: str, prepared: Prepared, written: Written, latest: Snapshot | None) -> None:
        folder = self._layout.policy(key)
        make_folder(folder)
        set_aside(self._layout, key, latest)
        for suffix, content in (
            (".md", prepared.text),
            (".warc.gz", prepared.packed.content),
            (".json", written.content),
        ):
            self._write(self._layout.file(written.snapshot.id, suffix), content)

    def _change(self, observation: Observation, snapshot: Snapshot) -> None:
        change = observation.change
        assert change is not None
        add_change(self._tx, replace(change, new=snapshot))
        self._change_file(change.id)

    def _advance(self, change_id: str, event: StageEvent) -> None:
        known = self._tx.all("event_list", {"change": change_id})
        if not known:
            raise EvidenceError(f"The archive holds no change {change_id!r}. Run `tracker verify`.")
        if known[-1][0] == event.stage:
            return
        self._tx.run("event_add", event_row(change_id, len(known), event))
        self._tx.run("change_advance", {"id": change_id, "stage": event.stage})
        self._change_file(change_id)

    def _incident(self, observation: Observation) -> bool:
        key = observation.check.policy
        known = self._tx.one("incident_get", {"key": key})
        if observation.opened:
            self._tx.run("incident_open", rows.of_incident(observation.opened))
            return known is None or bool(known[6]) != observation.opened.told
        if observation.recovered and known:
            return self._tx.run("incident_close", {"policy": key, "at": to_text(observation.check.at)}) > 0
        return False

    def _standing(self, observation: Observation) -> bool:
        if observation.standing is None:
            return False
        return (
            self._tx.run("policy_stand", {"key": observation.check.policy, "standing": observation.standing})
            > 0
        )

    def _seen(self, observation: Observation, snapshot: Snapshot | None) -> None:
        """What decides whether the next check looks closely: last of all."""
        check = observation.check
        root = observation.new.document.diagnostics.root if observation.new and snapshot else None
        full = check.outcome in {"first", "changed", "unchanged"}
        values: dict[str, object] = {
            "key": check.policy,
            "fingerprint": observation.fingerprint,
            "root_hint": root,
            "full_fetch_at": to_text(check.at) if full else None,
        }
        known = [tuple(row) for row in self._tx.all("validators_get", {"key": check.policy})]
        if known != [
            (validator.url, validator.etag, validator.last_modified) for validator in observation.validators
        ]:
            self._tx.run("validators_forget", {"key": check.policy})
            each: Iterator[dict[str, object]] = (
                {"url": v.url, "etag": v.etag, "last_modified": v.last_modified}
                for v in observation.validators
            )
            self._tx.run_each("validators_add", rows.numbered(list(each), key=check.policy))
        self._tx.run("policy_seen", values)

    def _change_file(self, change_id: str) -> None:
        change = self._load(self._tx, change_id)
        self._write(self._layout.file(change.new.id, ".change.json"), changes.write(change))

    def _policy_file(self, key: str) -> None:
        make_folder(self._layout.policy(key))
        self._write(self._layout.policy_file(key), policy_file.write(self._tx, key))

    def _write(self, path: Path, content: bytes) -> None:
        self._undo.note(path)
        write(path, content, self._step)
        self._touched.add(path.parent)


def add_change(tx: Transaction, change: Change) -> None:
    """The rows of a change that the catalogue does not hold yet."""
    events = change.events or (StageEvent(change.verdict.stage, change.new.observed_at),)
    detail = {
        "comparison": to_plain(change.comparison),
        "findings": to_plain(change.findings),
        "verdict": to_plain(change.verdict),
    }
    values = {
        "id": change.id,
        "policy": change.policy,
        "old": change.old.id,
        "new": change.new.id,
        "observed_at": to_text(change.new.observed_at),
        "materiality": change.verdict.materiality,
        "stage": events[-1].stage,
        "announced": int(change.verdict.announced),
        "detail": zlib.compress(compact(detail).encode("utf-8", "surrogatepass")),
    }
    tx.run("change_add", values)
    for position, event in enumerate(events):
        tx.run("event_add", event_row(change.id, position, event))
    found: list[dict[str, object]] = [{"kind": f.kind, "subject": f.subject} for f in change.findings]
    tx.run_each("finding_add", rows.numbered(found, change=change.id))


def event_row(change_id: str, position: int, event: StageEvent) -> dict[str, object]:
    return {"change": change_id, "position": position, "stage": event.stage, "at": to_text(event.at)}


def set_aside(layout: Layout, key: str, latest: Snapshot | None) -> None:
    """Move away what a killed process left: files of a moment after the last one that counts."""
    last = latest.id.partition("@")[2] if latest else ""
    folder = layout.policy(key)
    for name in os.listdir(folder):  # noqa: PTH208 - names alone; thousands of paths would cost
        stamp = name.partition(".")[0]
        if stamp > last and is_stamp(stamp):
            target = layout.folder / UNFINISHED / key / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target)


def _seen_already(observation: Observation, latest: Snapshot) -> Observation:
    check = replace(observation.check, outcome="unchanged", snapshot=latest.id)
    return Observation(
        check=check,
        recovered=observation.recovered,
        validators=observation.validators,
        fingerprint=observation.fingerprint,
    )
