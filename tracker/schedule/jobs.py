"""The jobs of `tracker run`, put together from the rooms that do the work."""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.alert.channel import Compose
from tracker.alert.deliver import Attempt, deliver
from tracker.alert.notice import late_notices
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.outbox import Outbox
from tracker.fetch.settings import FetchSettings
from tracker.schedule.heartbeat import Heartbeat, ping, read_heartbeat, write_heartbeat
from tracker.schedule.service import Job, Work
from tracker.schedule.tick import WORKERS, Looked, Ticked, tick
from tracker.watchlist.policy import Policy
from tracker.watchlist.watchlist import Channel

if TYPE_CHECKING:
    from tracker.pipeline import Outcome

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds from one start of a job to the next."""

    tick: float = 10.0
    deliver: float = 10.0
    digest: float = 60.0
    maintain: float = 3600.0
    heartbeat: float = 60.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What the jobs work with."""

    archive: Archive
    policies: tuple[Policy, ...]
    channels: tuple[Channel, ...]
    check: Callable[[Policy], Looked]
    """Checks one policy and stores what follows; called from many threads."""
    compose: Compose
    now: Callable[[], datetime]
    workers: int = WORKERS
    rhythm: Rhythm = Rhythm()
    heartbeat_url: str = ""
    fetch: FetchSettings = field(default_factory=FetchSettings)
    """For the heartbeat's request."""
    digest: Callable[[], None] = lambda: None
    """Queues the digests that are due."""
    maintain: Callable[[], None] = lambda: None
    """Whatever is to be done once an hour: site, timestamps, retention."""
    on_ticked: Callable[[Ticked], None] = lambda _: None
    on_attempt: Callable[[Attempt], None] = lambda _: None
    close: Callable[[], None] = lambda: None


def work(parts: Parts) -> Work:
    """The five jobs over these parts; plans the due table first."""
    run = _Running(parts)
    run.begin()
    rhythm = parts.rhythm
    return Work(
        (
            Job("tick", run.tick, rhythm.tick),
            Job("deliver", run.deliver, rhythm.deliver),
            Job("digest", lambda _: parts.digest(), rhythm.digest),
            Job("maintain", run.maintain, rhythm.maintain),
            Job("heartbeat", run.heartbeat, rhythm.heartbeat),
        ),
        close=parts.close,
    )


def run_once(
    parts: Parts, stop: threading.Event | None = None
) -> tuple[tuple[Ticked, ...], tuple[Attempt, ...]]:
    """One tick, one digest and one delivery, for cron and systemd timers."""
    run = _Running(parts)
    run.begin()
    stop = stop or threading.Event()
    ticked = tuple(run.ticks(stop))
    parts.digest()
    attempts = tuple(run.attempts(stop))
    run.beat()
    return ticked, attempts


def looked(outcome: "Outcome") -> Looked:
    """What the schedule needs to know of a check of the pipeline."""
    return Looked(
        outcome=outcome.check.outcome,
        failures=outcome.incident.checks if outcome.incident else 0,
        retry_after_seconds=outcome.retry_after_seconds,
        look_again_at=outcome.recheck_at,
        detail=outcome.check.detail,
    )


class _Running:
    """The jobs with what they count for the heartbeat; all that matters is on disk."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.due, self.outbox = Due(parts.archive), Outbox(parts.archive)
        self.policies: Mapping[str, Policy] = {policy.key: policy for policy in parts.policies}
        started = parts.now()
        self._beat = Heartbeat(at=started, started_at=started, pid=os.getpid())
        self._guard = threading.Lock()

    def begin(self) -> None:
        """Make the due table follow the watchlist; tell of checks that did not happen while nothing ran."""
        now = self.parts.now()
        before = read_heartbeat(self.parts.archive.folder)
        self.due.plan(self.parts.policies, now)
        self._tell_late(now, f"tracker did not run since {before.at:%Y-%m-%d %H:%M} UTC" if before else "")

    def tick(self, stop: threading.Event) -> None:
        for _ in self.ticks(stop):
            pass
        self._note(at=self.parts.now(), trouble="")

    def ticks(self, stop: threading.Event) -> Iterable[Ticked]:
        parts = self.parts
        for ticked in tick(self.due, self.policies, parts.check, parts.now, workers=parts.workers, stop=stop):
            with self._guard:
                self._beat = replace(self._beat, at=parts.now(), checks=self._beat.checks + 1)
            parts.on_ticked(ticked)
            yield ticked

    def deliver(self, stop: threading.Event) -> None:
        for _ in self.attempts(stop):
            pass

    def attempts(self, stop: threading.Event) -> Iterable[Attempt]:
        parts = self.parts
        for attempt in deliver(self.outbox, parts.channels, parts.compose, parts.now, stop=stop):
            if attempt.state == "sent":
                with self._guard:
                    self._beat = replace(self._beat, alerts=self._beat.alerts + 1)
            parts.on_attempt(attempt)
            yield attempt

    def maintain(self, stop: threading.Event) -> None:  # noqa: ARG002 - a job's signature
        self._tell_late(self.parts.now(), "")
        self.parts.maintain()

    def heartbeat(self, stop: threading.Event) -> None:  # noqa: ARG002 - a job's signature
        """Leave a sign, and ask the monitor's address; only while ticks come to their ends."""
        self.beat()
        if self.parts.heartbeat_url and not self._beat.is_silent(self.parts.now()):
            trouble = ping(self.parts.heartbeat_url, self.parts.fetch)
            if trouble:
                _log.warning("heartbeat: %s", trouble)

    def beat(self) -> None:
        """Leave the sign of life in the archive folder."""
        with self._guard:
            write_heartbeat(self.parts.archive.folder, self._beat)

    def _note(self, at: datetime, trouble: str) -> None:
        with self._guard:
            self._beat = replace(self._beat, at=at, trouble=trouble)

    def _tell_late(self, now: datetime, why: str) -> None:
        late = self.due.overdue(now)
        if late:
            count = f"{len(late)} policies were" if len(late) > 1 else f"{late[0]} was"
            note = f"{count} not checked in time" + (f": {why}" if why else "")
            _log.warning(note)
            for notice in late_notices(note, self.parts.channels, now):
                self.outbox.add(notice, now)
