"""The memory of the whole process is set up for many threads that each read one page."""

import ctypes
import gc
import sys

GARBAGE_AFTER = 50_000
"""New objects between two looks for garbage in cycles; Python's own 700 costs a first reading a fifth."""

_ARENAS = 2
_M_ARENA_MAX = -8  # malloc.h of glibc


def set_up() -> None:
    """Look for garbage less often; let threads share two heaps.

    glibc gives each thread a heap of its own and keeps what the thread frees in it: with 16 workers a
    fifth of the program's memory. Other C libraries have no such setting, and are left alone.
    """
    gc.set_threshold(GARBAGE_AFTER, 20, 20)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
