"""A tick checks what is due, each policy once, each host one at a time."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.schedule.made import NOW, Clock, policy
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.schedule.tick import LEASE_SECONDS, Looked, tick
from tracker.watchlist.policy import Policy

FINE = Looked("unchanged")


@pytest.fixture
def due(tmp_path: Path) -> Iterator[Due]:
    with Archive.open(tmp_path / "snapshots") as archive:
        yield Due(archive)


def by_key(*policies: Policy) -> dict[str, Policy]:
    return {each.key: each for each in policies}


def test_everything_due_is_checked_once(due: Due) -> None:
    """More policies than threads, each exactly once, each with its next time written down."""
    watched = by_key(*(policy(f"p{number}") for number in range(100)))
    due.plan(watched.values(), NOW)
    seen: list[str] = []
    done = list(tick(due, watched, lambda each: seen.append(each.key) or FINE, Clock()))

    assert sorted(seen) == sorted(watched)
    assert {each.policy.key: each.next_at for each in done} == {key: due.next_at(key) for key in watched}
    assert list(tick(due, watched, lambda _: FINE, Clock())) == []


def test_one_host_is_asked_one_at_a_time(due: Due) -> None:
    """Many hosts side by side, the policies of one never."""
    watched = by_key(*(policy(f"p{number}", host=f"h{number % 5}.example") for number in range(60)))
    due.plan(watched.values(), NOW)
    inside: defaultdict[str, int] = defaultdict(int)
    most: defaultdict[str, int] = defaultdict(int)
    guard = threading.Lock()
    at_once = 0

    def check(each: Policy) -> Looked:
        nonlocal at_once
        host = each.source.urls[0].split("/")[2]
        with guard:
            inside[host] += 1
            most[host] = max(most[host], inside[host])
            at_once = max(at_once, sum(inside.values()))
        time.sleep(0.002)
        with guard:
            inside[host] -= 1
        return FINE

    assert len(list(tick(due, watched, check, Clock()))) == 60
    assert set(most.values()) == {1}
    assert at_once > 1


def test_a_host_with_many_policies_does_not_keep_others_waiting(due: Due) -> None:
    """A thousand policies of one slow host are due first; a single one of another host is done early."""
    crowd = [policy(f"crowd{number}", host="slow.example") for number in range(300)]
    single = policy("zz")
    watched = by_key(*crowd, single)
    due.plan(crowd, NOW - timedelta(minutes=1))
    due.plan(watched.values(), NOW)
    order = [each.policy.key for each in tick(due, watched, lambda _: FINE, Clock(), workers=4)]

    assert order.index(single.key) < 30
    assert len(order) == 301


def test_a_check_that_fails_on_our_side_stops_no_other(due: Due) -> None:
    """It is recorded, backed off, and the rest goes on."""
    watched = by_key(policy("good"), policy("bad"))
    due.plan(watched.values(), NOW)

    def check(each: Policy) -> Looked:
        if each.service_slug == "bad":
            raise RuntimeError("a fault of ours")
        return FINE

    done = {each.policy.key: each for each in tick(due, watched, check, Clock())}

    assert done["good/privacy"].looked == FINE
    assert done["bad/privacy"].looked.detail == "RuntimeError: a fault of ours"
    row = due.row("bad/privacy")
    assert row is not None
    assert row.failures == 1
    assert NOW < row.next_at < NOW + timedelta(minutes=20)


def test_paused_policies_are_left_alone(due: Due) -> None:
    """Until they are taken up again."""
    due.plan([policy("a"), policy("b", paused=True)], NOW)
    watched = by_key(policy("a"), policy("b", paused=True))

    assert [each.policy.key for each in tick(due, watched, lambda _: FINE, Clock())] == ["a/privacy"]

    due.plan([policy("a"), policy("b")], NOW)
    watched = by_key(policy("a"), policy("b"))
    assert [each.policy.key for each in tick(due, watched, lambda _: FINE, Clock())] == ["b/privacy"]


def test_a_policy_that_is_no_longer_watched_is_not_checked(due: Due) -> None:
    """Even where the table still has it."""
    due.plan([policy("a"), policy("b")], NOW)

    assert [each.policy.key for each in tick(due, by_key(policy("a")), lambda _: FINE, Clock())] == [
        "a/privacy"
    ]


def test_a_stop_ends_what_is_in_flight_and_begins_no_more(due: Due) -> None:
    """What was claimed and not begun is due at once, for whoever comes next."""
    watched = by_key(*(policy(f"p{number}") for number in range(40)))
    due.plan(watched.values(), NOW)
    stop = threading.Event()

    def check(_: Policy) -> Looked:
        stop.set()
        return FINE

    done = [each.policy.key for each in tick(due, watched, check, Clock(), workers=4, stop=stop)]
    after = [each.policy.key for each in tick(due, watched, lambda _: FINE, Clock())]

    assert 1 <= len(done) <= 4
    assert sorted(done + after) == sorted(watched)


def test_the_policies_of_a_killed_process_come_back(due: Due) -> None:
    """When its lease ends, and not before."""
    watched = by_key(policy("a"), policy("b"))
    due.plan(watched.values(), NOW)
    assert len(due.claim(NOW, 10, LEASE_SECONDS)) == 2
    clock = Clock()
    assert list(tick(due, watched, lambda _: FINE, clock)) == []

    clock.forward(seconds=LEASE_SECONDS + 1)
    assert len(list(tick(due, watched, lambda _: FINE, clock))) == 2


def test_a_clock_that_jumps_does_no_harm(due: Due) -> None:
    """A day ahead: one check, not four. A day back: nothing is due, nothing is lost."""
    watched = by_key(policy("a"))
    due.plan(watched.values(), NOW)
    clock = Clock()
    list(tick(due, watched, lambda _: FINE, clock))
    clock.forward(days=1)
    assert len(list(tick(due, watched, lambda _: FINE, clock))) == 1
    assert list(tick(due, watched, lambda _: FINE, clock)) == []

    clock.forward(days=-1)
    assert list(tick(due, watched, lambda _: FINE, clock)) == []
    clock.forward(days=2)
    assert len(list(tick(due, watched, lambda _: FINE, clock))) == 1


def test_a_sighting_is_looked_at_again_soon(due: Due) -> None:
    """When the check asks for it."""
    watched = by_key(policy("a"))
    due.plan(watched.values(), NOW)
    wish = NOW + timedelta(minutes=30)
    list(tick(due, watched, lambda _: Looked("changed", look_again_at=wish), Clock()))

    assert due.next_at("a/privacy") == wish
