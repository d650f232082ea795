"""Renders a stored change as the channels of a watchlist would tell it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.cli.session import Session
from tracker.errors import UnknownName

if TYPE_CHECKING:
    from tracker.alert.channel import Message
    from tracker.alert.preview import Preview
    from tracker.archive.change import Change
    from tracker.watchlist.watchlist import Channel
    from tracker.workspace import Tracker


def previews(
    session: Session, name: str, channels: "Iterable[Channel]"
) -> "Iterator[tuple[Channel, str, Preview]]":
    """Each channel with whether it is told, in words, and its rendering."""
    from tracker.alert.registry import previewer
    from tracker.cli.wiring import rehearsal

    with session.archive():
        pass
    with rehearsal(session) as tracker:
        change = _change(session, tracker, name)
        for channel in channels:
            message = _message(tracker, change, channel)
            shown = previewer(channel.type)(channel.settings, message, change.events[-1].at)
            yield channel, _told(change, channel), shown


def _change(session: Session, tracker: "Tracker", name: str) -> "Change":
    found = tracker.archive.change(name)
    if found is not None:
        return found
    policy = session.known(tracker.archive).find(name)
    changes = list(tracker.archive.changes(policy.key))
    if not changes:
        raise UnknownName(
            f"no change of {policy.key} was found yet", advice="`tracker log` lists versions and changes."
        )
    return changes[-1]


def _message(tracker: "Tracker", change: "Change", channel: "Channel") -> "Message":
    """The message of its latest stage; for a channel with a digest, the digest that holds it alone."""
    from dataclasses import replace

    from tracker.alert.address import address
    from tracker.alert.digest import Period
    from tracker.alert.plan import rule_of
    from tracker.alert.registry import recipients
    from tracker.archive.observation import Delivery

    event, rule = change.events[-1], rule_of(channel)
    recipient = recipients(channel.settings)[0]
    to = address(channel.name, recipient)
    if rule.digest != "none" and _told(change, channel) != NOT_TOLD:
        period = Period(event.at, event.at + timedelta(seconds=1))
        delivery = Delivery("preview", to, "digest", str(period))
    else:
        delivery = Delivery("preview", to, "change", change.id, event.stage)
    return replace(tracker.compose(delivery, rule.language), recipient=recipient)


NOT_TOLD = "not told, its rule asks for other changes"


def _told(change: "Change", channel: "Channel") -> str:
    from tracker.alert.legal import legal_of
    from tracker.alert.plan import matches, rule_of

    rule, stage = rule_of(channel), change.events[-1].stage
    if stage not in rule.on or not matches(change, rule, legal_of):
        return NOT_TOLD
    return "told at once" if rule.digest == "none" else f"told in the {rule.digest} digest"
