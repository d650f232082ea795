"""Runs one command and measures what its whole process tree cost."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_EVERY_SECONDS = 0.05
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost."""

    cpu_seconds: float
    """User and system time of the process and all its descendants that it waited for."""
    wall_seconds: float
    peak_mb: float
    """Highest resident memory of the tree together, looked at twenty times a second."""
    exit_code: int
    printed: str


def run(command: list[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Run a command to its end in a folder; Linux only, since memory is read from /proc."""
    log = folder / "printed"
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    watch.ended.set()
    watch.join()
    return Cost(
        cpu_seconds=round(used.ru_utime + used.ru_stime, 3),
        wall_seconds=round(wall, 3),
        peak_mb=round(watch.peak_bytes / 2**20, 1),
        exit_code=process.returncode,
        printed=log.read_text("utf-8", "replace"),
    )


class _Watch(Thread):
    """Looks at the memory of a process tree until it is told that it ended."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.ended = Event()
        self.peak_bytes = 0

    def run(self) -> None:
        while not self.ended.wait(_EVERY_SECONDS):
            self.peak_bytes = max(self.peak_bytes, sum(map(_resident_bytes, _tree(self.root))))


def _tree(root: int) -> list[int]:
    found, open_ones = [], [root]
    while open_ones:
        process = open_ones.pop()
        found.append(process)
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                open_ones.extend(map(int, children.read_text().split()))
            except OSError:  # it ended meanwhile
                continue
    return found


def _resident_bytes(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE_BYTES
    except OSError:
        return 0
