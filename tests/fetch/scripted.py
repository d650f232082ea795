"""A scripted server says on a socket exactly what a test tells it to."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Script = bytes | Callable[[socket.socket], None]


def answer(
    body: bytes = b"", status: str = "200 OK", content_type: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A whole answer; keyword names become headers, with dashes for underscores."""
    named = {"Content-Type": content_type, "Content-Length": str(len(body))}
    named |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


@dataclass
class ScriptedServer:
    """Answers each path with its script, and remembers what it was asked."""

    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    context: ssl.SSLContext | None = None
    listener: socket.socket = field(
        default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=64)
    )

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.context else 'http'}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """Paths asked for, robots.txt left out."""
        asked = [request.split(b" ", 2)[1].decode() for request in self.requests]
        return [path for path in asked if path != "/robots.txt"]

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                while request := self._request(connection):
                    self.requests.append(request)
                    path = request.split(b" ", 2)[1].decode()
                    default = answer(status="404 Not Found")
                    script = self.scripts.get(path, default)
                    if callable(script):
                        script(connection)
                        return
                    connection.sendall(script)

    def _request(self, connection: socket.socket) -> bytes:
        received = b""
        while b"\r\n\r\n" not in received:
            block = connection.recv(65_536)
            if not block:
                return b""
            received += block
        head, _, body = received.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += connection.recv(65_536)
        return head + b"\r\n\r\n" + body


@contextlib.contextmanager
def scripted(
    scripts: dict[str, Script] | None = None, context: ssl.SSLContext | None = None
) -> Iterator[ScriptedServer]:
    """A running server."""
    server = ScriptedServer(scripts or {}, context=context)
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.listener.close()
