"""Publishes one message to a topic of ntfy."""

import json
from collections.abc import Mapping
from datetime import datetime

from tracker.alert.brief import brief_of, title_of
from tracker.alert.channel import Failed, Message, Outcome
from tracker.alert.line import inert
from tracker.alert.ntfy.settings import NtfySettings
from tracker.alert.preview import Preview, json_preview
from tracker.alert.target import post_to
from tracker.errors import WatchlistError

TEXT_CHARACTERS = 1000  # of a message of at most 4,096 bytes, four bytes a character or with its joiner
URGENT, USUAL = 4, 3


def send(settings: NtfySettings, message: Message, now: datetime) -> Outcome:
    """One attempt."""
    body = _body(settings, message)
    try:
        headers = {"content-type": "application/json"}
        if settings.token is not None:
            headers["authorization"] = f"Bearer {settings.token.reveal()}"
        return post_to(settings.target, body, headers, now)
    except WatchlistError as error:
        return Failed(permanent=False, detail=str(error), channel_wide=True)


def preview(settings: NtfySettings, message: Message, now: datetime) -> Preview:  # noqa: ARG001
    """What it would post."""
    return json_preview(ntfy_form(settings.topic, message), _body(settings, message))


def ntfy_form(topic: str, message: Message) -> Mapping[str, object]:
    """The JSON form, in which titles and texts need no header."""
    form: dict[str, object] = {
        "topic": topic,
        "title": inert(title_of(message, 200)),
        "message": inert(brief_of(message, TEXT_CHARACTERS) or title_of(message, 200)),
        "priority": URGENT if message.urgent else USUAL,
        "markdown": False,
    }
    if message.link:
        form["click"] = message.link
    return form


def _body(settings: NtfySettings, message: Message) -> bytes:
    return json.dumps(ntfy_form(settings.topic, message)).encode()
