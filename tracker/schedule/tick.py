"""A tick checks every policy that is due."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from tracker.alert.line import one_line
from tracker.archive.due import Due, host_of
from tracker.schedule.timing import next_due
from tracker.watchlist.policy import Policy

WORKERS = 16
LEASE_SECONDS = 900.0
WAITING_FOR_A_HOST = 8
"""Claimed policies that wait for one host at most; more would hold up those of other hosts."""

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


@dataclass(frozen=True, slots=True)
class Ticked:
    """One policy that a tick checked."""

    policy: Policy
    looked: Looked
    next_at: datetime


def tick(
    due: Due,
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
        due: Due,
        policies: Mapping[str, Policy],
        check: Callable[[Policy], Looked],
        now: Callable[[], datetime],
        workers: int,
    ) -> None:
        self.due, self.policies, self.check, self.now, self.workers = due, policies, check, now, workers
        self.waiting: dict[str, deque[Policy]] = {}
        self.flying: dict[Future[Looked], Policy] = {}
        self.busy: set[str] = set()
        self.pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="check")

    def run(self, stop: threading.Event) -> Iterator[Ticked]:
        """Claim, start and finish until nothing is due, or until told to stop."""
        while not stop.is_set():
            claimed = self._claim()
            self._start()
            if not self.flying and not claimed:
                return
            yield from self._finished()
        while self.flying:
            yield from self._finished()

    def close(self) -> None:
        """Give back what was not begun; wait for what was."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.due.release([policy.key for queue in self.waiting.values() for policy in queue], self.now())

    def _claim(self) -> int:
        """Take what is due, as far as there is room; how many keys came."""
        room = self.workers * 2 - len(self.flying) - sum(map(len, self.waiting.values()))
        if room <= self.workers // 2:
            return 0
        keys = self.due.claim(self.now(), room, LEASE_SECONDS, self.busy | self.waiting.keys())
        crowded = [key for key in keys if not self._take(key)]
        self.due.release(crowded, self.now())
        return len(keys)

    def _take(self, key: str) -> bool:
        """Whether a claimed policy could be put in line."""
        policy = self.policies.get(key)
        if policy is None:
            return True  # not watched any more: its lease keeps it away until the table is planned anew
        queue = self.waiting.setdefault(host_of(policy), deque())
        if len(queue) >= WAITING_FOR_A_HOST:
            return False
        queue.append(policy)
        return True

    def _start(self) -> None:
        for host in [host for host in self.waiting if host not in self.busy]:
            if len(self.flying) >= self.workers:
                return
            policy = self.waiting[host].popleft()
            if not self.waiting[host]:
                del self.waiting[host]
            self.busy.add(host)
            self.flying[self.pool.submit(self.check, policy)] = policy

    def _finished(self) -> Iterator[Ticked]:
        done, _ = wait(self.flying, return_when=FIRST_COMPLETED)
        ticked = [self._ticked(self.flying.pop(future), future) for future in done]
        self.busy -= {host_of(each.policy) for each in ticked}
        self.due.done_many((each.policy.key, each.next_at, each.looked.failures) for each in ticked)
        yield from ticked

    def _ticked(self, policy: Policy, future: Future[Looked]) -> Ticked:
        looked = self._looked(policy, future)
        next_at = next_due(
            policy,
            self.now(),
            failures=looked.failures,
            retry_after_seconds=looked.retry_after_seconds,
            wish=looked.look_again_at,
        )
        return Ticked(policy, looked, next_at)

    def _looked(self, policy: Policy, future: Future[Looked]) -> Looked:
        """The result of a check; one that fails on our side is looked at again, and stops no other."""
        error = future.exception()
        if error is None:
            return future.result()
        _log.error("the check of %s failed on our side", policy.key, exc_info=error)
        row = self.due.row(policy.key)
        detail = one_line(f"{type(error).__name__}: {error}", 300)
        return Looked("error", failures=(row.failures if row else 0) + 1, detail=detail)
