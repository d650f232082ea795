"""A deadline shuts the socket of an exchange that lasts too long."""

import contextlib
import heapq
import itertools
import socket
import threading
import time

_current = threading.local()


class Deadline:
    """One moment in monotonic time, with the socket that ends at it.

    A time-out of a socket counts from byte to byte, so that a drip of two bytes a second never ends;
    shutting the socket from outside ends it, in the headers as well as in the body.
    """

    __slots__ = ("_lock", "_sock", "at", "fired")

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self.fired = False
        self._sock: socket.socket | None = None
        self._lock = threading.Lock()
        _watcher.add(self)

    @property
    def remaining_seconds(self) -> float:
        """Never below a millisecond, so that it can serve as a time-out."""
        return max(self.at - time.monotonic(), 0.001)

    @property
    def passed(self) -> bool:
        return self.fired or time.monotonic() >= self.at

    def watch(self, sock: socket.socket | None) -> None:
        """Shut this socket when the moment comes; None lets go of the last one."""
        with self._lock:
            self._sock = sock

    def fire(self) -> None:
        """Shut the socket now, if one is watched."""
        with self._lock:
            if self._sock is not None:
                self.fired = True
                with contextlib.suppress(OSError):
                    # The method of the plain class: the TLS one would drop state that its reader needs.
                    socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def __enter__(self) -> "Deadline":
        _current.deadline = self
        return self

    def __exit__(self, *_: object) -> None:
        _current.deadline = None
        self.watch(None)


def current_deadline() -> Deadline | None:
    """The deadline that this thread works under."""
    return getattr(_current, "deadline", None)


class _Watcher:
    """One thread that fires every deadline of the process."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Deadline]] = []
        self._order = itertools.count()
        self._wake = threading.Condition()
        self._running = False

    def add(self, deadline: Deadline) -> None:
        with self._wake:
            heapq.heappush(self._heap, (deadline.at, next(self._order), deadline))
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="fetch-deadlines", daemon=True).start()
            elif self._heap[0][2] is deadline:
                self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._heap or self._heap[0][0] > time.monotonic():
                    pause = self._heap[0][0] - time.monotonic() if self._heap else None
                    self._wake.wait(pause)
                _, _, due = heapq.heappop(self._heap)
            due.fire()


_watcher = _Watcher()
