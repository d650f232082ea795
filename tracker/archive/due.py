"""The due table knows when each policy is checked next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from tracker.archive.archive import Archive
from tracker.archive.moment import from_text, to_text
from tracker.archive.plain import compact
from tracker.watchlist.policy import Policy

PLANNED_AT_ONCE = 5_000
"""Rows in one transaction, so that a long watchlist keeps nobody else from writing."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """When a policy is checked next."""

    key: str
    host: str
    next_at: datetime
    every: timedelta
    paused: bool
    failures: int
    """Failed checks in a row."""
    leased_until: datetime | None
    """Until when a process has it; its next check if that process dies."""


class Due:
    """The due table of an archive, shared by any number of processes."""

    def __init__(self, archive: Archive) -> None:
        self._catalogue = archive.catalogue

    def plan(self, policies: Iterable[Policy], now: datetime) -> None:
        """Make the table follow the watchlist: new policies are due at once, missing ones are dropped.

        A policy that was planned before keeps its time, unless its interval became shorter or its
        pause ended.
        """
        wanted = {policy.key: policy for policy in policies}
        with self._catalogue.writing(durable=False) as tx:
            gone = {row[0] for row in tx.all("due_planned")} - wanted.keys()
            tx.run_each("due_drop", ({"key": key} for key in gone))
        rows = (_planned(policy, now) for policy in wanted.values())
        while part := list(islice(rows, PLANNED_AT_ONCE)):
            with self._catalogue.writing(durable=False) as tx:
                tx.run_each("due_plan", iter(part))

    def claim(
        self, now: datetime, limit: int, lease_seconds: float = 600, busy_hosts: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Keys that are due, longest waiting first; nobody else gets them until the lease ends.

        Hosts are those of the first URL; several keys of one host may come together.
        """
        moment, until = to_text(now), to_text(now + timedelta(seconds=lease_seconds))
        if not self._any(moment):
            return ()
        with self._catalogue.writing(durable=False) as tx:
            values = {"now": moment, "busy_hosts": compact(sorted(busy_hosts)), "count": limit}
            keys = tuple(row[0] for row in tx.all("due_claimable", values))
            tx.run_each("due_lease", ({"key": key, "until": until} for key in keys))
        return keys

    def done(self, key: str, next_at: datetime, failures: int = 0) -> None:
        """The check is over, well or not."""
        self.done_many([(key, next_at, failures)])

    def done_many(self, checks: Iterable[tuple[str, datetime, int]]) -> None:
        """Several in one transaction: key, time of the next check, failures in a row."""
        with self._catalogue.writing(durable=False) as tx:
            tx.run_each(
                "due_done",
                ({"key": key, "next_at": to_text(at), "failures": failures} for key, at, failures in checks),
            )

    def bring_forward(self, times: Iterable[tuple[str, datetime]]) -> None:
        """Keys with the time by which each is to be checked; what is due sooner, or failed, keeps its own."""
        with self._catalogue.writing(durable=False) as tx:
            tx.run_each("due_sooner", ({"key": key, "next_at": to_text(at)} for key, at in times))

    def ask_for(self, keys: Iterable[str], now: datetime) -> None:
        """Make policies due at once, out of turn; one that is paused, or being checked, is left alone."""
        with self._catalogue.writing(durable=False) as tx:
            tx.run_each("due_now", ({"key": key, "now": to_text(now)} for key in keys))

    def release(self, keys: Iterable[str], now: datetime) -> None:
        """Give back what was claimed and not checked: it is due again at once."""
        with self._catalogue.writing(durable=False) as tx:
            tx.run_each("due_release", ({"key": key, "now": to_text(now)} for key in keys))

    def release_all(self, now: datetime) -> int:
        """Give back what a process had claimed that is known to be dead; how many that were."""
        with self._catalogue.writing(durable=False) as tx:
            return tx.run("due_release_all", {"now": to_text(now)})

    def overdue(self, now: datetime, limit: int = 1000) -> tuple[str, ...]:
        """Keys whose check is late by more than their own interval, latest first."""
        with self._catalogue.reading() as tx:
            return tuple(row[0] for row in tx.all("due_overdue", {"now": to_text(now), "count": limit}))

    def overdue_count(self, now: datetime) -> int:
        """How many checks are late by more than their policy's own interval."""
        with self._catalogue.reading() as tx:
            row = tx.one("due_overdue_count", {"now": to_text(now)})
        return row[0] if row else 0

    def unread(self) -> tuple[int, int]:
        """Planned policies that cannot be read at the moment, and those without any check."""
        with self._catalogue.reading() as tx:
            row = tx.one("due_unread")
        return (row[0], row[1]) if row else (0, 0)

    def next_at(self, key: str) -> datetime | None:
        """When a policy is checked next; None: it is not planned."""
        row = self.row(key)
        return row.next_at if row else None

    def first_at(self) -> datetime | None:
        """When the next check of any policy is due."""
        with self._catalogue.reading() as tx:
            row = tx.one("due_next")
        return from_text(row[0]) if row and row[0] else None

    def row(self, key: str) -> DueRow | None:
        with self._catalogue.reading() as tx:
            row = tx.one("due_get", {"key": key})
        if row is None:
            return None
        until = from_text(row[6]) if row[6] else None
        return DueRow(
            row[0], row[1], from_text(row[2]), timedelta(seconds=row[3]), bool(row[4]), row[5], until
        )

    def count(self) -> tuple[int, int]:
        """Planned policies, and how many of them are paused."""
        with self._catalogue.reading() as tx:
            row = tx.one("due_count")
        return (row[0], row[1]) if row else (0, 0)

    def _any(self, moment: str) -> bool:
        with self._catalogue.reading() as tx:
            row = tx.one("due_next")
        return bool(row and row[0] and row[0] <= moment)


def host_of(policy: Policy) -> str:
    """The host that a check of the policy asks first."""
    return (urlsplit(policy.source.urls[0]).hostname or "").lower() if policy.source.urls else ""


def _planned(policy: Policy, now: datetime) -> dict[str, object]:
    return {
        "key": policy.key,
        "host": host_of(policy),
        "next_at": to_text(now),
        "every": max(1, int(policy.every.total_seconds())),
        "paused": int(policy.paused),
    }
