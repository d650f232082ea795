"""Again says of a newly disclosed category that an earlier version had disclosed it before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise

from tracker.archive.change import Change
from tracker.archive.snapshot import Snapshot
from tracker.report.policy_subject import VersionCategories

NamedBefore = tuple[tuple[str, datetime], ...]
"""Categories, each with the time of the first version that lacked it again; aware, UTC."""


def named_before(
    change: Change,
    snapshots: Iterable[Snapshot],
    categories: Iterable[VersionCategories],
    changes: Mapping[str, Change],
) -> NamedBefore:
    """Of the categories that a change newly discloses, those that came and went before it.

    What the same story brought at an earlier sighting, and took back, does not count: that is told as such.
    """
    new = {finding.subject for finding in change.findings if finding.kind == "category-new"}
    if not new:
        return ()
    own = _own_versions(change, changes)
    named = {version.snapshot: {each.category for each in version.named} for version in categories}
    earlier = [snapshot for snapshot in snapshots if snapshot.observed_at < change.new.observed_at]
    gone: dict[str, datetime] = {}
    for before, after in pairwise(earlier):
        if before.id not in own:
            lost = named.get(before.id, set()) - named.get(after.id, set())
            gone |= dict.fromkeys(new & lost, after.observed_at)
    return tuple(sorted(gone.items()))


def _own_versions(change: Change, changes: Mapping[str, Change]) -> set[str]:
    """Ids of the versions that showed earlier stages of the same story."""
    own: set[str] = set()
    told = changes.get(change.verdict.refers_to)
    while told is not None and told.new.id not in own:
        own.add(told.new.id)
        told = changes.get(told.verdict.refers_to)
    return own
