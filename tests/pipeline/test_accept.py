"""A text that the gate refuses becomes a version when a person says that it is the policy."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.site import Site, policy, running_site
from tracker.archive.archive import Archive
from tracker.archive.reindex import reindex
from tracker.archive.verify import verify
from tracker.errors import NotPossible
from tracker.fetch.client import Client
from tracker.pipeline import Outcome
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.watchlist import Settings, Watchlist
from tracker.workspace import Tracker, fetch_settings

START = datetime(2031, 3, 1, 8, tzinfo=UTC)
SHORT = b"""<!doctype html><html lang="en"><body><main><h1>Privacy Policy</h1>
<p>Harbour Notes keeps nothing about you but your notes.</p></main></body></html>"""


class Watch:
    """A tracker over a real server, with time in the hands of the test."""

    def __init__(self, folder: Path, url: str) -> None:
        settings = Settings(
            archive=folder / "snapshots",
            reports=folder / "reports",
            allow_networks=("127.0.0.0/8",),
            host_delay_seconds=0.0,
        )
        self.policy = Policy("Harbour Notes", "harbour", "privacy", "Privacy Policy", Source((url,)))
        self.now = START
        client = Client(fetch_settings(settings), now=lambda: self.now)
        watchlist = Watchlist((self.policy,), settings)
        self.tracker = Tracker(watchlist, Archive.open(settings.archive), client, lambda: self.now)

    def check_after(self, **time: float) -> Outcome:
        self.now += timedelta(**time)
        return self.tracker.check(self.policy)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def watch(tmp_path: Path, site: Site) -> Iterator[Watch]:
    watch = Watch(tmp_path, site.put("/privacy", policy()))
    assert watch.check_after().check.outcome == "first"
    with watch.tracker:
        yield watch


def test_a_text_that_is_refused_for_days_is_offered_and_accepted(watch: Watch, site: Site) -> None:
    """It refuses a collapse three times over days, offers it, and takes it once a person has said so."""
    site.put("/privacy", SHORT)
    first, second, third = (watch.check_after(days=1) for _ in range(3))
    assert first.check.reason == "stub"
    assert "tracker accept" not in first.check.detail
    assert "if it is the policy: `tracker accept harbour/privacy`." in second.check.detail
    assert "this looks like the new page: `tracker accept harbour/privacy`." in third.check.detail
    assert third.incident
    assert third.incident.checks == 3
    watch.now += timedelta(minutes=5)
    accepted = watch.tracker.accept(watch.policy)
    taken = watch.check_after(minutes=1)
    assert taken.check.outcome == "changed"
    state = watch.tracker.archive.state(watch.policy.key)
    assert state.incident is None
    assert state.latest
    record = watch.tracker.archive.record_of(state.latest)
    assert record["accepted"] == {
        "text_hash": accepted.text_hash,
        "at": "2031-03-04T08:05:00.000000Z",
        "reason": "stub",
    }
    assert list(verify(watch.tracker.archive)) == []


def test_what_was_accepted_stays_known(watch: Watch, site: Site) -> None:
    """It follows the accepted page, back and forth, without asking again."""
    site.put("/privacy", SHORT)
    watch.check_after(hours=6)
    watch.tracker.accept(watch.policy)
    outcomes = [watch.check_after(hours=6).check.outcome for _ in range(2)]
    site.put("/privacy", policy())
    outcomes.append(watch.check_after(hours=6).check.outcome)
    site.put("/privacy", SHORT)
    outcomes.append(watch.check_after(hours=6).check.outcome)
    assert outcomes == ["changed", "unchanged", "changed", "changed"]


def test_another_text_than_the_accepted_one_stays_out(watch: Watch, site: Site) -> None:
    """It takes a person at their word, for the text that was refused and for no other."""
    site.put("/privacy", SHORT)
    watch.check_after(hours=6)
    watch.tracker.accept(watch.policy)
    site.put("/privacy", SHORT.replace(b"keeps nothing", b"keeps all"))
    assert watch.check_after(hours=6).check.outcome == "unreadable"


def test_nothing_can_be_accepted_where_nothing_was_refused(watch: Watch, site: Site) -> None:
    """It says that there is no refused text: after a good check, and after an answer without any."""
    with pytest.raises(NotPossible, match="no text of harbour/privacy was refused"):
        watch.tracker.accept(watch.policy)
    site.put("/privacy", SHORT, status=503)
    assert watch.check_after(hours=6).check.outcome == "unreadable"
    with pytest.raises(NotPossible, match="no text of harbour/privacy was refused"):
        watch.tracker.accept(watch.policy)


def test_an_acceptance_survives_the_loss_of_the_catalogue(watch: Watch, site: Site) -> None:
    """It is remembered beside the versions, where `tracker reindex` finds it."""
    site.put("/privacy", SHORT)
    watch.check_after(hours=6)
    accepted = watch.tracker.accept(watch.policy)
    folder = watch.tracker.archive.folder
    watch.tracker.archive.close()
    for path in folder.glob("catalogue.sqlite3*"):
        path.unlink()
    reindex(folder)
    with Archive.open(folder) as archive:
        assert archive.state(watch.policy.key).accepted == (accepted,)
        assert list(verify(archive)) == []
        again = Tracker(watch.tracker.watchlist, archive, watch.tracker.network, lambda: watch.now)
        watch.now += timedelta(hours=6)
        assert again.check(watch.policy).check.outcome == "changed"
    remembered = json.loads((folder / "harbour/privacy/policy.json").read_text())
    assert [each["reason"] for each in remembered["accepted"]] == ["stub"]


def test_a_page_that_was_never_read_can_be_accepted(tmp_path: Path, site: Site) -> None:
    """It takes what was never read before, where a person says so."""
    watch = Watch(tmp_path, site.put("/short", SHORT))
    with watch.tracker:
        assert watch.check_after().check.reason == "stub"
        watch.tracker.accept(watch.policy)
        assert watch.check_after(hours=1).check.outcome == "first"


def test_a_version_that_comes_back_passes_whatever_the_gate_thinks(watch: Watch, site: Site) -> None:
    """It knows a text that was admitted once, also where it is unlike the last one."""
    long = policy(
        *(
            f"We collect the personal information that you mark in colour {n}, and delete it when asked."
            for n in range(60)
        )
    )
    site.put("/privacy", long)
    assert watch.check_after(hours=6).check.outcome == "changed"
    site.put("/privacy", policy())
    assert watch.check_after(hours=6).check.outcome == "changed"
