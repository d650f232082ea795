"""When a policy is due next."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.schedule.made import NOW, policy
from tracker.schedule.timing import next_due


def test_checks_keep_their_distance_however_late_one_was() -> None:
    """The times of a policy lie on a grid; a check that came late does not push the others."""
    first = next_due(policy(), NOW)
    late = next_due(policy(), first + timedelta(minutes=40))

    assert late - first == timedelta(hours=6)


@given(st.text("abcdefgh", min_size=1, max_size=20), st.integers(1, 10**6), st.integers(0, 10**9))
def test_the_next_check_is_at_least_half_and_at_most_one_and_a_half_intervals_away(
    name: str, seconds: int, offset: int
) -> None:
    """Neither at once again nor skipped."""
    every, at = timedelta(seconds=seconds), NOW + timedelta(seconds=offset)
    wait = next_due(policy(name, every), at) - at

    assert every / 2 < wait + timedelta(microseconds=2)
    assert wait <= every * 1.5 + timedelta(microseconds=2)


def test_a_thousand_policies_are_spread_over_their_interval() -> None:
    """No hour of six has more than twice its share."""
    hours = Counter(
        int((next_due(policy(f"p{number}"), NOW) - NOW) / timedelta(hours=1)) for number in range(1000)
    )

    assert max(hours.values()) < 2 * 1000 / 6


def test_failures_are_looked_at_again_soon_and_then_ever_less_often() -> None:
    """A quarter of an hour, half an hour, an hour, … up to a day."""
    waits = [next_due(policy(), NOW, failures=count) - NOW for count in range(1, 12)]

    assert timedelta(minutes=13) < waits[0] < timedelta(minutes=17)
    assert all(later > earlier for earlier, later in pairwise(waits[:7]))
    assert max(waits) <= timedelta(days=1.1)


def test_a_policy_that_is_checked_every_minute_does_not_wait_longer_for_failing_once() -> None:
    """The first wait is no longer than the interval."""
    assert next_due(policy(every=timedelta(minutes=1)), NOW, failures=1) - NOW < timedelta(minutes=1.2)


def test_the_wish_of_a_server_is_heard() -> None:
    """It asked for two hours."""
    assert next_due(policy(), NOW, failures=1, retry_after_seconds=7200) - NOW >= timedelta(hours=2)


def test_a_sighted_change_is_looked_at_again_when_it_wants_to_be() -> None:
    """Sooner than usual, never in the past."""
    assert next_due(policy(), NOW, wish=NOW + timedelta(minutes=30)) == NOW + timedelta(minutes=30)
    assert next_due(policy(), NOW, wish=NOW - timedelta(minutes=30)) > NOW
    assert next_due(policy(), NOW, wish=NOW + timedelta(days=30)) < NOW + timedelta(hours=9)


def test_a_cron_expression_says_when() -> None:
    """Within a minute after the time that it names, in its zone, each day once."""
    wanted = replace(policy(), cron="0 7 * * *", zone="Europe/Amsterdam")
    first = next_due(wanted, NOW)
    second = next_due(wanted, first + timedelta(seconds=30))

    assert timedelta() <= first - datetime.fromisoformat("2026-03-03T06:00+00:00") < timedelta(minutes=1)
    assert second - first == timedelta(days=1)
    assert next_due(replace(wanted, cron="0 6 * * *"), NOW) < first
