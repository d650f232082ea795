"""When a policy is due next."""

import hashlib
from datetime import UTC, datetime, timedelta

from tracker.fetch.backoff import wait_after
from tracker.watchlist.cron import next_time, parse_cron
from tracker.watchlist.policy import Policy

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_BACK_OFF = timedelta(minutes=15)
CRON_SPREAD = timedelta(minutes=1)
"""Policies of one cron time are spread over this, so that they do not all start in one second."""


def next_due(
    policy: Policy,
    at: datetime,
    *,
    failures: int = 0,
    retry_after_seconds: float | None = None,
    wish: datetime | None = None,
) -> datetime:
    """When to check a policy next, after a check at `at`; always later than that.

    The times of a policy lie on a grid of `every` whose start is a hash of its key: checks of many policies
    are spread evenly, and stay so whatever is restarted or late. After `failures` failed checks in a row it
    is the back-off that counts. `wish` is an earlier time that the check itself asked for.
    """
    if failures:
        first = min(FIRST_BACK_OFF, policy.every)
        wait = wait_after(
            failures, policy.every, key=policy.key, retry_after_seconds=retry_after_seconds, first=first
        )
        regular = at + wait
    else:
        regular = _cron_due(policy, at) or _grid_due(policy, at)
    if wish is not None:
        regular = min(regular, wish)
    return max(regular, at + timedelta(milliseconds=100))


def _grid_due(policy: Policy, at: datetime) -> datetime:
    """The next grid point that is at least half of `every` away."""
    phase = policy.every * _share(policy.key)
    earliest = at + policy.every / 2
    steps = (earliest - EPOCH - phase) // policy.every + 1
    return EPOCH + phase + policy.every * steps


def _cron_due(policy: Policy, at: datetime) -> datetime | None:
    if not policy.cron:
        return None
    spread = CRON_SPREAD * _share(policy.key)
    return next_time(parse_cron(policy.cron), at - spread, policy.zone) + spread


def _share(key: str) -> float:
    """A number in [0, 1) that a key always gives."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64
