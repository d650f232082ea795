"""A notice is what the tracker tells about itself: alerts given up, checks that were late."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.alert.address import split_address
from tracker.alert.channel import Compose, Message
from tracker.alert.line import one_line
from tracker.alert.plan import addresses, delivery_id, rule_of
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox, OutboxRow
from tracker.report.certainty import iso
from tracker.report.mail import fact_parts
from tracker.report.messages import messages
from tracker.report.notice import Undelivered, given_up_words, late_words
from tracker.watchlist.watchlist import Channel

MARK = "!"
"""Begins the subject of a notice; no key of a policy does."""
LATE = "late"
TRIED_OUT = "given up after three days: "
"""Begins the reason of a dead letter whose failures were temporary, each by itself."""
SHOWN = 10
KEYS_CARRIED = 4

NameOf = Callable[[Delivery], str]
"""What a delivery is about, for a reader: "Plaza: Privacy Policy"."""


@dataclass(frozen=True, slots=True)
class Late:
    """Checks that did not happen in time."""

    keys: tuple[str, ...]
    """Of the policies, the latest first."""
    silent_since: datetime | None = None
    """When the service gave its last sign of life, where it had stopped."""


def is_notice(delivery: Delivery) -> bool:
    """Whether a delivery is about the tracker itself."""
    return delivery.subject.startswith(MARK)


def dead_letter_notices(
    dead: Delivery, channels: Iterable[Channel], at: datetime, *, channel_works: bool
) -> tuple[Delivery, ...]:
    """Tell everybody else that alerts for this address were given up; at most once a day.

    Other recipients of the same channel are told where it is the recipient who was refused.
    """
    if is_notice(dead):
        return ()
    name, _ = split_address(dead.channel)
    others = [channel for channel in channels if channel_works or channel.name != name]
    told = _notices(f"{MARK}{dead.channel}", others, at)
    return tuple(notice for notice in told if notice.channel != dead.channel)


def late_notices(late: Late, channels: Iterable[Channel], at: datetime) -> tuple[Delivery, ...]:
    """Tell over every channel that checks did not happen in time; at most once a day.

    How many, since when and some of the keys travel in the outbox row: later they are told no more.
    """
    since = iso(late.silent_since) if late.silent_since else "-"
    subject = " ".join((f"{MARK}{LATE}", str(len(late.keys)), since, *late.keys[:KEYS_CARRIED]))
    return _notices(subject, channels, at, occasion=f"{MARK}{LATE}")


def with_notices(compose: Compose, outbox: Outbox, name_of: NameOf, language: str = "en") -> Compose:
    """The same way to compose messages, which also knows notices."""

    def composing(delivery: Delivery, wanted: str = "") -> Message:
        if is_notice(delivery):
            return notice_message(delivery, outbox, name_of, wanted or language)
        return compose(delivery, wanted)

    return composing


def notice_message(delivery: Delivery, outbox: Outbox, name_of: NameOf, language: str = "en") -> Message:
    """The message of a notice."""
    m = messages(language)
    what, *rest = delivery.subject.removeprefix(MARK).split(" ")
    if what == LATE and len(rest) >= 2:
        count, since, *keys = rest
        names = [name_of(Delivery("", "", "incident", key)) for key in keys]
        words = late_words(int(count), names, None if since == "-" else datetime.fromisoformat(since), m)
        facts: Mapping[str, object] = {
            "about": "late",
            "policies": int(count),
            "keys": keys,
            "silent_since": None if since == "-" else since,
        }
    else:
        dead = [row for row in outbox.rows("dead") if row.delivery.channel == what and not _is_own(row)]
        latest = list(_undelivered(dead[: -SHOWN - 1 : -1], name_of))
        words = given_up_words(what, len(dead), latest, m)
        facts = {
            "about": "given-up",
            "channel": what,
            "alerts": len(dead),
            "latest": [{"at": iso(each.at), "about": each.about, "error": each.error} for each in latest],
        }
    parts = fact_parts(words, m)
    row = outbox.row(delivery.id)
    data = {"schema": 1, "language": m.language, "headline": parts.subject, **facts}
    stamp = {"timestamp": iso(row.created_at)} if row else {}
    return Message(
        id=delivery.id,
        kind="incident",
        title=parts.subject,
        text=parts.text,
        html=parts.html,
        payload={"type": "tracker.notice", **stamp, "data": data},
        thread=MARK,
    )


def _is_own(row: OutboxRow) -> bool:
    return is_notice(row.delivery)


def _undelivered(rows: Iterable[OutboxRow], name_of: NameOf) -> Iterator[Undelivered]:
    for row in rows:
        delivery = row.delivery
        about = "" if delivery.kind == "digest" else name_of(delivery)
        at = row.done_at or row.created_at
        error = one_line(row.error.removeprefix(TRIED_OUT), 200)
        tried_out = row.error.startswith(TRIED_OUT)
        yield Undelivered(at, delivery.kind, about, delivery.stage, error, tried_out)


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
