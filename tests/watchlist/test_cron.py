"""Cron expressions mean what cron means, and no clock change doubles or drops one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schedule.made import NOW
from tracker.watchlist.cron import next_time, parse_cron


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("30 6 * * *", "2026-03-03 06:30"),
        ("*/20 * * * *", "2026-03-02 09:40"),
        ("0 */6 * * *", "2026-03-02 12:00"),
        ("5/20 * * * *", "2026-03-02 09:45"),
        ("0 8 * * mon-fri", "2026-03-03 08:00"),
        ("0 8 * * 0", "2026-03-08 08:00"),
        ("0 8 * * 7", "2026-03-08 08:00"),
        ("0 8 1,15 * *", "2026-03-15 08:00"),
        ("0 8 13 * fri", "2026-03-06 08:00"),
        ("0 0 29 feb *", "2028-02-29 00:00"),
        ("0 0 1 jan *", "2027-01-01 00:00"),
        ("@daily", "2026-03-03 00:00"),
        ("@weekly", "2026-03-08 00:00"),
        ("@hourly", "2026-03-02 10:00"),
    ],
)
def test_an_expression_falls_where_cron_has_it(expression: str, expected: str) -> None:
    """Counted from Monday, 2 March 2026, 09:30."""
    assert next_time(parse_cron(expression), NOW) == utc(expected)


@pytest.mark.parametrize(
    "expression",
    ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *",
     "*/0 * * * *", "a * * * *", "* * 31 feb *", "@reboot", "1,,2 * * * *", "٣ * * * *"],
)  # fmt: skip
def test_an_expression_without_meaning_is_refused(expression: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(ValueError, match="cron"):
        parse_cron(expression)


def test_a_local_time_that_spring_skips_is_taken_when_the_clock_jumps() -> None:
    """02:30 in Amsterdam does not exist on 29 March 2026; 03:00 does, and the day is not lost."""
    cron = parse_cron("30 2 * * *")
    first = next_time(cron, utc("2026-03-28 12:00"), "Europe/Amsterdam")
    second = next_time(cron, first, "Europe/Amsterdam")

    assert first == utc("2026-03-29 01:00")
    assert second == utc("2026-03-30 00:30")


def test_a_local_time_that_autumn_repeats_is_taken_once() -> None:
    """02:30 in Amsterdam comes twice on 25 October 2026."""
    cron = parse_cron("30 2 * * *")
    first = next_time(cron, utc("2026-10-24 12:00"), "Europe/Amsterdam")
    second = next_time(cron, first, "Europe/Amsterdam")

    assert first == utc("2026-10-25 00:30")
    assert second == utc("2026-10-26 01:30")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"])
def test_every_day_of_two_years_has_its_time_once(zone: str) -> None:
    """Seven hundred days, four clock changes, no double and no gap."""
    cron, at, days = parse_cron("30 2 * * *"), utc("2025-12-31 15:00"), []
    for _ in range(730):
        at = next_time(cron, at, zone)
        days.append(at.astimezone(ZoneInfo(zone)).date())

    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@given(st.integers(0, 59), st.integers(0, 23), st.integers(0, 500_000_000))
def test_the_next_time_is_the_nearest_one_ahead(minute: int, hour: int, second: int) -> None:
    """Ahead, within a day, and showing what was asked for."""
    after = NOW + timedelta(seconds=second)
    found = next_time(parse_cron(f"{minute} {hour} * * *"), after)

    assert after < found <= after + timedelta(days=1)
    assert (found.hour, found.minute, found.second) == (hour, minute, 0)
