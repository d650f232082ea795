"""The browser renders pages whose text is put together by scripts."""

import base64
import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.fetch.capture import Exchange
from tracker.fetch.settings import FetchSettings
from tracker.fetch.trouble import AddressRefused, Trouble
from tracker.gate.reading import Reason

CHILD = "tracker.fetch.browser_child"
PAGES_A_BROWSER = 100  # then a fresh one, so that what leaks does not add up
START_SECONDS = 30.0
GRACE_SECONDS = 2.0
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
INSTALL_EXTRA = "pip install 'privacy-policy-tracker[browser]'"
INSTALL_CHROMIUM = "install Chromium (Debian and Ubuntu: apt-get install chromium)"


def find_chromium(settings: FetchSettings) -> str | None:
    """Path of the configured browser, or of the first one that is installed."""
    if settings.chromium:
        return settings.chromium if Path(settings.chromium).is_file() else None
    named = (shutil.which(name) for name in NAMES)
    return next((path for path in (*named, *PLACES) if path and Path(path).is_file()), None)


def missing_browser(settings: FetchSettings) -> str | None:
    """What to do before pages can be rendered; None where all is there."""
    steps = []
    if find_spec("playwright") is None:
        steps.append(INSTALL_EXTRA)
    if find_chromium(settings) is None:
        at = f" at {settings.chromium}" if settings.chromium else ""
        steps.append(f"{INSTALL_CHROMIUM}; there is none{at}")
    return "To render pages: " + ", and ".join(steps) + "." if steps else None


class Browser:
    """One browser in a process of its own, started with the first page and renewed now and then.

    Playwright, Chromium and the guard that they go out through live in that process, so that a page
    which hangs costs us no more than its deadline.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def render(self, url: str, language: str | None, at: datetime) -> tuple[Exchange, ...]:
        """The exchanges that led to the page, the last with the page as rendered; raises Trouble."""
        if missing := missing_browser(self._settings):
            raise Trouble(Reason.BROWSER, missing)
        started = time.monotonic()
        with self._lock:
            try:
                child = self._running()
                answer = child.ask({"url": url, "language": language}, self._settings.deadline_seconds)
            except _Hung as hung:
                self._stop(at_once=True)
                raise Trouble(Reason.BROWSER, f"The browser gave up on {url}: {hung}") from hung
            if child.pages >= PAGES_A_BROWSER:
                self._stop()
        return _exchanges(answer, at, time.monotonic() - started)

    def close(self) -> None:
        """End the browser."""
        with self._lock:
            self._stop()

    def _running(self) -> "_Child":
        if self._child is None:
            self._child = _Child(self._settings)
        return self._child

    def _stop(self, *, at_once: bool = False) -> None:
        if self._child is not None:
            self._child.end(0.0 if at_once else 3.0)
            self._child = None


class _Hung(Exception):
    """The process gave no answer."""


class _Child:
    """The process, with a line of JSON for each page in and out."""

    def __init__(self, settings: FetchSettings) -> None:
        self.pages = 0
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own module, no shell)
            [sys.executable, "-P", "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, name="fetch-browser", daemon=True).start()
        self._say(
            {
                "chromium": find_chromium(settings),
                "user_agent": settings.user_agent,
                "allow_networks": settings.allow_networks,
                "size_cap_bytes": settings.size_cap_bytes,
                "deadline_seconds": settings.deadline_seconds,
                "proxy": settings.proxy_for("https") or settings.proxy_for("http"),
            }
        )

    def ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        if self.pages == 0 and (failed := self._listen_for(START_SECONDS).get("failed")):
            raise _Hung(str(failed))
        self.pages += 1
        self._say(job)
        return self._listen_for(seconds + GRACE_SECONDS)

    def _listen_for(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise _Hung(f"no answer in {seconds:g} s") from None
        if not line:
            raise _Hung("its process ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self, patience_seconds: float) -> None:
        """Let the process end, then kill what is left of it and of everything that it started."""
        started = _descendants(self._process.pid)
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience_seconds)
        self._process.kill()
        self._process.wait()
        for pid, born in started:
            if born and born == _born(pid):
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _Hung("its process ended") from error

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")


def _exchanges(answer: dict[str, Any], at: datetime, seconds: float) -> tuple[Exchange, ...]:
    if problem := answer.get("refused"):
        raise AddressRefused(str(problem))
    if problem := answer.get("failed"):
        raise Trouble(Reason(answer["reason"]), str(problem))
    hops = answer["hops"]
    body = base64.b64decode(answer["body"])
    return tuple(
        Exchange(
            url=hop["url"],
            request_headers=tuple((str(k), str(v)) for k, v in hop["request_headers"]),
            status=hop["status"],
            phrase=hop["phrase"],
            headers=tuple((str(k), str(v)) for k, v in hop["headers"]),
            payload=body if hop is hops[-1] else b"",
            body=body if hop is hops[-1] else b"",
            started_at=at,
            seconds=round(seconds, 6) if hop is hops[-1] else 0.0,
        )
        for hop in hops
    )


def _descendants(pid: int) -> list[tuple[int, str]]:
    """Processes below this one with their times of birth, where the system shows them."""
    found: list[tuple[int, str]] = []
    with contextlib.suppress(OSError, ValueError):
        for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
            found += [*_descendants(child), (child, _born(child))]
    return found


def _born(pid: int) -> str:
    """When a process started, so that its number is not taken for another's; "" where it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    return ""
