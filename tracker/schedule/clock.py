"""Times that only a wrong clock can have written are set right."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from tracker.archive.due import Due, DueRow
from tracker.archive.outbox import Outbox, OutboxRow
from tracker.fetch.backoff import LONGEST_WISH_SECONDS
from tracker.schedule.timing import next_due
from tracker.watchlist.policy import Policy

LONGEST_WAIT = timedelta(hours=14)
"""No message waits longer for its next attempt; see `tracker.alert.retry`."""
LONGEST_LEASE = timedelta(hours=1)

_log = logging.getLogger(__name__)


def set_right(due: Due, outbox: Outbox, policies: Iterable[Policy], now: datetime) -> int:
    """Bring back what was planned while the clock was far ahead; how much that was.

    A machine that believes for an hour to live in 2030 plans its next checks there. Without this, nothing
    would be checked until then, and nothing would look wrong. Call it when the service begins, and
    once in a while.
    """
    lost = [
        (policy, row) for policy in policies if (row := due.row(policy.key)) and _is_lost(policy, row, now)
    ]
    due.done_many((policy.key, now, row.failures) for policy, row in lost)
    stuck = [row.delivery.id for row in outbox.rows("queued") if _is_stuck(row, now)]
    for delivery in stuck:
        outbox.retry(delivery, now)
    if lost or stuck:
        _log.warning("the clock was wrong: %d checks and %d messages are due again", len(lost), len(stuck))
    return len(lost) + len(stuck)


def _is_lost(policy: Policy, row: DueRow, now: datetime) -> bool:
    """Whether the next check lies further ahead than any plan made now could put it."""
    latest = next_due(policy, now) + policy.every + LONGEST_LEASE
    if row.failures:
        latest += timedelta(seconds=LONGEST_WISH_SECONDS)
    return row.next_at > latest


def _is_stuck(row: OutboxRow, now: datetime) -> bool:
    leased = row.leased_until is not None and row.leased_until - now > LONGEST_LEASE
    return leased or row.next_at - now > LONGEST_WAIT
