"""A tick checks every policy that is due."""

import logging
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from tracker.schedule.timing import next_due
from tracker.watchlist.policy import Policy

WORKERS = 16
LEASE_SECONDS = 900.0
WAITING_FOR_A_HOST = 8
"""Claimed policies that wait for one host at most; more would hold up those of other hosts."""
HOST_PAUSE = timedelta(seconds=30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a tick needs to know of one check."""

    outcome: str
    """`Check.outcome`, or "error" where our own side failed."""
    failures: int = 0
    """Failed checks in a row, this one included."""
    retry_after_seconds: float | None = None
    """The server's wish, where it stated one."""
    look_again_at: datetime | None = None
    """When to look again, where that is sooner than usual: a change was sighted."""
    detail: str = ""


class Table(Protocol):
    """What a tick needs of the due table."""

    def claim(self, now: datetime, limit: int, lease_seconds: float) -> Sequence[str]: ...
    def done(self, policy: str, next_at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Ticked:
    """One policy that a tick checked."""

    policy: Policy
    looked: Looked
    next_at: datetime


def tick(
    due: Table,
    policies: Mapping[str, Policy],
    check: Callable[[Policy], Looked],
    now: Callable[[], datetime],
    *,
    workers: int = WORKERS,
    stop: threading.Event | None = None,
) -> Iterator[Ticked]:
    """Check what is due until nothing is, and yield each policy after its next time is written down.

    Checks run on `workers` threads, those of one host one after the other; the due table is only touched by
    the caller's thread. A policy whose check was not finished when the process died is due again when its
    lease ends. After `stop` no check is begun, and what is claimed but not begun is due at once.
    """
    round_ = _Round(due, policies, check, now, workers)
    stop = stop or threading.Event()
    try:
        yield from round_.run(stop)
    finally:
        round_.close()


class _Round:
    """The claimed policies of one tick, waiting by host or being checked."""

    def __init__(
        self,
        due: Table,
        policies: Mapping[str, Policy],
        check: Callable[[Policy], Looked],
        now: Callable[[], datetime],
        workers: int,
    ) -> None:
        self.due, self.policies, self.check, self.now, self.workers = due, policies, check, now, workers
        self.waiting: defaultdict[str, deque[Policy]] = defaultdict(deque)
        self.flying: dict[Future[Looked], Policy] = {}
        self.pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="check")
        self.exhausted = False

    def run(self, stop: threading.Event) -> Iterator[Ticked]:
        while not stop.is_set():
            self._claim()
            self._start()
            if not self.flying:
                if self.exhausted:
                    return
                continue
            yield from self._finished()
        while self.flying:
            yield from self._finished()

    def close(self) -> None:
        """Give back what was not begun; wait for what was."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        at = self.now()
        for queue in self.waiting.values():
            for policy in queue:
                self.due.done(policy.key, at)

    def _claim(self) -> None:
        room = self.workers * 2 - len(self.flying) - sum(map(len, self.waiting.values()))
        if room < self.workers // 2 + 1:
            return
        keys = self.due.claim(self.now(), room, LEASE_SECONDS)
        self.exhausted = len(keys) < room
        for key in keys:
            policy = self.policies.get(key)
            if policy is None or policy.paused:
                continue  # the lease keeps it away; the next reload takes it off the table
            queue = self.waiting[host_of(policy)]
            if len(queue) >= WAITING_FOR_A_HOST:
                self.due.done(key, self.now() + HOST_PAUSE)
                continue
            queue.append(policy)

    def _start(self) -> None:
        busy = {host_of(policy) for policy in self.flying.values()}
        for host in [host for host in self.waiting if host not in busy]:
            if len(self.flying) >= self.workers:
                return
            policy = self.waiting[host].popleft()
            if not self.waiting[host]:
                del self.waiting[host]
            self.flying[self.pool.submit(self.check, policy)] = policy

    def _finished(self) -> Iterator[Ticked]:
        done, _ = wait(self.flying, return_when=FIRST_COMPLETED)
        for future in done:
            policy = self.flying.pop(future)
            looked = _looked(policy, future)
            next_at = next_due(
                policy,
                self.now(),
                failures=looked.failures,
                retry_after_seconds=looked.retry_after_seconds,
                wish=looked.look_again_at,
            )
            self.due.done(policy.key, next_at)
            yield Ticked(policy, looked, next_at)


def host_of(policy: Policy) -> str:
    """The host whose policies are checked one after the other."""
    return urlsplit(policy.source.urls[0]).hostname or policy.key


def _looked(policy: Policy, future: Future[Looked]) -> Looked:
    """The result of a check; one that fails on our side is looked at again, and stops no other."""
    error = future.exception()
    if error is None:
        return future.result()
    _log.error("the check of %s failed on our side", policy.key, exc_info=error)
    return Looked("error", failures=1, detail=f"{type(error).__name__}: {error}"[:300])
