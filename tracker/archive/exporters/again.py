"""Finds the looks at an unchanged text that moved a change on."""

from datetime import datetime

from tracker.archive.archive import Archive
from tracker.archive.importers.recorded import seen_again


def looks_again(archive: Archive, key: str) -> dict[str, tuple[datetime, ...]]:
    """By version: when it was seen again and a change was confirmed, or came in force.

    With them, an import goes through the same stages at the same times.
    """
    snapshots = archive.snapshots(key)
    events = (event.at for change in archive.changes(key) for event in change.events)
    again = seen_again([snapshot.observed_at for snapshot in snapshots], events)
    return {snapshot.id: moments for snapshot, moments in zip(snapshots, again, strict=True)}
