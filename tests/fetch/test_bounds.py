"""What a hostile server can cost is bounded: seconds, bytes, memory."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib

import pytest

from tests.fetch.conftest import MakeClient
from tests.fetch.scripted import ScriptedServer, answer
from tracker.fetch.capture import Capture, Failure
from tracker.fetch.client import Client
from tracker.fetch.door import post
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.policy import Source

BOMB_BYTES = 64_000_000


def _drip(connection: socket.socket, start: bytes, drop: bytes) -> None:
    connection.sendall(start)
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        connection.sendall(drop)
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["body", "headers", "one header", "continue", "chunks"],
)
def test_a_drip_ends_at_the_deadline(
    server: ScriptedServer, client_with: MakeClient, start: bytes, drop: bytes
) -> None:
    """It gives up on an answer that never ends, wherever it drips."""
    server.scripts["/"] = lambda connection: _drip(connection, start, drop)
    started = time.monotonic()
    fetched = client_with(deadline_seconds=0.6, robots=False).fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason in ("unreachable", "truncated")
    assert time.monotonic() - started < 10


def test_half_read_headers_are_no_answer(server: ScriptedServer, client_with: MakeClient) -> None:
    """It knows that the deadline fired, although what it had read looked like a whole answer."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    server.scripts["/"] = lambda connection: _drip(connection, head, b"X-More: 1\r\n")
    fetched = client_with(deadline_seconds=0.4, robots=False).fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert "in time" in fetched.detail


def test_a_drip_in_the_handshake_ends_at_the_deadline(
    server: ScriptedServer, client_with: MakeClient
) -> None:
    """It gives up on a TLS handshake that never ends."""
    server._request = lambda connection: (_drip(connection, b"\x16\x03\x03\x40\x00", b"\x00"), b"")[1]  # type: ignore[method-assign]
    url = server.url().replace("http:", "https:")
    fetched = client_with(deadline_seconds=0.5, robots=False).fetch(Source((url,)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "unreachable"


def test_a_webhook_that_never_answers_ends(server: ScriptedServer) -> None:
    """It does not wait for a receiver longer than it was told."""
    server.scripts["/hook"] = lambda connection: _drip(connection, b"HTTP/1.1 200 OK\r\n", b"A: b\r\n")
    sent = post(server.url("/hook"), b"{}", {}, FetchSettings(allow_networks=("127.0.0.0/8",)), 0.4)
    assert isinstance(sent, Failure)


def test_a_long_thank_you_of_a_webhook_is_cut(server: ScriptedServer) -> None:
    """It takes a delivered message for delivered, however much the receiver has to say."""
    server.scripts["/hook"] = answer(b"x" * 1_000_000)
    sent = post(server.url("/hook"), b"{}", {}, FetchSettings(allow_networks=("127.0.0.0/8",)))
    assert not isinstance(sent, Failure)
    assert sent.status == 200
    assert len(sent.body) < 200_000


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(BOMB_BYTES // len(block))) + packer.flush()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """64 MB of zeros, packed into 64 KB."""
    return _bomb()


def _peak_bytes(client: Client, url: str) -> tuple[object, int]:
    tracemalloc.start()
    try:
        fetched = client.fetch(Source((url,)))
        return fetched, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_compression_bomb_costs_no_more_than_the_cap(
    server: ScriptedServer, client_with: MakeClient, bomb: bytes
) -> None:
    """It stops unpacking at the cap."""
    server.scripts["/"] = answer(bomb, content_encoding="gzip")
    fetched, peak = _peak_bytes(client_with(size_cap_bytes=2_000_000), server.url())
    assert isinstance(fetched, Failure)
    assert fetched.reason == "too-large"
    assert peak < 12_000_000


def test_a_bomb_in_a_redirect_is_not_unpacked(
    server: ScriptedServer, client_with: MakeClient, bomb: bytes
) -> None:
    """It does not even read the body of a redirect."""
    server.scripts["/"] = answer(bomb, "302 Found", content_encoding="gzip", location="/policy")
    server.scripts["/policy"] = answer(b"<p>We collect your e-mail address.</p>")
    fetched, peak = _peak_bytes(client_with(), server.url())
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].exchanges[0].payload == b""
    assert peak < 12_000_000


def test_stacked_encodings_are_bounded_in_each_layer(
    server: ScriptedServer, client_with: MakeClient, bomb: bytes
) -> None:
    """It caps the inner layer as well as the outer."""
    server.scripts["/"] = answer(gzip.compress(bomb), content_encoding="gzip, gzip")
    fetched, peak = _peak_bytes(client_with(size_cap_bytes=2_000_000), server.url())
    assert isinstance(fetched, Failure)
    assert fetched.reason == "too-large"
    assert peak < 14_000_000


def test_many_stacked_encodings_are_refused(server: ScriptedServer, client: Client) -> None:
    """It unpacks three layers at most."""
    body = b"<p>hello</p>"
    for _ in range(6):
        body = gzip.compress(body)
    server.scripts["/"] = answer(body, content_encoding=", ".join(["gzip"] * 6))
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "not-text"


def test_a_declared_size_beyond_the_cap_is_not_read(server: ScriptedServer, client_with: MakeClient) -> None:
    """It believes a server that says that its page is too large."""
    server.scripts["/"] = lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nx")
    fetched = client_with(size_cap_bytes=1_000_000).fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "too-large"


def test_an_endless_body_stops_at_the_cap(server: ScriptedServer, client_with: MakeClient) -> None:
    """It reads no further than the cap, where no size was declared."""
    sent = [0]

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(2_000):
            sent[0] += connection.send(b"x" * 65_536)

    server.scripts["/"] = flood
    fetched = client_with(size_cap_bytes=1_000_000).fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "too-large"
    assert sent[0] < 100_000_000


def test_endless_headers_are_refused(server: ScriptedServer, client: Client) -> None:
    """It takes no more than a hundred headers."""
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5_000)) + b"\r\n"
    server.scripts["/"] = lambda connection: connection.sendall(head)
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "unreachable"


def test_threads_do_not_pile_up(server: ScriptedServer, client: Client) -> None:
    """It leaves no thread behind a fetch."""
    server.scripts["/"] = answer(b"<p>Privacy</p>")
    client.fetch(Source((server.url(),)))
    before = threading.active_count()
    for _ in range(50):
        client.fetch(Source((server.url(),)))
    assert threading.active_count() <= before + 1
