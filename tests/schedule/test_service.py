"""The service runs for years: it stops cleanly, reloads, survives a kill and a wrong clock."""

import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.errors import WatchlistError
from tracker.schedule.service import Job, Service, Work
from tracker.schedule.tick import LEASE_SECONDS

ROOT = Path(__file__).parents[2]


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until something has happened; a failure if it never does."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


class Victim:
    """The service of `tests.schedule.victim`, running."""

    def __init__(self, folder: Path, seconds: float, stop_seconds: float = 10.0) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.schedule.victim", str(folder), str(seconds), str(stop_seconds)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def log(self) -> list[str]:
        path = self.folder / "checks.txt"
        return path.read_text().splitlines() if path.exists() else []

    def saw(self, line: str) -> Callable[[], bool]:
        return lambda: line in self.log


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Victim]]:
    """Starts a service over the names in `policies.txt`; what still runs at the end is killed."""
    (tmp_path / "policies.txt").write_text("anna ben")
    begun: list[Victim] = []

    def starting(seconds: float = 0.0, stop_seconds: float = 10.0) -> Victim:
        begun.append(Victim(tmp_path, seconds, stop_seconds))
        return begun[-1]

    yield starting
    for victim in begun:
        if victim.process.poll() is None:
            victim.process.kill()
        victim.process.communicate()


def test_a_sigterm_lets_a_check_come_to_its_end(start: Callable[..., Victim]) -> None:
    """What is in flight is finished and written down; the exit is clean."""
    victim = start(0.5)
    wait_for(victim.saw("begin anna"))
    victim.process.send_signal(signal.SIGTERM)

    assert victim.process.wait(15) == 0
    assert victim.log[-1] == "ended True"
    assert victim.log.count("begin anna") == victim.log.count("end anna") == 1


def test_a_check_that_does_not_end_holds_up_a_stop_no_longer_than_its_bound(
    start: Callable[..., Victim],
) -> None:
    """The service says that it did not end; its policy returns by its lease."""
    victim = start(5.0, 0.2)
    wait_for(victim.saw("begin anna"))
    victim.process.send_signal(signal.SIGTERM)
    wait_for(victim.saw("ended False"))

    assert "end anna" not in victim.log


def test_a_kill_loses_no_policy(start: Callable[..., Victim]) -> None:
    """What was being checked is due again when its lease ends."""
    victim = start(5.0)
    wait_for(victim.saw("begin ben"))
    victim.process.kill()
    victim.process.wait(15)
    with Archive.open(victim.folder / "snapshots") as archive:
        now = datetime.now(UTC)
        back = Due(archive).claim(now + timedelta(seconds=LEASE_SECONDS + 5), 10)

    assert sorted(back) == ["anna/privacy", "ben/privacy"]


def test_a_changed_file_is_taken_up(start: Callable[..., Victim]) -> None:
    """And a broken one is refused, while the old one stays in force."""
    victim = start()
    wait_for(victim.saw("end ben"))
    (victim.folder / "policies.txt").write_text("anna ben broken")
    wait_for(victim.saw("refused"))
    assert victim.process.poll() is None

    (victim.folder / "policies.txt").write_text("anna ben cleo dora")
    wait_for(victim.saw("end dora"))
    victim.process.send_signal(signal.SIGTERM)
    _, words = victim.process.communicate(timeout=15)

    assert victim.log.count("begin anna") == 1
    assert "a broken name" in words


def test_a_sighup_reloads(start: Callable[..., Victim]) -> None:
    """Without a change of the file, too."""
    victim = start()
    wait_for(victim.saw("end ben"))
    victim.process.send_signal(signal.SIGHUP)
    wait_for(lambda: victim.log.count("loaded anna ben") == 2)

    assert victim.process.poll() is None


def test_a_second_service_on_one_archive_is_told_so(start: Callable[..., Victim]) -> None:
    """With the process that runs it."""
    first = start()
    wait_for(first.saw("end ben"))
    second = start()
    _, words = second.process.communicate(timeout=15)

    assert second.process.returncode != 0
    assert f"is run by process {first.process.pid}" in words
    assert first.process.poll() is None


class Counting:
    """A job that counts its runs."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.runs, self.fault = 0, fault

    def __call__(self, halt: threading.Event) -> None:
        self.runs += 1
        if self.fault is not None:
            raise self.fault


def serving(service: Service) -> threading.Thread:
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    return thread


def test_a_clock_that_is_put_back_stops_no_job() -> None:
    """A day back: the jobs do not wait for a day."""
    job = Counting()
    with time_machine.travel(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), tick=True) as traveller:
        service = Service(lambda: Work((Job("tick", job, 0.05),)))
        thread = serving(service)
        wait_for(lambda: job.runs > 2)
        traveller.shift(timedelta(days=-1))
        seen = job.runs
        wait_for(lambda: job.runs > seen + 5)
        service.stop()
        thread.join(15)

    assert not thread.is_alive()


@pytest.mark.parametrize("span", [timedelta(hours=1), timedelta(days=56 * 365)])
def test_a_clock_that_leaps_runs_a_job_once_for_all_it_missed(span: timedelta) -> None:
    """A suspended machine that wakes up has one tick to do, not a thousand."""
    job = Counting()
    with time_machine.travel(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), tick=True) as traveller:
        service = Service(lambda: Work((Job("tick", job, 0.3),)))
        thread = serving(service)
        wait_for(lambda: job.runs >= 1)
        traveller.shift(span)
        seen = job.runs
        wait_for(lambda: job.runs > seen)
        assert job.runs <= seen + 3
        service.stop()
        thread.join(15)

    assert not thread.is_alive()


def test_a_job_that_fails_is_run_again_and_heard_of() -> None:
    """One fault of ours ends neither the job nor the service."""
    job, heard = Counting(OSError("the disk is full")), list[tuple[str, str]]()
    service = Service(
        lambda: Work((Job("tick", job, 0.05),)),
        on_trouble=lambda name, detail: heard.append((name, detail)),
    )
    thread = serving(service)
    wait_for(lambda: job.runs >= 3)
    service.stop()
    thread.join(15)

    assert heard[0] == ("tick", "OSError: the disk is full")


def test_a_broken_configuration_keeps_the_old_work() -> None:
    """And closes nothing of it."""
    closed: list[int] = []
    loads = iter(range(10))

    def load() -> Work:
        number = next(loads)
        if number == 1:
            raise WatchlistError("no such key", "tracker.toml:3")
        if number == 2:
            raise RuntimeError("a fault of ours")
        return Work((), lambda: closed.append(number))

    service = Service(load)
    thread = serving(service)
    wait_for(lambda: service._scheduler is not None)

    assert (service.reload(), service.reload()) == (False, False)
    assert closed == []
    assert service.reload() is True
    assert closed == [0]
    service.stop()
    thread.join(15)
    assert closed == [0, 3]


def test_what_a_reload_replaces_is_let_go() -> None:
    """Whoever saves the watchlist a thousand times has one in memory."""

    class Watched:
        def __init__(self) -> None:
            self.circle = self

        def run(self, halt: threading.Event) -> None:
            """Nothing to do."""

    loaded: list[weakref.ref[Watched]] = []

    def load() -> Work:
        watched = Watched()
        loaded.append(weakref.ref(watched))
        return Work((Job("tick", watched.run, 0.05),))

    service = Service(load)
    thread = serving(service)
    wait_for(lambda: service._scheduler is not None)
    for _ in range(3):
        assert service.reload()

    assert [reference() is not None for reference in loaded] == [False, False, False, True]
    service.stop()
    thread.join(15)


def test_work_that_outlasts_a_reload_is_closed_when_it_ends() -> None:
    """Not before, and not never."""
    release, begun, closed = threading.Event(), threading.Event(), list[int]()
    loads = iter(range(10))

    def slow(halt: threading.Event) -> None:
        begun.set()
        release.wait(20)

    def load() -> Work:
        number = next(loads)
        jobs = (Job("tick", slow, 60.0),) if number == 0 else ()
        return Work(jobs, lambda: closed.append(number))

    service = Service(load, stop_seconds=0.1)
    thread = serving(service)
    assert begun.wait(15)
    assert service.reload()
    assert closed == []
    release.set()
    wait_for(lambda: closed == [0])
    service.stop()
    thread.join(15)

    assert closed == [0, 1]


def test_importing_the_schedule_is_cheap() -> None:
    """Only the service loads APScheduler, and only when it is asked for."""
    code = "import tracker.schedule, tracker.schedule.status, sys; print('apscheduler' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ}
    )

    assert found.stdout == "False\n"


def test_the_settings_of_the_scheduler_drop_no_job() -> None:
    """Its own defaults drop what is a second late."""
    service = Service(lambda: Work((Job("tick", Counting(), 60.0),)))
    thread = serving(service)
    wait_for(lambda: service._scheduler is not None and bool(service._scheduler.get_jobs()))
    assert service._scheduler is not None
    (job,) = service._scheduler.get_jobs()
    found = (job.misfire_grace_time, job.coalesce, job.max_instances)
    service.stop()
    thread.join(15)

    assert found == (None, True, 1)


def test_a_file_that_is_being_written_is_not_read(tmp_path: Path) -> None:
    """An editor empties a file before it fills it; only what stays for a look is taken up."""
    watched, texts = tmp_path / "list", list[str]()
    watched.write_text("whole")

    def load() -> Work:
        texts.append(watched.read_text())
        return Work(())

    service = Service(load, watched=watched)
    thread = serving(service)
    wait_for(lambda: texts == ["whole"])
    for part in range(40):
        watched.write_text("x" * part)
        time.sleep(0.05)
    watched.write_text("another whole")
    wait_for(lambda: len(texts) > 1)
    service.stop()
    thread.join(15)

    assert texts == ["whole", "another whole"]
