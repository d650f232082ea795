"""The egress is a proxy on 127.0.0.1 through which a browser meets the same door as we do."""

import base64
import contextlib
import secrets
import select
import socket
import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tracker.fetch.address import Network
from tracker.fetch.connect import checked, open_socket, resolve
from tracker.fetch.trouble import Trouble

HEAD_BYTES = 65_536
CONNECT_SECONDS = 15.0
IDLE_SECONDS = 30.0
MOST_CONNECTIONS = 64
BLOCK_BYTES = 65_536
_HOP_HEADERS = (b"proxy-authorization", b"proxy-connection", b"connection", b"keep-alive")


@dataclass(slots=True)
class Egress:
    """Opens connections for one browser, to addresses that may be reached, up to a sum of bytes."""

    allowed: tuple[Network, ...]
    cap_bytes: int
    """Bytes in one visit; `begin` starts to count anew."""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    refused: dict[str, str] = field(default_factory=dict)
    """Hosts that the door did not open for, with the reason."""
    received_bytes: int = 0
    _listener: socket.socket = field(init=False)
    _slots: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_CONNECTIONS)
    )

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self._serve, name="egress", daemon=True).start()

    @property
    def url(self) -> str:
        """Address of the proxy."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def begin(self) -> None:
        """A new visit: nothing received, nothing refused."""
        self.received_bytes = 0
        self.refused.clear()

    def close(self) -> None:
        """Accept no further connection."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(
                target=self._guarded, args=(client,), name="egress-connection", daemon=True
            ).start()

    def _guarded(self, client: socket.socket) -> None:
        with self._slots, client, contextlib.suppress(OSError, ValueError):
            client.settimeout(IDLE_SECONDS)
            self._connection(client)

    def _connection(self, client: socket.socket) -> None:
        head, rest = _read_head(client)
        lines = head.split(b"\r\n")
        method, target, version = lines[0].split(b" ", 2)
        wanted = b"basic " + base64.b64encode(f"tracker:{self.password}".encode()).lower()
        if not any(
            _is_header(line, b"proxy-authorization") and line.lower().endswith(wanted) for line in lines
        ):
            client.sendall(
                b'HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm="tracker"\r\n'
                b"Content-Length: 0\r\nConnection: close\r\n\r\n"
            )
            return
        host, port, path = _destination(method, target)
        server = self._open(host, port)
        if server is None:
            return  # silence is an error to every page; a status would look like an answer from there
        with server:
            if method == b"CONNECT":
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                server.sendall(rest)
                self._relay(client, server)
            else:
                self._exchange(client, server, [b" ".join((method, path, version)), *lines[1:]], rest)

    def _exchange(
        self, client: socket.socket, server: socket.socket, lines: list[bytes], rest: bytes
    ) -> None:
        """One plain request and its answer.

        The browser must not send a second request this way: it would reach the first one's server.
        """
        length = _length(lines)
        server.sendall(_head(lines) + rest[:length])
        left = length - len(rest)
        while left > 0 and (block := client.recv(min(left, BLOCK_BYTES))):
            server.sendall(block)
            left -= len(block)
        head, body = _read_head(server)
        client.sendall(_head(head.split(b"\r\n")) + body)
        self.received_bytes += len(head) + len(body)
        client.shutdown(socket.SHUT_RD)
        while self.received_bytes <= self.cap_bytes and (block := server.recv(BLOCK_BYTES)):
            self.received_bytes += len(block)
            client.sendall(block)

    def _open(self, host: str, port: int) -> socket.socket | None:
        try:
            endpoints = checked(resolve(host, port, CONNECT_SECONDS), host, self.allowed)
            return open_socket(endpoints, CONNECT_SECONDS)
        except Trouble as trouble:
            self.refused[host] = trouble.detail
        except OSError as error:
            self.refused.setdefault(host, f"{host} does not answer: {error.strerror or error}.")
        return None

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        """Pass bytes both ways until one side ends, nothing moves, or the visit has cost enough."""
        while self.received_bytes <= self.cap_bytes:
            ready, _, _ = select.select([client, server], [], [], IDLE_SECONDS)
            if not ready:
                return
            for side in ready:
                block = side.recv(BLOCK_BYTES)
                if not block:
                    return
                if side is server:
                    self.received_bytes += len(block)
                (client if side is server else server).sendall(block)


def _read_head(client: socket.socket) -> tuple[bytes, bytes]:
    received = b""
    while b"\r\n\r\n" not in received:
        block = client.recv(BLOCK_BYTES)
        if not block or len(received) > HEAD_BYTES:
            raise ValueError("no head")
        received += block
    head, _, rest = received.partition(b"\r\n\r\n")
    return head, rest


def _destination(method: bytes, target: bytes) -> tuple[str, int, bytes]:
    """Host, port and path that a request line asks for; raises ValueError."""
    text = target.decode("ascii")
    parts = urlsplit(f"//{text}" if method == b"CONNECT" else text)
    if method != b"CONNECT" and parts.scheme != "http":
        raise ValueError("neither CONNECT nor http")
    if not parts.hostname:
        raise ValueError("no host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.hostname, parts.port or (443 if method == b"CONNECT" else 80), path.encode()


def _head(lines: list[bytes]) -> bytes:
    """A head that ends its connection, without what is meant for a proxy alone."""
    kept = [line for line in lines if line and not any(_is_header(line, name) for name in _HOP_HEADERS)]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])


def _length(lines: list[bytes]) -> int:
    """Bytes of a request's body; raises ValueError for a body without a declared size."""
    if any(_is_header(line, b"transfer-encoding") for line in lines):
        raise ValueError("a body of unknown size")
    return next((int(line.split(b":", 1)[1]) for line in lines if _is_header(line, b"content-length")), 0)


def _is_header(line: bytes, name: bytes) -> bool:
    return line.lower().startswith(name + b":")
