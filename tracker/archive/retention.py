"""Drops what a rule no longer keeps, never a text, a record or a link of the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from tracker.archive.archive import Archive
from tracker.archive.durable import TEMPORARY, flush_folder, write
from tracker.archive.errors import explained
from tracker.archive.layout import DROPPED, UNFINISHED
from tracker.archive.moment import to_text
from tracker.archive.plain import canonical
from tracker.archive.snapshot import Snapshot

UNFINISHED_FOR = timedelta(days=7)
"""How long a write that was cut off is kept for whoever wants to look at it."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long what is kept; None: for ever."""

    captures: timedelta | None = None
    """WARC files. Of each policy the first and the latest stay, and what later files refer to."""
    checks: timedelta | None = None
    """Rows of checks that found nothing new. Signed logs of checks stay."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One thing that is dropped."""

    kind: Literal["capture", "checks", "unfinished"]
    what: str
    """File, or a number of rows."""
    size_bytes: int


def collect(archive: Archive, keep: Keep, now: datetime, *, dry_run: bool = False) -> Iterator[Drop]:
    """Drop, or only tell what would be dropped, one by one."""
    with explained(archive.folder):
        yield from _unfinished(archive, now, dry_run)
        if keep.captures is not None:
            for holding in archive.policies():
                yield from _captures(archive, holding.key, now - keep.captures, now, dry_run)
        if keep.checks is not None:
            yield from _checks(archive, now - keep.checks, dry_run)


def _unfinished(archive: Archive, now: datetime, dry_run: bool) -> Iterator[Drop]:
    """Writes that were cut off long ago."""
    aside = archive.folder / UNFINISHED
    found = [path for path in aside.rglob("*") if path.is_file()] if aside.is_dir() else []
    found += [
        path for key in archive.layout.policies() for path in archive.layout.policy(key).glob(f"*{TEMPORARY}")
    ]
    for path in sorted(found):
        about = path.stat()
        if now.timestamp() - about.st_mtime > UNFINISHED_FOR.total_seconds():
            yield Drop("unfinished", str(path.relative_to(archive.folder)), about.st_size)
            if not dry_run:
                path.unlink()


def _captures(archive: Archive, key: str, before: datetime, now: datetime, dry_run: bool) -> Iterator[Drop]:
    snapshots = archive.snapshots(key)
    old = [
        (snapshot, path)
        for snapshot in snapshots[1:-1]
        if snapshot.observed_at < before and (path := archive.layout.file(snapshot.id, ".warc.gz")).exists()
    ]
    needed = _needed(archive, key, snapshots) if old else set()
    for snapshot, path in old:
        if snapshot.id not in needed:
            yield Drop("capture", str(path.relative_to(archive.folder)), path.stat().st_size)
            if not dry_run:
                _drop(archive, snapshot, path, now)


def _needed(archive: Archive, key: str, snapshots: tuple[Snapshot, ...]) -> set[str]:
    """Versions whose captures hold bodies of others, or stand on one side of an open change."""
    needed: set[str] = set()
    for snapshot in snapshots:
        needed |= set(archive.record_of(snapshot)["capture"]["bodies_in"])  # type: ignore[index]
    changes = archive.state(key).open_changes
    return needed | {each.id for change in changes for each in (change.old, change.new)}


def _drop(archive: Archive, snapshot: Snapshot, path: Path, now: datetime) -> None:
    """First nobody refers to it any more, then its absence is explained, then it goes."""
    with archive.catalogue.writing(durable=True) as tx:
        tx.run("payload_forget", {"snapshot": snapshot.id})
    tomb = archive.layout.file(snapshot.id, DROPPED)
    write(tomb, canonical({"dropped_at": to_text(now), "files": [path.name], "snapshot": snapshot.id}))
    flush_folder(path.parent)
    path.unlink()


def _checks(archive: Archive, before: datetime, dry_run: bool) -> Iterator[Drop]:
    values = {"before": to_text(before)}
    with archive.catalogue.reading() as tx:
        found = tx.one("check_forgettable", values)
    if found and found[0]:
        yield Drop("checks", f"{found[0]} checks that found nothing new", 0)
        if not dry_run:
            with archive.catalogue.writing(durable=True) as tx:
                tx.run("check_forget", values)
