"""Builds the catalogue again from the files of an archive."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.archive import changes, policy_file, record, rows
from tracker.archive.archive import Archive
from tracker.archive.catalogue import Transaction
from tracker.archive.errors import BrokenCatalogueError, explained
from tracker.archive.layout import Layout
from tracker.archive.moment import to_text
from tracker.archive.observation import Incident
from tracker.archive.recorder import add_change, set_aside
from tracker.archive.salvage import put_away, rescue
from tracker.archive.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a new catalogue holds."""

    policies: int = 0
    snapshots: int = 0
    changes: int = 0
    left_out: tuple[str, ...] = ()
    """Files that could not be read, each with the reason."""
    put_away: Path | None = None
    """Where a damaged catalogue went."""
    rescued: int = 0
    """Rows of checks and deliveries saved out of a damaged catalogue."""


@dataclass(frozen=True, slots=True)
class _Version:
    """A record on disk."""

    plain: dict[str, Any]
    snapshot: Snapshot
    warc_file_sha256: str


def reindex(folder: Path) -> Reindexed:
    """Build the catalogue of a folder again, in one transaction; the files are the truth.

    The log of checks, the outbox and the due table exist in the catalogue alone: they stay. Out of a
    damaged catalogue, what can still be read of them is saved.
    """
    broken: Path | None = None
    try:
        Archive.open(folder, create=False).close()
    except BrokenCatalogueError:
        broken = put_away(folder)
    with Archive.open(folder, create=False) as archive:
        done = rebuild(archive)
        rescued = rescue(archive.catalogue, broken) if broken else 0
        return replace(done, put_away=broken, rescued=rescued)


def rebuild(archive: Archive) -> Reindexed:
    """The same for an archive that is open."""
    left_out: list[str] = []
    policies = snapshots = changed = 0
    with explained(archive.folder), archive.catalogue.writing(durable=True) as tx:
        before = _before(tx)
        _forget(tx)
        for key in archive.layout.policies():
            _set_aside(archive.layout, key, before.get(key))
            versions = list(_versions(archive.layout, key, left_out))
            remembered = _remembered(archive.layout, key, left_out)
            if not versions and remembered is None:
                continue
            _policy(tx, key, versions, remembered, before.get(key))
            policies += 1
            snapshots += len(versions)
            changed += sum(_change(tx, archive.layout, version, left_out) for version in versions)
        tx.run("policy_forget")
    archive.forget()
    return Reindexed(policies, snapshots, changed, tuple(left_out))


@dataclass(frozen=True, slots=True)
class _Before:
    """What the old catalogue knew of a policy."""

    snapshots: tuple[Snapshot, ...]
    incidents: dict[str, Incident]


def _before(tx: Transaction) -> dict[str, _Before]:
    known = {}
    for row in tx.all("policy_list"):
        key = row[0]
        found = tuple(rows.snapshot(each) for each in tx.all("snapshot_list", {"key": key}))
        incidents = [rows.incident(each) for each in tx.all("incident_list", {"key": key, "open_only": 0})]
        known[key] = _Before(found, {to_text(incident.opened_at): incident for incident in incidents})
    return known


def _forget(tx: Transaction) -> None:
    tx.run("defer_foreign_keys")
    for table in ("finding", "event", "change", "payload", "snapshot", "incident", "accepted"):
        tx.run(f"{table}_forget_all")


def _set_aside(layout: Layout, key: str, before: _Before | None) -> None:
    """A single version that the catalogue does not know was never finished; more: the catalogue is old."""
    if before is None or not before.snapshots:
        return
    last = before.snapshots[-1]
    after = [stamp for stamp in layout.stamps(key) if stamp > last.id.partition("@")[2]]
    if len(after) <= 1:
        set_aside(layout, key, last)


def _versions(layout: Layout, key: str, left_out: list[str]) -> list[_Version]:
    found = []
    for stamp in layout.stamps(key):
        path = layout.file(f"{key}@{stamp}", ".json")
        try:
            plain, content = record.read(path)
            snapshot = record.snapshot_of(plain, content)
            if snapshot.id != f"{key}@{stamp}":
                raise ValueError(f"the record of {snapshot.id}")  # noqa: TRY301 - told like the others
            capture = layout.file(snapshot.id, ".warc.gz")
            warc = record.sha256(capture.read_bytes()) if capture.exists() else ""
        except (OSError, ValueError, KeyError, TypeError) as error:
            left_out.append(f"{path}: {error}")
            continue
        found.append(_Version(plain, snapshot, warc))
    return found


def _remembered(layout: Layout, key: str, left_out: list[str]) -> policy_file.Remembered | None:
    path = layout.policy_file(key)
    try:
        return policy_file.read(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        left_out.append(f"{path}: {error}")
        return None


def _policy(
    tx: Transaction,
    key: str,
    versions: list[_Version],
    remembered: policy_file.Remembered | None,
    before: _Before | None,
) -> None:
    last = versions[-1] if versions else None
    said = last.plain["policy"] if last else {"service": key, "title": key}
    ids = {version.snapshot.id for version in versions}
    standing = remembered.standing if remembered and remembered.standing in ids else None
    values = {
        "key": key,
        "service": remembered.service if remembered else said["service"],
        "title": remembered.title if remembered else said["title"],
        "standing": standing or (versions[0].snapshot.id if versions else None),
        "root_hint": last.plain["extraction"]["diagnostics"].get("root", "") if last else "",
        "last_full_fetch_at": to_text(last.snapshot.observed_at) if last else "",
    }
    tx.run("policy_restore", values)
    if before and before.snapshots and (last is None or before.snapshots[-1] != last.snapshot):
        tx.run("policy_forget_seen", {"key": key})
        tx.run("validators_forget", {"key": key})
    for version in versions:
        tx.run("snapshot_add", rows.of_snapshot(version.snapshot, version.warc_file_sha256))
        for body in version.plain["capture"]["bodies"] if version.warc_file_sha256 else ():
            tx.run("payload_add", {"key": key, **body})
    for incident in remembered.incidents if remembered else ():
        known = before.incidents.get(to_text(incident.opened_at)) if before else None
        tx.run("incident_restore", rows.of_incident(known or incident))
    for accepted in remembered.accepted if remembered else ():
        tx.run("accepted_add", rows.of_accepted(accepted, key))


def _change(tx: Transaction, layout: Layout, version: _Version, left_out: list[str]) -> bool:
    if not version.plain["change"]:
        return False
    path = layout.file(version.snapshot.id, ".change.json")
    try:
        plain = json.loads(path.read_bytes())
        detail, events = changes.read(plain)
        old = tx.one("snapshot_get", {"id": plain["old"]})
        if old is None:
            raise ValueError(f"the earlier version {plain['old']} is gone")  # noqa: TRY301 - told like the others
        change = changes.assemble(plain["change"], rows.snapshot(old), version.snapshot, detail, events)
    except (OSError, ValueError, KeyError, TypeError) as error:
        left_out.append(f"{path}: {error}")
        return False
    add_change(tx, change)
    return True
