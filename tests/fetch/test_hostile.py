"""Whatever a server does, a check of it ends, and costs little memory: each kind is measured."""

import gzip
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.fetch.conftest import LOOPBACK
from tests.fetch.scripted import Script, ScriptedServer, answer, scripted
from tests.fetch.test_bounds import _drip
from tracker.extract.read import read
from tracker.fetch.capture import Failure, Unchanged
from tracker.fetch.client import Client
from tracker.fetch.settings import FetchSettings
from tracker.gate.admit import admit, unreadable_from
from tracker.gate.history import History
from tracker.gate.reading import Unreadable
from tracker.watchlist.policy import Source

CAP_BYTES = 2_000_000
PEAK_BYTES = 8_000_000
"""A page at the cap, packed, unpacked and joined; the bombs would take 64 MB and more."""
ENDS_SECONDS = 30
"""Far beyond the deadline of half a second: a check that is still at work then hangs."""

PAGE = (
    b"<html lang=en><h1>Privacy Policy</h1>" + b"<p>Larkspur collects your e-mail address and data.</p>" * 40
)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(64)) + packer.flush()


BOMB = _bomb()


def _once(*parts: bytes) -> Script:
    """Say this, then close."""
    return lambda connection: [connection.sendall(part) for part in parts] and None


def _dripping(start: bytes, drop: bytes) -> Script:
    return lambda connection: _drip(connection, start, drop)


def _flood(start: bytes, block: bytes) -> Script:
    return lambda connection: [connection.sendall(part) for part in (start, *[block] * 2_000)] and None


KINDS: dict[str, tuple[Script, str]] = {
    "drip in the body": (_dripping(OK + b"Content-Length: 100000\r\n\r\n", b"x"), "unreachable"),
    "drip in the headers": (_dripping(OK, b"X-Drip: 1\r\n"), "unreachable"),
    "drip in one header": (_dripping(OK + b"X-Long: ", b"a"), "unreachable"),
    "drip of chunks": (_dripping(CHUNKED, b"1\r\nx\r\n"), "unreachable truncated"),
    "silence": (_dripping(b"", b""), "unreachable"),
    "redirect bomb": (
        answer(BOMB, "302 Found", content_encoding="gzip", location="/policy"),
        "read",
    ),
    "redirects without end": (answer(status="302 Found", location="/"), "redirects"),
    "compression bomb": (answer(BOMB, content_encoding="gzip"), "too-large"),
    "stacked encodings": (answer(gzip.compress(BOMB), content_encoding="gzip, gzip"), "too-large"),
    "many encodings": (answer(PAGE, content_encoding=", ".join(["gzip"] * 9)), "not-text"),
    "endless body": (_flood(OK + b"\r\n", b"x" * 65_536), "too-large"),
    "endless chunks": (_flood(CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n"), "too-large"),
    "endless headers": (_flood(OK, b"X-More: " + b"y" * 8_000 + b"\r\n"), "unreachable"),
    "endless header": (_flood(OK + b"X-Long: ", b"y" * 65_536), "unreachable"),
    "size that lies": (_once(OK + b"Content-Length: 999999999999\r\n\r\nx"), "too-large"),
    "charset that lies": (answer(PAGE, content_type="text/html; charset=utf-16"), "read"),
    "charset of nobody": (answer(PAGE, content_type="text/html; charset=klingon"), "read"),
    "chunked garbage": (_once(CHUNKED + b"zz\r\nhello\r\n"), "truncated"),
    "early close": (_once(OK + b"Content-Length: 5000\r\n\r\n" + PAGE), "truncated"),
    "cut gzip": (answer(gzip.compress(PAGE)[:-9], content_encoding="gzip"), "truncated"),
    "another protocol": (_once(b"SSH-2.0-OpenSSH_9.2\r\n"), "unreachable"),
    "304 that nobody asked for": (b"HTTP/1.1 304 Not Modified\r\n\r\n", "http-error"),
    "429 with a wish": (answer(status="429 Too Many Requests", retry_after="3600"), "rate-limited"),
    "HTTP/1.0": (_once(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE), "read"),
}


@dataclass(frozen=True)
class Cost:
    """What a check of a hostile server came to."""

    outcome: str
    peak_bytes: int
    seconds: float


def _look(client: Client, url: str) -> str:
    """One check, from the request to the gate."""
    source = Source((url,))
    fetched = client.fetch(source)
    if isinstance(fetched, Failure):
        return fetched.reason
    assert not isinstance(fetched, Unchanged)
    reading = admit(unreadable_from(fetched) or read(fetched, source), fetched, source, History())
    return str(reading.reason) if isinstance(reading, Unreadable) else "read"


def _cost(look: Callable[[], str]) -> Cost:
    """Run a check beside us and measure it; one that hangs fails the test instead of holding it up."""
    found: list[Cost] = []

    def run() -> None:
        tracemalloc.start()
        started = time.monotonic()
        try:
            outcome = look()
            found.append(Cost(outcome, tracemalloc.get_traced_memory()[1], time.monotonic() - started))
        finally:
            tracemalloc.stop()

    running = threading.Thread(target=run, daemon=True)
    running.start()
    running.join(ENDS_SECONDS)
    assert found, "the check hangs or broke"
    return found[0]


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Load every library and word list, so that only the page is measured."""
    odd = answer(PAGE, content_type="text/html; charset=utf-16")
    with scripted({"/": answer(PAGE), "/odd": odd}) as server, _client() as client:
        assert [_look(client, server.url(path)) for path in ("/", "/odd")] == ["read", "read"]


def _client() -> Client:
    return Client(
        FetchSettings(
            allow_networks=LOOPBACK,
            host_delay_seconds=0,
            robots=False,
            deadline_seconds=0.5,
            size_cap_bytes=CAP_BYTES,
        )
    )


@pytest.fixture
def client() -> Iterator[Client]:
    with _client() as client:
        yield client


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_server_costs_little_and_a_check_of_it_ends(
    server: ScriptedServer, client: Client, record_property: Callable[[str, object], None], kind: str
) -> None:
    """It comes to an end with a reason, within a few megabytes."""
    script, outcomes = KINDS[kind]
    server.scripts |= {"/": script, "/policy": answer(PAGE)}
    cost = _cost(lambda: _look(client, server.url()))
    record_property("peak_kilobytes", cost.peak_bytes // 1000)
    record_property("milliseconds", round(1000 * cost.seconds))
    assert cost.outcome in outcomes.split()
    assert cost.peak_bytes < PEAK_BYTES
