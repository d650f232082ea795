"""Posts one message as signed JSON."""

import json
from datetime import datetime

from tracker.alert.channel import Failed, Message, Outcome
from tracker.alert.preview import Preview, json_preview
from tracker.alert.target import post_to
from tracker.alert.webhook.settings import WebhookSettings
from tracker.alert.webhook.sign import key_of, signed_headers
from tracker.errors import WatchlistError


def send(settings: WebhookSettings, message: Message, now: datetime) -> Outcome:
    """One attempt; `webhook-id` is the same at each, so that the receiver can drop doubles."""
    body = _body(message)
    try:
        key = key_of(settings.secret.reveal())
        headers = signed_headers(key, message.id, now, body)
        return post_to(settings.target, body, {"content-type": "application/json", **headers}, now)
    except WatchlistError as error:
        return Failed(permanent=False, detail=str(error), channel_wide=True)
    except ValueError as error:
        where = f"{settings.secret}: {error}"
        return Failed(permanent=False, detail=where, channel_wide=True)


def preview(settings: WebhookSettings, message: Message, now: datetime) -> Preview:  # noqa: ARG001
    """The body; its signature is made when it is sent."""
    return json_preview(message.payload, _body(message))


def _body(message: Message) -> bytes:
    return json.dumps(message.payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
