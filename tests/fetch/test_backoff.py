"""Failures are followed by longer and longer pauses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.fetch.backoff import retry_after_seconds, wait_after

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOURS = timedelta(hours=6)


def test_pauses_double_up_to_a_day() -> None:
    """It waits a quarter of an hour first, and a day in the end."""
    waits = [wait_after(n, HOURS, key="acme/privacy").total_seconds() / 900 for n in range(1, 12)]
    assert [round(wait) for wait in waits[:3]] == pytest.approx([1, 2, 4], abs=1)
    assert all(86.4 <= wait <= 105.7 for wait in waits[7:])


@given(st.integers(min_value=-3, max_value=10_000), st.text(max_size=20))
def test_a_pause_is_bounded_and_repeatable(failures: int, key: str) -> None:
    """It gives the same plan for the same failures, never beyond a day and a tenth."""
    wait = wait_after(failures, HOURS, key=key)
    assert wait == wait_after(failures, HOURS, key=key)
    assert timedelta(minutes=13) <= wait <= timedelta(days=1.1)


def test_policies_that_fail_together_come_back_apart() -> None:
    """It spreads policies by their key."""
    waits = {wait_after(5, HOURS, key=f"service-{n}/privacy") for n in range(50)}
    assert len(waits) > 40


def test_the_wish_of_the_server_is_not_undercut() -> None:
    """It waits at least as long as it was asked to."""
    assert wait_after(1, HOURS, key="a", retry_after_seconds=90_000) == timedelta(seconds=90_000)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("99999999999999999999", 7 * 86_400.0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    """It reads seconds and dates, and nothing else."""
    assert retry_after_seconds(value, NOW) == seconds
