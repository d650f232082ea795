"""`tracker run` as a process: what it answers, logs and takes on while it is at work."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.conftest import Tracker
from tests.cli.site import BIOMETRIC, Site, policy

Watch = Callable[..., Path]
Start = Callable[..., AbstractContextManager["Running"]]
LISTENING = "Health and metrics on port "


class Running:
    """A `tracker run` and what it says."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.words = folder / "stderr.txt"
        with self.words.open("w") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker", "run", *arguments],
                cwd=folder,
                env=os.environ | {"NO_COLOR": "1"},
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )

    def wait_for(self, text: str, seconds: float = 30) -> str:
        """Wait until it said so; the line."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for line in self.words.read_text().splitlines():
                if text in line:
                    return line
            time.sleep(0.05)
        raise AssertionError(f"it never said {text!r}, but: {self.words.read_text()}")

    def stop(self) -> str:
        """Ask it to end; what it printed."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=30)[0]


@pytest.fixture
def running(tmp_path: Path) -> Start:
    @contextmanager
    def start(*arguments: str) -> Iterator[Running]:
        begun = Running(tmp_path, *arguments)
        try:
            yield begun
        finally:
            if begun.process.poll() is None:
                begun.process.kill()
            begun.process.communicate()

    return start


def test_a_service_is_asked_out_of_turn(tracker: Tracker, watch: Watch, site: Site, running: Start) -> None:
    """The running process looks, not a second one beside it; whoever asked sees what it found."""
    watch('every = "1d"\n', Harbour=site.put("/privacy", policy()))
    with running("--log", "json") as service:
        service.wait_for('"outcome": "first"')
        site.put("/privacy", policy(BIOMETRIC))
        asked = tracker("check", "harbour", "--now")
        line = service.wait_for('"outcome": "changed"')
        out = service.stop()

    assert asked.code == 1, asked.said
    assert "newly discloses biometric" in asked.out
    assert "voiceprint" in out, "the service itself told it, too"
    found = json.loads(line)
    assert (found["message"], found["policy"], found["status"]) == ("checked", "harbour/privacy", 200)
    assert found["materiality"] == "substantive"


def test_without_a_service_now_is_now(tracker: Tracker, watch: Watch, site: Site) -> None:
    """The command looks itself."""
    watch(Harbour=site.put("/privacy", policy()))
    assert "first version" in tracker("check", "--now").out


def test_health_and_metrics_are_answered(watch: Watch, site: Site, running: Start) -> None:
    """As long as it runs; with the numbers of this archive."""
    watch(Harbour=site.put("/privacy", policy()), Gone=f"{site.address}/gone")
    with running("--listen", "0", "--log", "json") as service:
        port = int(service.wait_for(LISTENING).removeprefix(LISTENING).rstrip("."))
        service.wait_for('"outcome": "unreadable"')
        service.wait_for('"outcome": "first"')
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.read() == b"ok\n"
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        service.stop()

    assert "tracker_policies 2\n" in text
    assert "tracker_policies_unreadable 1\n" in text
    assert "tracker_up 1\n" in text


def test_a_changed_watchlist_is_taken_up_and_a_broken_one_refused(
    watch: Watch, site: Site, running: Start
) -> None:
    """A policy that is added is checked; a mistake is named with its line, and the old list stays at work."""
    file = watch(Harbour=site.put("/privacy", policy()))
    text = file.read_text("utf-8")
    added = f'\n[[policy]]\nservice = "Pier"\nurl = "{site.put("/pier", policy())}"\n'
    with running("--log", "json") as service:
        service.wait_for('"policy": "harbour/privacy"')
        file.write_text(text + added.replace("url", "urk"), "utf-8")
        refused = json.loads(service.wait_for("configuration refused"))
        file.write_text(text.replace("[tracker]", '[tracker]\narchive = "elsewhere"'), "utf-8")
        moved = json.loads(service.wait_for("the archive is another folder now"))
        file.write_text(text + added, "utf-8")
        service.wait_for('"policy": "pier/privacy"')
        service.stop()

    assert 'unknown key "urk"' in refused["message"]
    assert f"line {(text + added).count(chr(10))}" in refused["message"]
    assert refused["level"] == moved["level"] == "error"
    assert service.process.returncode == 0


def test_a_sighup_reads_the_watchlist_anew(watch: Watch, site: Site, running: Start) -> None:
    """Also where the file is the same."""
    watch(Harbour=site.put("/privacy", policy()))
    with running("--log", "json") as service:
        service.wait_for('"outcome": "first"')
        service.process.send_signal(signal.SIGHUP)
        service.wait_for("configuration reloaded")
        service.stop()

    assert service.process.returncode == 0


def test_a_site_that_hangs_holds_up_a_stop_no_longer_than_is_set(
    tracker: Tracker, watch: Watch, site: Site, running: Start
) -> None:
    """The process ends by itself; the policy it was at is due at once for the next one."""
    release = threading.Event()
    reached = threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        reached.set()
        release.wait(60)
        request.close_connection = True

    watch("stop_seconds = 0.3\n", Harbour=site.do("/privacy", hang))
    with running() as service:
        assert reached.wait(30)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(20) == 0
    assert "not all work ended within 0.3 s" in service.words.read_text()
    release.set()
    site.put("/privacy", policy())

    assert "first version" in tracker("run", "--once").out


def test_a_second_process_on_one_archive_is_told_so(
    tracker: Tracker, watch: Watch, site: Site, running: Start
) -> None:
    """With the number of the first, which goes on."""
    watch(Harbour=site.put("/privacy", policy()))
    with running("--log", "json") as service:
        service.wait_for('"outcome": "first"')
        second, once = tracker("run"), tracker("run", "--once")
        assert service.process.poll() is None

    for refused in (second, once):
        assert refused.code == 2
        assert f"is run by process {service.process.pid}" in refused.err
        assert "Stop that one first" in refused.err


def test_a_monitor_is_told_that_all_is_well(
    tracker: Tracker, watch: Watch, site: Site, running: Start
) -> None:
    """After a single round, and while the service runs; not by a second process that is refused."""
    beats: list[str] = []

    def beat(request: BaseHTTPRequestHandler) -> None:
        beats.append(request.command)
        request.send_response(204)
        request.end_headers()

    watch(f'heartbeat_url = "{site.do("/beat", beat)}"\n', Harbour=site.put("/privacy", policy()))
    tracker("run", "--once")
    assert beats == ["GET"]
    with running("--log", "json") as service:
        until = time.monotonic() + 30
        while len(beats) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        tracker("run", "--once")
        service.stop()

    assert beats == ["GET", "GET"]
