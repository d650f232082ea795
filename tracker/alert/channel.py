"""A channel is a way out: it takes one message to one recipient."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tracker.alert.preview import Preview
from tracker.archive.observation import Delivery

Kind = Literal["change", "incident", "recovery", "digest", "test"]


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery in words, before any channel gives it its form."""

    id: str
    """Of the delivery; the same at every attempt, so that receivers can drop doubles."""
    kind: Kind
    title: str
    """One line: the subject of a mail, the head of a card."""
    text: str
    """All of it as plain text."""
    html: str = ""
    """All of it as HTML; "": the text is enough."""
    payload: Mapping[str, object] = field(default_factory=dict)
    """All of it for machines."""
    thread: str = ""
    """Messages of one thread are shown together: the key of the policy; "": stands alone."""
    brief: str = ""
    """A few lines for a chat; "": the beginning of `text`."""
    link: str = ""
    """Where the whole report is found; "" if nowhere."""
    link_title: str = "Report"
    """What the link is called."""
    urgent: bool = False
    """Whether a phone may ring for it."""
    recipient: str = ""
    """Filled in by the delivery, where a channel has several."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The far side took the message."""

    detail: str = ""
    """Its own words: "250 2.0.0 Ok: queued as 4F1", "204 No Content"."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The far side did not take the message."""

    permanent: bool
    """Whether trying the same again can help; one bit decides between the queue and the dead letters."""
    detail: str
    """Why, in the far side's own words where it had any."""
    retry_after_seconds: float | None = None
    """Its wish, where it stated one."""
    disables: bool = False
    """Whether the far side asked never to be called again."""
    channel_wide: bool = False
    """Whether every other message over this channel would meet the same now: no connection, no log-in."""
    status: int | None = None
    """Of the HTTP answer, where there was one."""


Outcome = Sent | Failed
Send = Callable[[Any, Message, datetime], Outcome]
"""`send(settings, message, now)`: one attempt, bounded in time; trouble on the far side is a value."""

Show = Callable[[Any, Message, datetime], Preview]
"""`preview(settings, message, now)`: what an attempt would send; nothing is opened, no secret read."""

Compose = Callable[[Delivery, str], Message]
"""`compose(delivery, language)`: the message of a delivery; language "" is the watchlist's own."""
