"""A notice is what the tracker tells about itself: alerts given up, checks that were late."""

from collections.abc import Iterable
from datetime import datetime

from tracker.alert.address import split_address
from tracker.alert.channel import Message
from tracker.alert.line import one_line
from tracker.alert.plan import addresses, delivery_id, rule_of
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox, OutboxRow
from tracker.watchlist.watchlist import Channel

MARK = "!"
"""Begins the subject of a notice; no key of a policy does."""
LATE = "late"
SHOWN = 10


def is_notice(delivery: Delivery) -> bool:
    """Whether a delivery is about the tracker itself."""
    return delivery.subject.startswith(MARK)


def dead_letter_notices(dead: Delivery, channels: Iterable[Channel], at: datetime) -> tuple[Delivery, ...]:
    """Tell over every other channel that alerts for this address were given up; at most once a day."""
    if is_notice(dead):
        return ()
    name, _ = split_address(dead.channel)
    others = [channel for channel in channels if channel.name != name]
    return _notices(f"{MARK}{dead.channel}", others, at)


def late_notices(note: str, channels: Iterable[Channel], at: datetime) -> tuple[Delivery, ...]:
    """Tell over every channel that checks did not happen in time; at most once a day.

    `note` says since when and how many, in few words: it travels in the outbox row.
    """
    return _notices(f"{MARK}{LATE}: {one_line(note, 200)}", channels, at, occasion=f"{MARK}{LATE}")


def notice_message(delivery: Delivery, outbox: Outbox) -> Message:
    """The words of a notice, in English: it is for whoever runs the tracker."""
    what = delivery.subject.removeprefix(MARK)
    if what.startswith(f"{LATE}: "):
        note = what.removeprefix(f"{LATE}: ")
        title, lines = "Policies were not checked in time", [f"{note}.", "", "See `tracker status`."]
    else:
        dead = [row for row in outbox.rows("dead") if row.delivery.channel == what]
        title = f"Alerts to {what} were given up"
        lines = [f"{len(dead)} alerts to {what} could not be delivered. The latest:", ""]
        lines += [_line(row) for row in dead[-SHOWN:]]
        lines += ["", "See `tracker outbox list`; `tracker outbox retry --dead` sends them again."]
    return Message(
        id=delivery.id,
        kind="incident",
        title=one_line(title, 200),
        text="\n".join(lines) + "\n",
        payload={"type": "tracker.notice", "data": {"title": one_line(title, 200), "lines": lines}},
        thread=MARK,
    )


def _line(row: OutboxRow) -> str:
    about = f"{row.delivery.kind} {row.delivery.subject} {row.delivery.stage}".rstrip()
    return f"- {about}: {one_line(row.error, 200)}"


def _notices(
    subject: str, channels: Iterable[Channel], at: datetime, occasion: str = ""
) -> tuple[Delivery, ...]:
    stamp = f"{occasion or subject}@{at:%Y-%m-%d}"
    return tuple(
        Delivery(delivery_id(stamp, "notice", to), to, "incident", subject)
        for channel in channels
        if rule_of(channel).incidents
        for to in addresses(channel)
    )
