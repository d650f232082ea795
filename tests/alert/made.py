"""A clock, channels and messages that the tests of delivering share."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.alert.conftest import NOW
from tracker.alert.channel import Compose, Message
from tracker.alert.deliver import Attempt, deliver
from tracker.alert.email.settings import EmailSettings
from tracker.alert.notice import with_notices
from tracker.alert.plan import addresses, delivery_id
from tracker.alert.rules import Rule
from tracker.alert.webhook.settings import WebhookSettings
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox
from tracker.watchlist.secret import Secret
from tracker.watchlist.watchlist import Channel

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
QUIET = Rule(incidents=False)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def mail_channel(port: int, *to: str, name: str = "desk", rule: Rule = QUIET) -> Channel:
    settings = EmailSettings(
        host="127.0.0.1",
        port=port,
        from_="tracker@example.org",
        to=to or ("anna@example.org",),
        security="none",
        timeout_seconds=2.0,
    )
    return Channel(name, "email", settings, rule)


def hook_channel(
    url: str,
    name: str = "hook",
    rule: Rule = QUIET,
    timeout_seconds: float = 2.0,
    secret: str = "HOOK_SECRET",
) -> Channel:
    settings = WebhookSettings(
        secret=Secret(env=secret),
        url=url,
        allow_networks=("127.0.0.0/8",),
        timeout_seconds=timeout_seconds,
    )
    return Channel(name, "webhook", settings, rule)


def queue(outbox: Outbox, subject: str, channels: Iterable[Channel], at: datetime) -> list[str]:
    """One delivery about a change for every recipient; their ids."""
    made = [
        Delivery(delivery_id(subject, "confirmed", to), to, "change", subject, "confirmed")
        for channel in channels
        for to in addresses(channel)
    ]
    for delivery in made:
        outbox.add(delivery, at)
    return [delivery.id for delivery in made]


def compose(delivery: Delivery, language: str = "") -> Message:
    return Message(
        id=delivery.id,
        kind="change",
        title=f"News of {delivery.subject}",
        text=f"News of {delivery.subject}.\n",
        payload={"change": delivery.subject},
        thread="plauder/privacy",
    )


def composing(outbox: Outbox) -> Compose:
    """Messages and notices."""
    return with_notices(compose, outbox, lambda delivery: f"Plauder: {delivery.subject}")


def run(outbox: Outbox, channels: Iterable[Channel], clock: Clock) -> list[Attempt]:
    return list(deliver(outbox, channels, composing(outbox), clock))


def states(outbox: Outbox) -> dict[str, str]:
    """State of each row, by what it is about and where it goes."""
    return {f"{row.delivery.subject}>{row.delivery.channel}": row.state for row in outbox.rows()}
