"""Visits are polite: robots.txt, one request at a time, pauses."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.fetch.conftest import LOOPBACK, MakeClient
from tests.fetch.scripted import ScriptedServer, answer
from tracker.fetch.capture import Capture, Failure
from tracker.fetch.client import Client
from tracker.fetch.politeness import Politeness
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.policy import Source

PAGE = answer(b"<p>We collect your e-mail address.</p>")
FORBIDDEN = answer(b"User-agent: *\nDisallow: /policy\n", content_type="text/plain")


def _robots_asked(server: ScriptedServer) -> int:
    return sum(request.startswith(b"GET /robots.txt") for request in server.requests)


def test_a_forbidden_page_is_not_asked_for(server: ScriptedServer, client: Client) -> None:
    """It obeys robots.txt, and says how to go on."""
    server.scripts |= {"/robots.txt": FORBIDDEN, "/policy": PAGE}
    fetched = client.fetch(Source((server.url("/policy"),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "robots"
    assert "robots = false" in fetched.detail
    assert server.paths == []


def test_rules_for_us_alone_count(server: ScriptedServer, client: Client) -> None:
    """It finds the group that names it."""
    rules = b"User-agent: *\nDisallow:\n\nUser-agent: privacy-policy-tracker\nDisallow: /\n"
    server.scripts |= {"/robots.txt": answer(rules), "/policy": PAGE}
    fetched = client.fetch(Source((server.url("/policy"),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "robots"


def test_robots_can_be_ignored_for_a_policy_and_the_record_says_so(
    server: ScriptedServer, client: Client
) -> None:
    """It fetches where the user opts out, and does not hide it."""
    server.scripts |= {"/robots.txt": FORBIDDEN, "/policy": PAGE}
    fetched = client.fetch(Source((server.url("/policy"),), robots=False))
    assert isinstance(fetched, Capture)
    assert fetched.robots == "ignored"
    assert _robots_asked(server) == 0


@pytest.mark.parametrize(
    ("robots", "says"),
    [
        (answer(b"User-agent: *\nDisallow: /private\n"), "allowed"),
        (answer(status="404 Not Found"), "absent"),
        (answer(status="403 Forbidden"), "absent"),
        (answer(b"<!doctype html><h1>Welcome</h1>"), "allowed"),
        (answer(b"\xff\xfe\x00 garbage"), "allowed"),
    ],
    ids=["rules", "404", "403", "html", "garbage"],
)
def test_a_site_without_a_ban_is_visited(
    server: ScriptedServer, client: Client, robots: bytes, says: str
) -> None:
    """It takes a missing robots.txt for permission, as RFC 9309 does."""
    server.scripts |= {"/robots.txt": robots, "/policy": PAGE}
    fetched = client.fetch(Source((server.url("/policy"),)))
    assert isinstance(fetched, Capture)
    assert fetched.robots == says


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "429 Slow"])
def test_a_site_whose_robots_fail_is_left_alone_for_now(
    server: ScriptedServer, client: Client, status: str
) -> None:
    """It waits where robots.txt cannot be had."""
    server.scripts |= {"/robots.txt": answer(status=status), "/policy": PAGE}
    fetched = client.fetch(Source((server.url("/policy"),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "robots"
    assert server.paths == []


def test_robots_behind_a_redirect_are_read(server: ScriptedServer, client: Client) -> None:
    """It follows up to five redirects to the rules."""
    server.scripts |= {
        "/robots.txt": answer(status="301 Moved", location="/rules"),
        "/rules": FORBIDDEN,
        "/policy": PAGE,
    }
    fetched = client.fetch(Source((server.url("/policy"),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "robots"


def test_robots_that_redirect_for_ever_count_as_absent(server: ScriptedServer, client: Client) -> None:
    """It gives up after five redirects, and may then visit."""
    for n in range(9):
        path = "/robots.txt" if n == 0 else f"/r{n}"
        server.scripts[path] = answer(status="302 Found", location=f"/r{n + 1}")
    server.scripts["/policy"] = PAGE
    fetched = client.fetch(Source((server.url("/policy"),)))
    assert isinstance(fetched, Capture)
    assert fetched.robots == "absent"


def test_robots_are_asked_once_a_day(server: ScriptedServer) -> None:
    """It remembers the rules for 24 hours."""
    now = [datetime(2026, 3, 1, tzinfo=UTC)]
    server.scripts["/policy"] = PAGE
    settings = FetchSettings(allow_networks=LOOPBACK, host_delay_seconds=0)
    with Client(settings, now=lambda: now[0]) as client:
        for _ in range(3):
            client.fetch(Source((server.url("/policy"),)))
        assert _robots_asked(server) == 1
        now[0] += timedelta(hours=25)
        client.fetch(Source((server.url("/policy"),)))
    assert _robots_asked(server) == 2


def test_robots_of_the_page_behind_a_redirect_count(server: ScriptedServer, client: Client) -> None:
    """It asks before each hop."""
    server.scripts |= {"/robots.txt": FORBIDDEN, "/": answer(status="302 Found", location="/policy")}
    fetched = client.fetch(Source((server.url("/"),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "robots"
    assert server.paths == ["/"]


def test_one_host_is_asked_one_thing_at_a_time(server: ScriptedServer, client: Client) -> None:
    """It holds back the second thread until the first is done."""
    busy = threading.Semaphore(1)
    overlaps: list[bool] = []

    def slow(connection: object) -> None:
        overlaps.append(not busy.acquire(blocking=False))
        time.sleep(0.02)
        busy.release()
        connection.sendall(PAGE)  # type: ignore[attr-defined]

    server.scripts["/policy"] = slow
    with ThreadPoolExecutor(8) as pool:
        fetched = list(pool.map(client.fetch, [Source((server.url("/policy"),))] * 8))
    assert all(isinstance(each, Capture) for each in fetched)
    assert overlaps == [False] * 8


def test_waiting_for_a_turn_does_not_count_as_time_of_the_server(
    server: ScriptedServer, client_with: MakeClient
) -> None:
    """It starts the clock of a page when its turn has come."""
    server.scripts["/policy"] = PAGE
    client = client_with(deadline_seconds=0.5, host_delay_seconds=0.2)
    with ThreadPoolExecutor(5) as pool:
        fetched = list(pool.map(client.fetch, [Source((server.url("/policy"),))] * 5))
    assert all(isinstance(each, Capture) for each in fetched)


def test_visits_of_one_host_are_apart_and_other_hosts_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """It pauses between two visits of a host, longer where the host wishes it."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    polite = Politeness(2.0, 1)
    polite.visit("a.example")
    polite.visit("b.example")
    assert pauses == []
    polite.visit("a.example", delay_seconds=10)
    polite.visit("a.example")
    assert pauses == [2.0, 12.0]


def test_a_crawl_delay_is_honoured_within_reason(server: ScriptedServer, client_with: MakeClient) -> None:
    """It reads the host's wish, and grants half a minute at most."""
    server.scripts |= {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 600\n"), "/policy": PAGE}
    client = client_with()
    client.fetch(Source((server.url("/policy"),)))
    assert client._way.robots.delay_seconds(server.url("/policy")) == 30.0
