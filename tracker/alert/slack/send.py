"""Posts one message to an incoming webhook of a chat."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from tracker.alert.brief import brief_of, fitting, title_of
from tracker.alert.channel import Failed, Message, Outcome
from tracker.alert.line import inert
from tracker.alert.preview import Preview, json_preview
from tracker.alert.slack.settings import SlackSettings
from tracker.alert.target import post_to
from tracker.errors import WatchlistError

TITLE_CHARACTERS = 150  # of a Slack header block
SLACK_CHARACTERS = 2900  # 3,000 in a text object of a section
DISCORD_CHARACTERS, DISCORD_TITLE = 4000, 256  # of the description and the title of an embed
MATTERMOST_CHARACTERS = 7000  # 8,000 in all, in older servers
REFUSED = frozenset({400, 403, 404})
"""Slack's own words for a webhook that was taken back or a form it will never take; retrying is no use."""


def send(settings: SlackSettings, message: Message, now: datetime) -> Outcome:
    """One attempt."""
    body = _body(settings, message)
    try:
        outcome = post_to(settings.target, body, {"content-type": "application/json"}, now)
    except WatchlistError as error:
        return Failed(permanent=False, detail=str(error), channel_wide=True)
    if isinstance(outcome, Failed) and outcome.status in REFUSED and settings.dialect == "slack":
        return replace(outcome, permanent=True)
    return outcome


def preview(settings: SlackSettings, message: Message, now: datetime) -> Preview:  # noqa: ARG001
    """What it would post."""
    return json_preview(FORMS[settings.dialect](message), _body(settings, message))


def slack_form(message: Message) -> Mapping[str, object]:
    """Blocks with plain text only: no markup, mention or link of a page comes through."""
    title = title_of(message, TITLE_CHARACTERS)
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
        {
            "type": "section",
            "text": {
                "type": "plain_text",
                "text": brief_of(message, SLACK_CHARACTERS) or title,
                "emoji": False,
            },
        },
    ]
    if message.link:
        link = {
            "type": "mrkdwn",
            "text": f"<{_slack_link(message.link)}|{_slack_escaped(message.link_title)}>",
        }
        blocks.append({"type": "context", "elements": [link]})
    return {"text": _slack_escaped(title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def mattermost_form(message: Message) -> Mapping[str, object]:
    """An attachment in which every sign of Markdown stands for itself, and nobody is called."""
    title = fitting(title_of(message, TITLE_CHARACTERS), 2 * TITLE_CHARACTERS, _backslashed)
    attachment: dict[str, object] = {
        "fallback": title,
        "title": title,
        "text": fitting(brief_of(message, MATTERMOST_CHARACTERS // 2), MATTERMOST_CHARACTERS, _backslashed),
    }
    if message.link:
        attachment["title_link"] = message.link
    return {"attachments": [attachment]}


def discord_form(message: Message) -> Mapping[str, object]:
    """An embed that calls nobody, in which every sign of Markdown stands for itself."""
    embed: dict[str, object] = {
        "title": fitting(title_of(message, TITLE_CHARACTERS), DISCORD_TITLE, _backslashed),
        "description": fitting(brief_of(message, DISCORD_CHARACTERS // 2), DISCORD_CHARACTERS, _backslashed),
    }
    if message.link:
        embed["url"] = message.link
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


FORMS: Mapping[str, Callable[[Message], Mapping[str, object]]] = {
    "slack": slack_form,
    "mattermost": mattermost_form,
    "discord": discord_form,
}


def _slack_escaped(text: str) -> str:
    """Slack's three characters: a text cannot become a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack_link(url: str) -> str:
    return _slack_escaped(url).replace("|", "%7C")


def _backslashed(text: str) -> str:
    """A text in which every sign of Markdown stands for itself, and nothing is a mention or a link."""
    return "".join(f"\\{sign}" if sign in "\\`*_~|[]()<>#" else sign for sign in inert(text))


def _body(settings: SlackSettings, message: Message) -> bytes:
    return json.dumps(FORMS[settings.dialect](message)).encode()
