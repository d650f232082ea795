"""Every check leaves a row that says how it went, also where nothing changed."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.site import policy
from tests.fetch.conftest import LOOPBACK
from tests.fetch.scripted import ScriptedServer, answer, scripted
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.fetch.capture import Validators
from tracker.fetch.client import Client
from tracker.fetch.settings import FetchSettings
from tracker.jobs import Duty
from tracker.pipeline import Pipeline
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.watchlist import Settings, Watchlist
from tracker.workspace import Tracker, fetch_settings

START = datetime(2031, 3, 1, 8, tzinfo=UTC)
DATE = "Sat, 01 Mar 2031 07:00:00 GMT"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted() as running:
        yield running


def test_a_check_leaves_all_that_was_seen_of_it(server: ScriptedServer, tmp_path: Path) -> None:
    """It keeps time, chain, status, validators, sizes, hashes, duration and fetcher of each check."""
    body = policy()
    server.scripts["/"] = answer(status="302 Found", location="/policy")
    server.scripts["/policy"] = answer(body, etag='"v1"', last_modified=DATE)
    now = [START]
    watched = Policy("Harbour", "harbour", "privacy", "Privacy Policy", Source((server.url(),)))
    settings = FetchSettings(allow_networks=LOOPBACK, host_delay_seconds=0)
    with Archive.open(tmp_path) as archive, Client(settings, now=lambda: now[0]) as client:
        pipeline = Pipeline(archive, client, lambda: now[0])
        pipeline.check(watched)
        now[0] += timedelta(hours=6)
        server.scripts["/policy"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        pipeline.check(watched)
        now[0] += timedelta(hours=6)
        server.scripts["/policy"] = answer(status="429 Too Many Requests", retry_after="7200")
        refused = pipeline.check(watched)
        limited, same, first = archive.checks(watched.key)
    chain, known = (server.url(), server.url("/policy")), (Validators(server.url("/policy"), '"v1"', DATE),)
    assert [check.outcome for check in (first, same, limited)] == ["first", "not-modified", "unreadable"]
    assert [check.at for check in (first, same, limited)] == [START + timedelta(hours=h) for h in (0, 6, 12)]
    assert [check.urls for check in (first, same, limited)] == [chain] * 3
    assert [check.status for check in (first, same, limited)] == [200, 304, 429]
    assert [check.validators for check in (first, same, limited)] == [known, known, ()]
    assert [check.size_bytes for check in (first, same, limited)] == [len(body), 0, 0]
    assert {check.fetcher for check in (first, same, limited)} == {"http"}
    assert same.text_sha256 == first.text_sha256
    assert _is_hash(first.text_sha256)
    assert _is_hash(first.body_sha256)
    assert first.seconds > 0
    assert (limited.reason, limited.text_sha256, refused.retry_after_seconds) == ("rate-limited", "", 7200.0)


def _is_hash(text: str) -> bool:
    return len(text) == 64


def test_a_server_that_asks_for_time_gets_it(server: ScriptedServer, tmp_path: Path) -> None:
    """It writes the wish into the due table, where it outlives the process."""
    server.scripts["/"] = answer(status="429 Too Many Requests", retry_after="7200")
    watched = Policy("Harbour", "harbour", "privacy", "Privacy Policy", Source((server.url(),)))
    settings = Settings(
        archive=tmp_path / "snapshots",
        reports=tmp_path / "reports",
        allow_networks=LOOPBACK,
        host_delay_seconds=0,
    )
    archive = Archive.open(settings.archive)
    client = Client(fetch_settings(settings), now=lambda: START)
    with Tracker(Watchlist((watched,), settings), archive, client, lambda: START) as tracker:
        Duty(tracker).tick(threading.Event())
        row = Due(archive).row(watched.key)
        assert row is not None
        assert row.next_at - START >= timedelta(hours=2)
        assert row.failures == 1
    assert server.paths == ["/"]
