"""Walks an archive and names everything that is not as it was written."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tracker.archive import changes, policy_file, record, warcfile
from tracker.archive.archive import Archive
from tracker.archive.errors import ArchiveError, EvidenceError
from tracker.archive.layout import CATALOGUE, EVIDENCE, LOCK, POLICY_FILE, SUFFIXES, UNFINISHED, checked_key
from tracker.archive.moment import is_stamp
from tracker.archive.problem import Problem
from tracker.archive.snapshot import Snapshot
from tracker.archive.timestamps import verify_timestamps

BESIDE = (".gitignore", ".gitattributes", "README.md", "datapackage.json", "heartbeat.json")
"""Files that people, or other parts of the program, keep in an archive on purpose."""


def verify(archive: Archive, key: str | None = None) -> Iterator[Problem]:
    """Problems in the order of policies and time, so that the first one of a chain comes first."""
    if key is None:
        yield from _catalogue(archive)
        yield from _around(archive)
    known = {holding.key for holding in archive.policies()}
    for each in sorted(known | set(archive.layout.policies())):
        if key is None or each == checked_key(key):
            for problem in _policy(archive, each):
                yield replace(problem, policy=each)
    if key is None:
        yield from verify_timestamps(archive)


def _catalogue(archive: Archive) -> Iterator[Problem]:
    with archive.catalogue.reading() as tx:
        for row in tx.all("integrity_check"):
            if row[0] != "ok":
                yield Problem("catalogue", CATALOGUE, f"SQLite says: {row[0]}. Run `tracker reindex`.")
        for table, *_ in tx.all("foreign_key_check"):
            yield Problem(
                "catalogue", CATALOGUE, f"A row of {table} refers to nothing. Run `tracker reindex`."
            )


def _around(archive: Archive) -> Iterator[Problem]:
    """What lies in the archive's own folder."""
    services = {key.partition("/")[0] for key in archive.layout.policies()}
    for path in sorted(archive.folder.iterdir()):
        name = path.name
        if name == UNFINISHED:
            for left in sorted(path.rglob("*.*")):
                where = str(left.relative_to(archive.folder))
                yield Problem("unfinished", where, "A write that was cut off, set aside. It may be deleted.")
        elif not (
            name.startswith((CATALOGUE, LOCK))
            or name in (EVIDENCE, *BESIDE)
            or (name in services and path.is_dir())
        ):
            yield Problem("foreign", name, "Not written by this program. Move it elsewhere.")
    for service in sorted(services):
        policies = {
            key.partition("/")[2] for key in archive.layout.policies() if key.startswith(f"{service}/")
        }
        for path in sorted((archive.folder / service).iterdir()):
            if path.name not in policies:
                yield Problem("foreign", f"{service}/{path.name}", "No policy's folder. Move it elsewhere.")


def _policy(archive: Archive, key: str) -> Iterator[Problem]:
    snapshots = archive.snapshots(key)
    folder = archive.layout.policy(key)
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    expected = {POLICY_FILE} if snapshots or _has_incident(archive, key) else set()
    previous = Snapshot(*("",) * 2, snapshots[0].observed_at, *("",) * 4, 0, None, "") if snapshots else None
    for snapshot in snapshots:
        assert previous is not None
        expected |= {archive.layout.file(snapshot.id, suffix).name for suffix in SUFFIXES}
        yield from _snapshot(archive, snapshot, previous)
        previous = snapshot
    if names or expected:
        yield from _policy_file(archive, key)
    yield from _leftovers(key, names - expected, snapshots)


def _has_incident(archive: Archive, key: str) -> bool:
    return bool(archive.incidents(key))


def _leftovers(key: str, names: set[str], snapshots: tuple[Snapshot, ...]) -> Iterator[Problem]:
    last = snapshots[-1].id.partition("@")[2] if snapshots else ""
    for name in sorted(names):
        stamp = name.partition(".")[0]
        if name.endswith(".tmp") or (is_stamp(stamp) and stamp > last and name.endswith(SUFFIXES)):
            detail = "A write that was cut off; the next new version sets it aside. Nothing was lost."
            yield Problem("unfinished", f"{key}/{name}", detail)
        elif is_stamp(stamp) and name.endswith(SUFFIXES):
            detail = "The catalogue knows no such version. Run `tracker reindex`, or move the file elsewhere."
            yield Problem("foreign", f"{key}/{name}", detail)
        else:
            yield Problem("foreign", f"{key}/{name}", "Not written by this program. Move it elsewhere.")


def _snapshot(archive: Archive, snapshot: Snapshot, previous: Snapshot) -> Iterator[Problem]:
    """The record against catalogue and chain, then the files against the record."""
    where = _named(archive, snapshot, ".json")
    try:
        plain, content = record.read(archive.layout.file(snapshot.id, ".json"))
        said = record.snapshot_of(plain, content)
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield _unreadable(where, error)
        return
    if said.previous_record_sha256 != previous.record_sha256:
        yield Problem(
            "chain",
            where,
            f"The chain is broken: it names {said.previous_record_sha256[:16] or 'nothing'}… as the last, "
            f"which is {previous.record_sha256[:16] or 'none'}…. A record was altered, removed or put in.",
        )
    if said != snapshot:
        yield Problem(
            "altered",
            where,
            f"Its SHA-256 is {said.record_sha256}, not {snapshot.record_sha256}. {_RESTORE}",
        )
        return
    yield from _text(archive, snapshot, plain)
    yield from _warc(archive, snapshot, plain)
    yield from _change_file(archive, snapshot, plain)


_RESTORE = "Restore it from a backup."


def _text(archive: Archive, snapshot: Snapshot, plain: dict[str, Any]) -> Iterator[Problem]:
    content, problem = _content(archive, snapshot, ".md")
    if problem:
        yield problem
    elif record.sha256(content) != plain["text"]["sha256"]:
        where = _named(archive, snapshot, ".md")
        yield Problem("altered", where, f"The text is not the one that its record names. {_RESTORE}")


def _warc(archive: Archive, snapshot: Snapshot, plain: dict[str, Any]) -> Iterator[Problem]:
    if archive.is_dropped(snapshot):
        return
    where = _named(archive, snapshot, ".warc.gz")
    content, problem = _content(archive, snapshot, ".warc.gz")
    if problem:
        yield problem
        return
    try:
        if warcfile.sha256(content) != plain["capture"]["warc_sha256"]:
            yield Problem("altered", where, f"It is not the one that its record names. {_RESTORE}")
            return
    except EvidenceError as error:
        yield Problem("altered", where, f"{error} {_RESTORE}")
        return
    with archive.catalogue.reading() as tx:
        row = tx.one("snapshot_warc_file", {"id": snapshot.id})
    if row and row[0] != record.sha256(content):
        detail = "The content is right, but the compressed file was written anew by another program."
        yield Problem("altered", where, f"{detail} {_RESTORE}")
    try:
        body = record.body_sha256(archive.capture(snapshot))
    except (ArchiveError, ValueError, KeyError, TypeError) as error:
        yield Problem("altered", where, f"The capture cannot be read: {error}")
        return
    if body != snapshot.body_sha256:
        yield Problem("altered", where, f"The body is not the one that the record names. {_RESTORE}")


def _change_file(archive: Archive, snapshot: Snapshot, plain: dict[str, Any]) -> Iterator[Problem]:
    path = archive.layout.file(snapshot.id, ".change.json")
    where = _named(archive, snapshot, ".change.json")
    if not plain["change"]:
        if path.exists():
            yield Problem("foreign", where, "The record knows of no change here. Move it elsewhere.")
        return
    change = archive.change(plain["change"])
    if change is None:
        yield Problem("catalogue", where, "The catalogue does not hold this change. Run `tracker reindex`.")
        return
    content, problem = _content(archive, snapshot, ".change.json")
    if problem:
        yield replace(problem, detail=f"{problem.detail} The catalogue still holds the change.")
    elif content != changes.write(change):
        detail = "It differs from the catalogue: altered, or a write that was cut off. "
        yield Problem("altered", where, f"{detail}`tracker reindex` makes the file the truth.")


def _policy_file(archive: Archive, key: str) -> Iterator[Problem]:
    path = archive.layout.policy_file(key)
    where = str(path.relative_to(archive.folder))
    try:
        said = policy_file.read(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield _unreadable(where, error)
        return
    with archive.catalogue.reading() as tx:
        if tx.one("policy_get", {"key": key}) is None:
            yield Problem(
                "catalogue", where, "The catalogue does not know this policy. Run `tracker reindex`."
            )
            return
        known = policy_file.read(json.loads(policy_file.write(tx, key)))
    if _settled(said) != _settled(known):
        detail = "It differs from the catalogue: altered, or a write that was cut off. "
        yield Problem("altered", where, f"{detail}`tracker reindex` makes the file the truth.")


def _settled(remembered: policy_file.Remembered) -> object:
    """Without what an open incident only counts."""
    incidents = tuple(
        incident if incident.closed_at else (incident.opened_at, incident.told)
        for incident in remembered.incidents
    )
    return (remembered.service, remembered.title, remembered.standing, incidents, remembered.accepted)


def _content(archive: Archive, snapshot: Snapshot, suffix: str) -> tuple[bytes, Problem | None]:
    try:
        return archive.layout.file(snapshot.id, suffix).read_bytes(), None
    except OSError as error:
        return b"", _unreadable(_named(archive, snapshot, suffix), error)


def _unreadable(where: str, error: Exception) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("missing", where, f"The file is gone. {_RESTORE}")
    return Problem("altered", where, f"The file cannot be read: {error}. {_RESTORE}")


def _named(archive: Archive, snapshot: Snapshot, suffix: str) -> str:
    path: Path = archive.layout.file(snapshot.id, suffix)
    return str(path.relative_to(archive.folder))
