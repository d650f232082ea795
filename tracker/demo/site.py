"""The web of the story: a policy page and a webhook receiver, behind one local HTTP proxy.

The demo configures this server as its proxy, so that the archive holds the addresses of the story
and not a port of this machine, and the fetch goes the same way as any other.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tracker.demo.story import HOST, Scene, page

HOOK_HOST = "newsroom.example"
HOOK_URL = f"http://{HOOK_HOST}/hook"
BODY_CAP_BYTES = 1_000_000


class Web:
    """What the local server answers, and what it received."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.scene: Scene | None = None
        self.requests = 0
        """Of the policy page, so far; each gets a fresh token."""
        self.hooks: list[tuple[dict[str, str], bytes]] = []
        """Headers and body of every webhook received, in order."""
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def served(self) -> Iterator["Web"]:
        """Answer on a free port of 127.0.0.1 until the block ends."""
        web = self

        class Handler(_Handler):
            story = web

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="demo-web")
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    story: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.hostname == HOST and url.path == "/robots.txt":
            self._answer(200, "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n")
        elif url.hostname == HOST and url.path == "/privacy" and self.story.scene is not None:
            self.story.requests += 1
            token = sha256(str(self.story.requests).encode()).hexdigest()[:16]
            self._answer(200, "text/html; charset=utf-8", page(self.story.scene, token))
        else:
            self._answer(404, "text/plain; charset=utf-8", b"no such page\n")

    def do_POST(self) -> None:
        size = min(int(self.headers.get("Content-Length") or 0), BODY_CAP_BYTES)
        body = self.rfile.read(size)
        if urlsplit(self.path).hostname == HOOK_HOST:
            self.story.hooks.append((dict(self.headers.items()), body))
            self._answer(200, "text/plain; charset=utf-8", b"received\n")
        else:
            self._answer(404, "text/plain; charset=utf-8", b"no such hook\n")

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self.story.clock(), usegmt=True))
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Keep the terminal for the story."""
