"""Identifiers that follow from what they name, so that the same input gives the same archive."""

import hashlib
from datetime import datetime, timedelta

from tracker.archive.layout import snapshot_id
from tracker.archive.snapshot import Snapshot


def change_id(policy: str, old_snapshot: str, new_snapshot: str) -> str:
    """16 hex digits out of a policy's key and the ids of the two snapshots."""
    return hashlib.sha256("\n".join((policy, old_snapshot, new_snapshot)).encode()).hexdigest()[:16]


def next_snapshot_id(policy: str, observed_at: datetime, latest: Snapshot | None) -> str:
    """The id of a version seen at a moment, after the latest one.

    Ids count whole seconds. A text seen within the second of the version before it is named by the next free
    second; its record still says when it was seen. A moment before the latest version keeps its own name,
    which the archive refuses.
    """
    wanted, at = snapshot_id(policy, observed_at), observed_at
    while latest and observed_at > latest.observed_at and wanted <= latest.id:
        at += timedelta(seconds=1)
        wanted = snapshot_id(policy, at)
    return wanted
