"""Ctrl-C ends a command at once, with what it has to say."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click

from tracker.cli import codes

SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def ending_at_once(last_words: Callable[[], None]) -> Iterator[None]:
    """While the block runs, Ctrl-C prints what was done and ends the process.

    It does not wait for servers that are slow to answer. That is safe because whatever a check writes is
    written whole or not at all: an interrupt is one more way to be killed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        last_words()
        leave()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def leave() -> NoReturn:
    """Say that it was interrupted, and end the process without waiting for its threads."""
    if sys.stderr.isatty():
        sys.stderr.write(SHOW_CURSOR)
    click.echo("Interrupted. What was finished is stored; run the same command again for the rest.", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(codes.INTERRUPTED)
