"""The status says how the tracker itself is doing, from what is on disk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.lock import Runner, runner
from tracker.archive.observation import Check, Incident
from tracker.archive.outbox import Counts, Outbox, OutboxRow
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
    """Whether its check is late by more than its own interval, and a quarter of an hour."""
    paused: bool
    failures: int
    """Failed checks in a row."""
    incident: Incident | None
    """The open one."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How the whole is doing, in numbers."""

    at: datetime
    policies: int
    """That are planned."""
    paused: int
    overdue: int
    """Whose check is late by more than their own interval."""
    unreadable: int
    never_checked: int
    outbox: Counts
    heartbeat: Heartbeat | None
    """None: `tracker run` was never started here."""
    runner: Runner | None
    """Who runs the archive now; None: nobody."""

    @property
    def is_silent(self) -> bool:
        """Whether a process holds the archive and gives no sign of life."""
        return self.runner is not None and self.heartbeat is not None and self.heartbeat.is_silent(self.at)

    @property
    def is_healthy(self) -> bool:
        """Whether the service runs and gives signs of life; what a health check asks."""
        return self.runner is not None and not self.is_silent


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
        return self.summary.is_silent

    @property
    def summary(self) -> Summary:
        """The same in numbers."""
        return Summary(
            at=self.at,
            policies=len(self.policies),
            paused=sum(policy.paused for policy in self.policies),
            overdue=self.overdue,
            unreadable=sum(policy.incident is not None for policy in self.policies),
            never_checked=sum(policy.last_check is None for policy in self.policies),
            outbox=Counts(self.queued, self.sent, self.dead, self.oldest_queued_at),
            heartbeat=self.heartbeat,
            runner=self.runner,
        )


def summary(archive: Archive, now: datetime) -> Summary:
    """How the whole is doing, at the same small cost for ten policies and for a hundred thousand."""
    due = Due(archive)
    policies, paused = due.count()
    unreadable, never_checked = due.unread()
    return Summary(
        at=now,
        policies=policies,
        paused=paused,
        overdue=due.overdue_count(now),
        unreadable=unreadable,
        never_checked=never_checked,
        outbox=Outbox(archive).counts(),
        heartbeat=read_heartbeat(archive.folder),
        runner=runner(archive.folder),
    )


def status(archive: Archive, due: Due, outbox: Outbox, now: datetime, keys: tuple[str, ...]) -> Status:
    """The status of the policies with these keys, and of everything that is sent."""
    late = set(due.overdue(now))
    counts = outbox.counts()
    return Status(
        at=now,
        policies=tuple(_policy(archive, due, key, late) for key in sorted(keys)),
        queued=counts.queued,
        sent=counts.sent,
        dead=counts.dead,
        dead_letters=outbox.latest("dead", DEAD_SHOWN),
        oldest_queued_at=counts.oldest_queued_at,
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
