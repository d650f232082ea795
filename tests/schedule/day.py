"""A simulated day of the schedule with a stand-in fetcher: `python -m tests.schedule.day 100000`.

Prints what a day of ticks costs: seconds of CPU a tick and a check, lateness, memory at the beginning and
at the end. The clock is simulated, the due table is real.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.schedule.made import NOW, Clock, policy
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.outbox import Outbox
from tracker.schedule.clock import set_right
from tracker.schedule.tick import Looked, tick
from tracker.watchlist.policy import Policy

STEP = timedelta(seconds=10)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """What a simulated day came to."""

    policies: int
    checks: int
    plan_seconds: float
    """To put all policies in the table, once."""
    first_seconds: float
    """For the first tick, in which all of them are due at once."""
    tick_seconds: float
    """Of CPU, on average, over the day after that."""
    longest_tick_seconds: float
    idle_tick_seconds: float
    check_seconds: float
    """Of CPU, on average, with nothing fetched."""
    set_right_seconds: float
    """To look through the whole table for the plans of a wrong clock."""
    late_seconds: float
    """The longest time between a policy's due time and its check, on the simulated clock."""
    resident_mb: tuple[float, float]
    """Before and after the day."""


def simulate(count: int, folder: Path) -> Day:
    """Run a day of ticks over so many policies, each checked once a day, after a day and a half to settle."""
    watched = {each.key: each for each in _policies(count)}
    with Archive.open(folder) as archive:
        run = _Run(Due(archive), watched, Clock())
        began = time.perf_counter()
        run.due.plan(watched.values(), NOW)
        planned = time.perf_counter()
        run.tick()
        first = time.perf_counter()
        run.until(run.clock() + 1.5 * DAY)
        before = _resident_mb()
        run.begin()
        run.until(run.clock() + DAY)
        after, looking = _resident_mb(), time.perf_counter()
        set_right(run.due, Outbox(archive), watched.values(), run.clock())
        return Day(
            policies=count,
            checks=run.checks,
            plan_seconds=round(planned - began, 2),
            first_seconds=round(first - planned, 2),
            tick_seconds=round(run.cpu / (DAY / STEP), 5),
            longest_tick_seconds=round(run.longest, 4),
            idle_tick_seconds=round(run.idle, 5),
            check_seconds=round(run.cpu / max(run.checks, 1), 6),
            set_right_seconds=round(time.perf_counter() - looking, 2),
            late_seconds=run.late.total_seconds(),
            resident_mb=(round(before, 1), round(after, 1)),
        )


class _Run:
    """Ticks, with what they cost since `begin`."""

    def __init__(self, due: Due, watched: dict[str, Policy], clock: Clock) -> None:
        self.due, self.watched, self.clock = due, watched, clock
        self.next_at: dict[str, datetime] = {}
        self.begin()

    def begin(self) -> None:
        self.checks, self.cpu, self.longest, self.idle, self.late = 0, 0.0, 0.0, 10.0, timedelta()

    def until(self, end: datetime) -> None:
        while self.clock() < end:
            self.clock.at += STEP
            self.tick()

    def tick(self) -> None:
        start, seen = time.process_time(), self.checks
        for each in tick(self.due, self.watched, lambda _: Looked("unchanged"), self.clock):
            self.late = max(self.late, self.clock() - self.next_at.get(each.policy.key, self.clock()))
            self.next_at[each.policy.key] = each.next_at
            self.checks += 1
        spent = time.process_time() - start
        self.cpu += spent
        self.longest = max(self.longest, spent)
        self.idle = min(self.idle, spent) if self.checks == seen else self.idle


def _policies(count: int) -> Iterator[Policy]:
    for number in range(count):
        yield policy(f"p{number}", DAY, host=f"h{number // 3}.example")


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(simulate(int(sys.argv[1]), Path(folder)))
