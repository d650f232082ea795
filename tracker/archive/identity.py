"""Identifiers that follow from what they name, so that the same input gives the same archive."""

import hashlib


def change_id(policy: str, old_snapshot: str, new_snapshot: str) -> str:
    """16 hex digits out of a policy's key and the ids of the two snapshots."""
    return hashlib.sha256("\n".join((policy, old_snapshot, new_snapshot)).encode()).hexdigest()[:16]
