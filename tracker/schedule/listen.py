"""A running service answers health checks and scrapes over HTTP."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6

from tracker.errors import NotPossible
from tracker.schedule.metrics import metrics
from tracker.schedule.status import Summary

REQUEST_SECONDS = 10.0
"""A client that sends its request more slowly is left."""
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

_log = logging.getLogger(__name__)


@contextmanager
def listening(address: str, summary: Callable[[], Summary]) -> Iterator[int]:
    """Answer `/healthz` and `/metrics` at "PORT" or "HOST:PORT" until the block ends; the port.

    Whoever reaches the port sees numbers only: no name of a policy, no address. Nothing can be changed.
    Port 0 is any free one. Raises NotPossible.
    """
    host, port = split_listen(address)
    try:
        server = _Server((host, port), _handler(summary))
    except (OSError, OverflowError) as error:
        raise NotPossible(f"cannot listen there ({error})", address, "Choose another address.") from error
    thread = threading.Thread(target=server.serve_forever, args=(0.2,), name="listen", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def split_listen(address: str) -> tuple[str, int]:
    """Host and port of "9100", "0.0.0.0:9100" or "[::1]:9100"; this machine only where no host is named."""
    host, _, port = address.rpartition(":")
    if not (port.isascii() and port.isdecimal() and int(port) < 65536):
        raise NotPossible("no port to listen on", address, 'Write "9100" or "127.0.0.1:9100".')
    return host.strip("[]") or "127.0.0.1", int(port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        if ":" in address[0]:
            self.address_family = AF_INET6
        super().__init__(address, handler)


def _handler(summary: Callable[[], Summary]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Two pages to read."""

        timeout = REQUEST_SECONDS
        server_version, sys_version = "tracker", ""

        def do_GET(self) -> None:
            """Answer 200 or 503 for a health check, the numbers for a scrape."""
            path = self.path.partition("?")[0]
            if path not in ("/healthz", "/metrics"):
                self._answer(404, "Here are /healthz and /metrics.\n")
                return
            try:
                found = summary()
            except Exception as error:  # the archive cannot be read: that is no health, and no reason to die
                _log.exception("the status cannot be read")
                self._answer(503, f"the status cannot be read: {type(error).__name__}\n")
                return
            if path == "/metrics":
                self._answer(200, metrics(found), PROMETHEUS)
            else:
                self._answer(200 if found.is_healthy else 503, "ok\n" if found.is_healthy else "silent\n")

        do_HEAD = do_GET  # noqa: N815 - the base class's name

        def _answer(self, status: int, text: str, media_type: str = "text/plain; charset=utf-8") -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing: a scrape every few seconds is no news."""

    return Handler
