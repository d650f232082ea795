"""The channel types by name, each loaded when it is first needed."""

from importlib import import_module
from typing import Any, cast

from tracker.alert.channel import Send, Show

_SETTINGS = {
    "email": "EmailSettings",
    "webhook": "WebhookSettings",
    "slack": "SlackSettings",
    "teams": "TeamsSettings",
    "ntfy": "NtfySettings",
    "apprise": "AppriseSettings",
}


def channel_types() -> tuple[str, ...]:
    """Every name that `type` can have in a `[[channel]]`."""
    return tuple(_SETTINGS)


def settings_class(name: str) -> type[Any]:
    """The frozen dataclass of the keys that a type of channel has of its own."""
    return cast("type[Any]", getattr(import_module(f"tracker.alert.{name}.settings"), _SETTINGS[name]))


def sender(name: str) -> Send:
    """The function that makes one attempt over a type of channel."""
    assert name in _SETTINGS
    return cast("Send", import_module(f"tracker.alert.{name}.send").send)


def previewer(name: str) -> Show:
    """The function that shows what a type of channel would send."""
    assert name in _SETTINGS
    return cast("Show", import_module(f"tracker.alert.{name}.send").preview)


def recipients(settings: object) -> tuple[str, ...]:
    """Those who get a message of their own; ("",) for a channel that is one recipient."""
    return tuple(getattr(settings, "to", ())) or ("",)
