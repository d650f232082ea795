"""One process at a time runs an archive; the lock goes with the process, however it ends."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.archive.errors import LockedError, explained
from tracker.archive.layout import LOCK
from tracker.archive.moment import from_text, to_text


@dataclass(frozen=True, slots=True)
class Runner:
    """Who runs an archive."""

    pid: int
    host: str
    since: datetime


@contextmanager
def running(folder: Path, now: datetime) -> Iterator[None]:
    """Be the one that runs the archive; raises `LockedError` where another one does.

    Single checks need no lock: what they write is one transaction each.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _held(folder) from error
        about = {"pid": os.getpid(), "host": socket.gethostname(), "since": to_text(now)}
        with explained(folder):
            os.ftruncate(handle, 0)
            os.pwrite(handle, (json.dumps(about) + "\n").encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def runner(folder: Path) -> Runner | None:
    """Who runs the archive now; None: nobody."""
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named(os.pread(handle, 4096, 0))
    finally:
        os.close(handle)
    return None


def _held(folder: Path) -> LockedError:
    who = runner(folder)
    by = (
        f"process {who.pid} on {who.host}, since {to_text(who.since)[:19]}Z"
        if who and who.pid
        else "another process"
    )
    return LockedError(
        f"The archive {folder} is run by {by}. Stop that one first, or give this one an archive of its own."
    )


def _named(content: bytes) -> Runner:
    try:
        about = json.loads(content)
        return Runner(int(about["pid"]), str(about["host"]), from_text(about["since"]))
    except (ValueError, KeyError, TypeError):
        return Runner(0, "", datetime.fromtimestamp(0).astimezone())
