"""The status says how the tracker itself is doing, from what is on disk."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.lock import Runner, runner
from tracker.archive.observation import Check, Incident
from tracker.archive.outbox import Outbox, OutboxRow
from tracker.schedule.heartbeat import Heartbeat, read_heartbeat

DEAD_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PolicyStatus:
    """How one policy is doing."""

    key: str
    last_check: Check | None
    """None: not checked yet, which is not the same as nothing new."""
    next_at: datetime | None
    """When it is due; None: not planned."""
    overdue: bool
    """Whether its check is late by more than its own interval."""
    paused: bool
    failures: int
    """Failed checks in a row."""
    incident: Incident | None
    """The open one."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the whole is doing."""

    at: datetime
    policies: tuple[PolicyStatus, ...]
    """In the order of their keys."""
    queued: int
    """Messages that wait to be sent."""
    sent: int
    dead: int
    """Messages that were given up."""
    dead_letters: tuple[OutboxRow, ...]
    """The latest of them, newest first."""
    oldest_queued_at: datetime | None
    heartbeat: Heartbeat | None
    """None: `tracker run` was never started here."""
    runner: Runner | None
    """Who runs the archive now; None: nobody."""

    @property
    def overdue(self) -> int:
        """Policies whose check is late."""
        return sum(policy.overdue for policy in self.policies)

    @property
    def heartbeat_age(self) -> timedelta | None:
        """Time since the last sign of life, never negative."""
        return max(self.at - self.heartbeat.at, timedelta()) if self.heartbeat else None

    @property
    def is_silent(self) -> bool:
        """Whether a process holds the archive and gives no sign of life."""
        return self.runner is not None and self.heartbeat is not None and self.heartbeat.is_silent(self.at)


def status(archive: Archive, due: Due, outbox: Outbox, now: datetime, keys: tuple[str, ...]) -> Status:
    """The status of the policies with these keys, and of everything that is sent."""
    late = set(due.overdue(now))
    rows = outbox.rows()
    states = Counter(row.state for row in rows)
    dead = [row for row in rows if row.state == "dead"]
    return Status(
        at=now,
        policies=tuple(_policy(archive, due, key, late) for key in sorted(keys)),
        queued=states["queued"],
        sent=states["sent"],
        dead=states["dead"],
        dead_letters=tuple(dead[: -DEAD_SHOWN - 1 : -1]),
        oldest_queued_at=min((row.created_at for row in rows if row.state == "queued"), default=None),
        heartbeat=read_heartbeat(archive.folder),
        runner=runner(archive.folder),
    )


def _policy(archive: Archive, due: Due, key: str, late: set[str]) -> PolicyStatus:
    row = due.row(key)
    checks = archive.checks(key, 1)
    incidents = archive.incidents(key, open_only=True)
    return PolicyStatus(
        key=key,
        last_check=checks[0] if checks else None,
        next_at=row.next_at if row else None,
        overdue=key in late,
        paused=row.paused if row else False,
        failures=row.failures if row else 0,
        incident=incidents[0] if incidents else None,
    )
