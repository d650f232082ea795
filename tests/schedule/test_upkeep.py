"""The tracker notices its own silence, and wrong clocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.alert.made import hook_channel
from tests.schedule.day import simulate
from tests.schedule.made import NOW, policy
from tracker.alert.notice import Late, notice_message
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.lock import running
from tracker.archive.observation import Check, Delivery, Incident, Observation
from tracker.archive.outbox import Outbox
from tracker.schedule.clock import set_right
from tracker.schedule.heartbeat import FILE, SILENT_AFTER, Heartbeat, read_heartbeat, write_heartbeat
from tracker.schedule.status import status, summary
from tracker.schedule.timing import next_due
from tracker.schedule.upkeep import Upkeep
from tracker.watchlist.watchlist import Watchlist

HOOK = hook_channel("http://127.0.0.1:9/", rule=Rule())
LATER = NOW + timedelta(days=23)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "snapshots") as opened:
        yield opened


def test_twenty_three_days_of_silence_are_told_when_the_service_begins(archive: Archive) -> None:
    """Once over each channel, with the day of the last sign of life."""
    watchlist = Watchlist((policy("a"), policy("b")), channels=(HOOK,))
    Upkeep(archive, watchlist).begin(NOW)
    write_heartbeat(archive.folder, Heartbeat(NOW, NOW, 1))
    late = Upkeep(archive, watchlist).begin(LATER)
    Upkeep(archive, watchlist).begin(LATER + timedelta(minutes=1))

    (row,) = Outbox(archive).rows()
    message = notice_message(row.delivery, Outbox(archive), lambda about: about.subject)
    assert late == Late(("a/privacy", "b/privacy"), NOW)
    assert message.title == "2 policies were not checked in time"
    assert "No sign of life since: 2 March 2026, 09:30 UTC\n" in message.text
    assert "Concerned: a/privacy, b/privacy\n" in message.text
    assert message.payload["data"] == {
        "schema": 1,
        "language": "en",
        "headline": message.title,
        "about": "late",
        "policies": 2,
        "keys": ["a/privacy", "b/privacy"],
        "silent_since": "2026-03-02T09:30:00Z",
    }


def test_a_service_that_was_stopped_for_an_hour_says_nothing(archive: Archive) -> None:
    """Late by less than the interval is in time."""
    watchlist = Watchlist((policy("a"),), channels=(HOOK,))
    Upkeep(archive, watchlist).begin(NOW)

    assert Upkeep(archive, watchlist).begin(NOW + timedelta(hours=1)) is None
    assert Outbox(archive).rows() == ()


def test_policies_that_become_overdue_while_it_runs_are_told_at_most_once_a_day(archive: Archive) -> None:
    """However often one looks."""
    upkeep = Upkeep(archive, Watchlist((policy("a"),), channels=(HOOK,)))
    upkeep.begin(NOW)
    for hours in range(48):
        upkeep.maintain(NOW + timedelta(hours=hours))

    assert [row.delivery.kind for row in Outbox(archive).rows()] == ["incident"] * 3  # 2, 3 and 4 March


def test_checks_that_were_planned_by_a_wrong_clock_are_brought_back(archive: Archive) -> None:
    """A machine that lived in 2030 for an hour does not sleep until then."""
    due, outbox = Due(archive), Outbox(archive)
    watched = [policy("a"), policy("b"), policy("c")]
    due.plan(watched, NOW)
    wrong = NOW + timedelta(days=4 * 365)
    due.done("a/privacy", wrong + timedelta(hours=5))
    due.done("b/privacy", NOW + timedelta(hours=7))
    due.done("c/privacy", wrong + timedelta(hours=5), failures=3)
    outbox.add(Delivery("d1", "hook", "change", "x", "confirmed"), wrong)
    outbox.add(Delivery("d2", "hook", "change", "y", "confirmed"), NOW)
    outbox.lease(wrong, 10, 600)

    assert set_right(due, outbox, watched, NOW) == 4
    assert (due.next_at("a/privacy"), due.next_at("c/privacy")) == (NOW, NOW)
    assert due.next_at("b/privacy") == NOW + timedelta(hours=7)
    assert {leased.delivery.id for leased in outbox.lease(NOW)} == {"d1", "d2"}
    assert set_right(due, outbox, watched, NOW) == 0


def test_a_long_wait_that_a_server_asked_for_is_left_alone(archive: Archive) -> None:
    """Six days of Retry-After are no wrong clock."""
    due = Due(archive)
    due.plan([policy("a")], NOW)
    due.done("a/privacy", NOW + timedelta(days=6), failures=2)

    assert set_right(due, Outbox(archive), [policy("a")], NOW) == 0


def test_the_status_tells_never_late_and_unreadable_apart(archive: Archive) -> None:
    """Three different words for three different things."""
    due, outbox = Due(archive), Outbox(archive)
    watched = [policy("a"), policy("b"), policy("c", every=timedelta(days=30))]
    due.plan(watched, NOW)
    opened = Incident("b/privacy", "gone", "404 Not Found", NOW)
    archive.record(Observation(Check("b/privacy", NOW, "unreadable", reason="gone"), opened=opened))
    outbox.add(Delivery("d1", "hook", "change", "x", "confirmed"), NOW)
    outbox.add(Delivery("d2", "hook", "change", "y", "confirmed"), NOW)
    outbox.dead("d2", NOW, "550 no such user")
    found = status(archive, due, outbox, NOW + timedelta(hours=7), tuple(each.key for each in watched))

    a, b, c = found.policies
    assert (a.last_check, a.overdue, a.incident) == (None, True, None)
    assert b.last_check is not None
    assert b.incident is not None
    assert not c.overdue
    assert (found.queued, found.dead, found.overdue) == (1, 1, 2)
    assert [row.error for row in found.dead_letters] == ["550 no such user"]
    assert found.oldest_queued_at == NOW
    assert found.heartbeat is None
    assert not found.is_silent
    assert summary(archive, found.at) == found.summary


def test_a_service_that_hangs_is_silent(archive: Archive) -> None:
    """A process holds the archive and gives no sign."""
    write_heartbeat(archive.folder, Heartbeat(NOW, NOW, 1, checks=3))
    later = NOW + SILENT_AFTER + timedelta(seconds=1)
    with running(archive.folder, NOW):
        silent = status(archive, Due(archive), Outbox(archive), later, ())
        lively = status(archive, Due(archive), Outbox(archive), NOW, ())

    assert silent.is_silent
    assert not lively.is_silent
    assert silent.heartbeat_age == SILENT_AFTER + timedelta(seconds=1)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"at": 1}', '{"at": "2026-03-02", "started_at": 3}'])
def test_a_damaged_heartbeat_is_none(archive: Archive, content: str) -> None:
    """Half a file after a power cut stops nobody."""
    (archive.folder / FILE).write_text(content)

    assert read_heartbeat(archive.folder) is None


def test_a_heartbeat_reads_back_as_it_was_written(archive: Archive) -> None:
    """Whole, with nothing left beside it."""
    beat = Heartbeat(NOW, NOW - timedelta(days=1), 77, 1000, 3, "tick: the disk is full")
    write_heartbeat(archive.folder, beat)

    assert read_heartbeat(archive.folder) == beat
    assert list(archive.folder.glob("*.part")) == []


def test_a_day_of_ticks_is_in_time_and_keeps_nothing_in_memory(tmp_path: Path) -> None:
    """Every policy once a day, none later than a tick; the day itself adds nothing to what is kept."""
    found = simulate(300, tmp_path / "day")

    assert found.checks == 300
    assert found.late_seconds <= 10
    assert found.resident_mb[1] - found.resident_mb[0] < 8


def test_a_pause_is_no_delay(archive: Archive) -> None:
    """Whoever resumes after a month is told of no late check; the policy is due at once."""
    Upkeep(archive, Watchlist((policy("a", paused=True),), channels=(HOOK,))).begin(NOW)
    resumed = Watchlist((policy("a"),), channels=(HOOK,))

    assert Upkeep(archive, resumed).begin(NOW + timedelta(days=30)) is None
    assert Due(archive).next_at("a/privacy") == NOW + timedelta(days=30)
    assert Outbox(archive).rows() == ()


def test_times_that_became_earlier_are_kept_from_now_on(archive: Archive) -> None:
    """A policy that was checked at six in the evening and is now to be checked at noon is, today."""
    evening = replace(policy("a"), cron="0 18 * * *")
    Upkeep(archive, Watchlist((evening,))).begin(NOW)
    Due(archive).done("a/privacy", next_due(evening, NOW))
    Upkeep(archive, Watchlist((replace(evening, cron="0 12 * * *"),))).begin(NOW)

    found = Due(archive).next_at("a/privacy")
    assert found is not None
    assert NOW.replace(hour=12, minute=0) <= found < NOW.replace(hour=12, minute=1)


def test_a_cron_policy_is_checked_at_the_readers_hour_in_summer_and_winter() -> None:
    """Half past two does not exist on one night and comes twice on another: still one check a day."""
    wanted = replace(policy("a"), cron="30 2 * * *", zone="Europe/Amsterdam")
    at, found = datetime(2026, 3, 27, tzinfo=UTC), []
    for _ in range(240):
        at = next_due(wanted, at)
        found.append(at.astimezone(ZoneInfo("Europe/Amsterdam")))

    assert [day for day in found if (day.hour, day.minute) != (2, 30)] == [
        day for day in found if day.date() == date(2026, 3, 29)
    ]
    assert len({day.date() for day in found}) == 240


def test_a_policy_of_every_second_is_not_late_between_two_ticks(archive: Archive) -> None:
    """A quarter of an hour is the least that is told; a heartbeat of just now is no silence."""
    watchlist = Watchlist((policy("a", every=timedelta(seconds=1)),), channels=(HOOK,))
    Upkeep(archive, watchlist).begin(NOW)
    write_heartbeat(archive.folder, Heartbeat(NOW + timedelta(minutes=20), NOW, 1))

    assert Upkeep(archive, watchlist).begin(NOW + timedelta(minutes=10)) is None
    late = Upkeep(archive, watchlist).begin(NOW + timedelta(minutes=21))
    assert late == Late(("a/privacy",), None)
