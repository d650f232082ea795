"""Politeness keeps our visits to one host apart."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class _Host:
    __slots__ = ("next_visit", "slots")

    def __init__(self, connections: int) -> None:
        self.slots = threading.BoundedSemaphore(connections)
        self.next_visit = 0.0


class Politeness:
    """A few requests at a time to one host, with a pause between two visits.

    A visit is a page with its robots.txt and its redirects; these follow each other without a pause.
    """

    def __init__(self, delay_seconds: float, connections: int) -> None:
        self._delay = delay_seconds
        self._connections = max(1, connections)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def visit(self, host: str, delay_seconds: float = 0.0) -> None:
        """Wait until the next visit of this host is due, and take it.

        The host's own wish (`Crawl-delay`) is passed in; the longer of the two pauses holds.
        """
        with self._lock:
            known = self._host(host)
            now = time.monotonic()
            at = max(known.next_visit, now)
            known.next_visit = at + max(self._delay, delay_seconds)
        if at > now:
            time.sleep(at - now)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Hold one of the host's slots for one request."""
        with self._lock:
            slots = self._host(host).slots
        with slots:
            yield

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self._connections)
        return self._hosts[host]
