"""What the receivers of chats document of their forms, as schemas: kinds, required keys, lengths.

Slack: docs.slack.dev, "Block Kit". Mattermost: developers.mattermost.com, "Message attachments". Discord:
docs.discord.com, "Execute webhook" and "Embed limits". Teams: adaptivecards.io, schema 1.4, and the trigger
"when a Teams webhook request is received". ntfy: docs.ntfy.sh, "Publish as JSON" and "Limitations".
"""

from typing import Any

Schema = dict[str, Any]


def closed(required: tuple[str, ...], optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    assert {*required, *optional} == properties.keys()
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


def text(most: int, least: int = 1) -> Schema:
    return {"type": "string", "minLength": least, "maxLength": most}


URL: Schema = {"type": "string", "pattern": "^https?://[^\\s<>|]+$", "maxLength": 3000}
FALSE: Schema = {"const": False}


def plain(most: int) -> Schema:
    return closed(("type", "text", "emoji"), type={"const": "plain_text"}, text=text(most), emoji=FALSE)


SLACK = closed(
    ("text", "blocks", "unfurl_links", "unfurl_media"),
    text=text(4000),
    unfurl_links=FALSE,
    unfurl_media=FALSE,
    blocks={
        "type": "array",
        "minItems": 1,
        "maxItems": 50,
        "items": {
            "oneOf": [
                closed(("type", "text"), type={"const": "header"}, text=plain(150)),
                closed(("type", "text"), type={"const": "section"}, text=plain(3000)),
                closed(
                    ("type", "elements"),
                    type={"const": "context"},
                    elements={
                        "type": "array",
                        "maxItems": 10,
                        "items": closed(("type", "text"), type={"const": "mrkdwn"}, text=text(3000)),
                    },
                ),
            ]
        },
    },
)
MATTERMOST = closed(
    ("attachments",),
    attachments={
        "type": "array",
        "maxItems": 1,
        "items": closed(
            ("fallback", "title", "text"),
            ("title_link",),
            fallback=text(1000),
            title=text(1000),
            text=text(7600, 0),
            title_link=URL,
        ),
    },
)
DISCORD = closed(
    ("embeds", "allowed_mentions"),
    allowed_mentions={"const": {"parse": []}},
    embeds={
        "type": "array",
        "maxItems": 10,
        "items": closed(
            ("title", "description"), ("url",), title=text(256), description=text(4096, 0), url=URL
        ),
    },
)
BLOCK = closed(
    ("type", "text", "wrap"),
    ("weight", "size"),
    type={"const": "TextBlock"},
    text=text(10_000),
    wrap={"type": "boolean"},
    weight={"enum": ["Default", "Lighter", "Bolder"]},
    size={"enum": ["Default", "Small", "Medium", "Large", "ExtraLarge"]},
)
CARD = closed(
    ("$schema", "type", "version", "body"),
    ("actions",),
    **{
        "$schema": {"const": "http://adaptivecards.io/schemas/adaptive-card.json"},
        "type": {"const": "AdaptiveCard"},
        "version": {"enum": ["1.0", "1.1", "1.2", "1.3", "1.4"]},
        "body": {"type": "array", "minItems": 1, "items": BLOCK},
        "actions": {
            "type": "array",
            "maxItems": 6,
            "items": closed(
                ("type", "title", "url"), type={"const": "Action.OpenUrl"}, title=text(100), url=URL
            ),
        },
    },
)
TEAMS = closed(
    ("type", "attachments"),
    type={"const": "message"},
    attachments={
        "type": "array",
        "minItems": 1,
        "maxItems": 1,
        "items": closed(
            ("contentType", "content"),
            contentType={"const": "application/vnd.microsoft.card.adaptive"},
            content=CARD,
        ),
    },
)
NTFY = closed(
    ("topic", "title", "message", "priority", "markdown"),
    ("click",),
    topic={"type": "string", "pattern": "^[-_A-Za-z0-9]{1,64}$"},
    title=text(1000),
    message=text(4096),
    priority={"enum": [1, 2, 3, 4, 5]},
    markdown=FALSE,
    click=URL,
)
