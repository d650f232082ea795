"""Serves the invented pages on 127.0.0.1, in the state that the driver asks for."""

import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection

from benchmarks.cycle.pages import NONCE, site


@dataclass(frozen=True, slots=True)
class State:
    """How the pages are served."""

    version: int = 0
    """0 first, 1 changed, 2 later."""
    validators: bool = False
    """Whether there is an ETag, so that an unchanged page is answered with 304."""
    nonce: bool = False
    """Whether each answer has a fresh token in a script."""
    latency_seconds: float = 0.0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, pages: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = State()
        self.answers: Counter[int] = Counter()
        sites = [site(number) for number in range(pages)]
        self.bodies = [(each.first, each.changed, each.later) for each in sites]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        number = self.path.strip("/").partition("/")[0]
        if not number.isdigit() or int(number) >= len(self.server.bodies):
            self._answer(404, b"")
            return
        state = self.server.state
        time.sleep(state.latency_seconds)
        body = self.server.bodies[int(number)][state.version]
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"' if state.validators else ""
        if tag and self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", tag)
        else:
            fresh = body.replace(NONCE, secrets.token_hex(16).encode()) if state.nonce else body
            self._answer(200, fresh, tag)

    def _answer(self, status: int, body: bytes, tag: str = "") -> None:
        self.server.answers[status] += 1
        self.send_response_only(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)


def _serve(pages: int, driver: Connection) -> None:
    from threading import Thread  # noqa: PLC0415 - only in the child

    server = _Server(pages)
    Thread(target=server.serve_forever, daemon=True).start()
    driver.send(server.server_address[1])
    while (state := driver.recv()) is not None:
        server.state = state
        driver.send(dict(server.answers))
        server.answers.clear()


class Pages:
    """The server as its driver sees it."""

    def __init__(self, link: Connection, count: int) -> None:
        self._link = link
        port = link.recv()
        self.urls = [f"http://127.0.0.1:{port}/{number}/privacy" for number in range(count)]

    def become(self, state: State) -> dict[int, int]:
        """Serve in another state; how often each status was answered since the last time."""
        self._link.send(state)
        answered: dict[int, int] = self._link.recv()
        return answered


@contextmanager
def served(count: int) -> Iterator[Pages]:
    """A server with so many pages, in a process of its own, so that its time counts for nobody."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(count, theirs), daemon=True)
    process.start()
    try:
        yield Pages(ours, count)
    finally:
        ours.send(None)
        process.join(5)
        process.kill()
