"""The service runs a handful of jobs for years."""

import gc
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from tracker.errors import TrackerError

STOP_SECONDS = 60.0
"""How long a stop waits for what is in flight; what is cut off then comes back by its lease."""
LOOK_SECONDS = 1.0
"""How often the main thread looks for signals and a changed file."""
PUT_BACK_SECONDS = 2.0
"""Smaller steps back are the daily work of a time server."""

_log = logging.getLogger(__name__)
logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # errors come as events; a late run is no news


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that is done again and again."""

    name: str
    run: Callable[[threading.Event], None]
    """Does all that is to be done now; returns soon after the event is set."""
    seconds: float
    """From one start to the next; a run that lasts longer delays the next one."""


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that a service does, built from one reading of the configuration."""

    jobs: tuple[Job, ...]
    close: Callable[[], None] = lambda: None
    """Lets go of what was opened for it."""


class Every(BaseTrigger):  # type: ignore[misc]
    """Fires again and again, however far the clock leaps.

    The interval trigger of the library counts every single time that a leap has passed over: from 1970 to
    today, as on a board without a clock of its own, these are hundreds of millions.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Called by the scheduler with the last planned time."""
        following = now if previous is None else previous + self.interval
        return following if previous is None or following > now else now + self.interval


class Service:
    """Runs the jobs of the current work until it is told to stop.

    Nothing that counts is in memory: what to check and what to send is read from the archive at each run of a
    job, so that the service can be killed at any moment.
    """

    def __init__(
        self,
        load: Callable[[], Work],
        *,
        watched: Path | None = None,
        stop_seconds: float = STOP_SECONDS,
        on_trouble: Callable[[str, str], None] = lambda job, detail: None,  # noqa: ARG005
    ) -> None:
        """`load` reads the configuration; it is called again when `watched` changes or SIGHUP comes.

        `on_trouble` hears a job's name and what went wrong in it.
        """
        self._on_trouble = on_trouble
        self._load, self._watched, self._stop_seconds = load, watched, stop_seconds
        self._stop, self._reload = threading.Event(), threading.Event()
        self._halt = threading.Event()
        self._work: Work | None = None
        self._scheduler: BackgroundScheduler | None = None

    def run(self) -> bool:
        """Work until stopped; whether everything in flight came to its end in time."""
        self._begin(self._load())
        seen = latest = self._stamp()
        ahead = _clock_ahead()
        with self._signals():
            while not self._stop.wait(LOOK_SECONDS):
                before, ahead = ahead, _clock_ahead()
                if ahead < before - PUT_BACK_SECONDS:
                    self._wake()
                before_it, latest = latest, self._stamp()
                is_saved = latest != seen and latest == before_it  # not in the middle of being written
                if self._reload.is_set() or is_saved:
                    seen = latest
                    self._reload.clear()
                    self.reload()
        return self._end()

    def stop(self) -> None:
        """Begin no more; `run` returns once what is in flight is done."""
        self._stop.set()

    def reload(self) -> bool:
        """Take up the configuration anew; a broken one is refused, and the old one stays."""
        try:
            work = self._load()
        except TrackerError as error:
            _log.error("configuration refused, the old one stays: %s", error)
            return False
        except Exception:  # whatever is wrong with the new one: the old one works
            _log.exception("configuration refused, the old one stays")
            return False
        self._end()
        self._begin(work)
        gc.collect()  # the old work is full of circles: a megabyte each time, until the collector comes by
        _log.info("configuration reloaded")
        return True

    def _begin(self, work: Work) -> None:
        self._halt = threading.Event()
        self._work = work
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": {"type": "threadpool", "max_workers": max(len(work.jobs), 1)}},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_listener(self._listen, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        for job in work.jobs:
            scheduler.add_job(
                job.run,
                Every(job.seconds),
                args=[self._halt],
                id=job.name,
                next_run_time=datetime.now(UTC),
            )
        scheduler.start()
        self._scheduler = scheduler

    def _end(self) -> bool:
        """Whether all jobs returned within the bound; what they worked with is closed after the last."""
        scheduler, work = self._scheduler, self._work
        assert scheduler is not None
        assert work is not None

        def finish() -> None:
            scheduler.shutdown()
            work.close()

        self._halt.set()
        ending = threading.Thread(target=finish, name="service-end", daemon=True)
        ending.start()
        ending.join(self._stop_seconds)
        if ending.is_alive():
            _log.warning("not all work ended within %g s; it returns by its lease", self._stop_seconds)
            return False
        return True

    def _wake(self) -> None:
        """The clock was put back: what is planned by the old one would wait for it to be caught up with."""
        assert self._scheduler is not None
        _log.warning("the clock was put back; all jobs run now")
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def _listen(self, event: JobExecutionEvent) -> None:
        missed = event.code == EVENT_JOB_MISSED
        detail = "missed its time" if missed else f"{type(event.exception).__name__}: {event.exception}"
        _log.error("job %s: %s", event.job_id, detail)
        self._on_trouble(event.job_id, detail)

    def _stamp(self) -> tuple[int, int] | None:
        """Time and size of the watched file; None while it is not there, as in the middle of a save."""
        if self._watched is not None:
            with suppress(OSError):
                status = self._watched.stat()
                return status.st_mtime_ns, status.st_size
        return None

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT stop, SIGHUP reloads; only the main thread can listen to them."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def on_stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            self._stop.set()

        def on_reload(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            self._reload.set()

        handlers = {signal.SIGTERM: on_stop, signal.SIGINT: on_stop}
        if hasattr(signal, "SIGHUP"):
            handlers[signal.SIGHUP] = on_reload
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _clock_ahead() -> float:
    """Seconds that the clock on the wall is ahead of the one that nobody can put back."""
    return time.time() - time.monotonic()
