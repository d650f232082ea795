"""Posts one message to a Teams workflow, as an Adaptive Card."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from tracker.alert.brief import brief_of, title_of
from tracker.alert.channel import Failed, Message, Outcome
from tracker.alert.line import inert, one_line
from tracker.alert.preview import Preview, json_preview
from tracker.alert.target import post_to
from tracker.alert.teams.settings import TeamsSettings
from tracker.errors import WatchlistError

TEXT_CHARACTERS = 5500  # a card and its frame may have 28 kB, a character takes four bytes at most
LINES = 40
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~-])")


def send(settings: TeamsSettings, message: Message, now: datetime) -> Outcome:
    """One attempt."""
    body = _body(message)
    try:
        return post_to(settings.target, body, {"content-type": "application/json"}, now)
    except WatchlistError as error:
        return Failed(permanent=False, detail=str(error), channel_wide=True)


def preview(settings: TeamsSettings, message: Message, now: datetime) -> Preview:  # noqa: ARG001
    """What it would post."""
    return json_preview(card_form(message), _body(message))


def card_form(message: Message) -> Mapping[str, object]:
    """The card in the frame that the trigger "when a Teams webhook request is received" wants."""
    lines = [line for line in brief_of(message, TEXT_CHARACTERS).split("\n") if line.strip()]
    body: list[dict[str, object]] = [_block(title_of(message, 200), weight="Bolder", size="Medium")]
    body += [_block(one_line(line)) for line in lines[:LINES]]
    card: dict[str, object] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if message.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": message.link_title, "url": message.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def _block(text: str, **more: object) -> dict[str, object]:
    """A text block shows some Markdown; in ours every sign stands for itself."""
    return {"type": "TextBlock", "text": _MARKDOWN.sub(r"\\\1", inert(text)), "wrap": True, **more}


def _body(message: Message) -> bytes:
    return json.dumps(card_form(message), ensure_ascii=False).encode("utf-8", "replace")
