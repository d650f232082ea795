"""Lateness is told: checks that did not happen in time, because nothing ran or too much was to be done."""

from collections.abc import Iterable
from datetime import datetime

from tracker.alert.notice import Late, late_notices
from tracker.archive.due import Due
from tracker.archive.outbox import Outbox
from tracker.schedule.heartbeat import Heartbeat
from tracker.watchlist.watchlist import Channel


def tell_late(
    due: Due, outbox: Outbox, channels: Iterable[Channel], now: datetime, before: Heartbeat | None = None
) -> Late | None:
    """Queue a notice where policies are overdue, at most once a day; what it says, None for nothing.

    Call it when the service begins, with the sign that the last one left, and once in a while after that.
    """
    keys = due.overdue(now)
    if not keys:
        return None
    late = Late(keys, before.at if before and before.is_silent(now) else None)
    for notice in late_notices(late, channels, now):
        outbox.add(notice, now)
    return late
