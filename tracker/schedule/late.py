"""Lateness is told: checks that did not happen in time, because nothing ran or too much was to be done."""

from collections.abc import Iterable
from datetime import datetime

from tracker.alert.notice import late_notices
from tracker.archive.due import Due
from tracker.archive.outbox import Outbox
from tracker.schedule.heartbeat import Heartbeat
from tracker.watchlist.watchlist import Channel


def tell_late(
    due: Due, outbox: Outbox, channels: Iterable[Channel], now: datetime, before: Heartbeat | None = None
) -> str:
    """Queue a notice where policies are overdue, at most once a day; what it says, "" for nothing.

    Call it when the service begins, with the sign that the last one left, and once in a while after that.
    """
    late = due.overdue(now)
    if not late:
        return ""
    subject = f"{late[0]} was" if len(late) == 1 else f"{len(late)} policies were"
    note = f"{subject} not checked in time"
    if before is not None:
        note += f"; the tracker was silent since {before.at:%Y-%m-%d %H:%M} UTC"
    for notice in late_notices(note, channels, now):
        outbox.add(notice, now)
    return note
