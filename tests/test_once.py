"""Promises about values that are dear."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tracker.once import once


def test_threads_that_ask_together_compute_once() -> None:
    """Sixteen threads that need the same lexicon at the same moment build it once."""
    built = []
    gate = threading.Barrier(16)

    @once
    def dear(name: str) -> str:
        built.append(name)
        time.sleep(0.05)
        return name.upper()

    def ask(_: int) -> str:
        gate.wait()
        return dear("en")

    with ThreadPoolExecutor(16) as pool:
        assert ["EN"] * 16 == list(pool.map(ask, range(16)))
    assert ["en"] == built


def test_each_argument_has_its_own_value() -> None:
    """A lexicon of one language is not that of another."""
    assert ["EN", "NL"] == [once(str.upper)(name) for name in ("en", "nl")]
