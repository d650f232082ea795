"""Hands one message to the library Apprise."""

from datetime import datetime
from importlib import import_module

from tracker.alert.apprise.settings import AppriseSettings
from tracker.alert.brief import brief_of, title_of
from tracker.alert.channel import Failed, Message, Outcome, Sent
from tracker.alert.line import inert
from tracker.alert.preview import Preview
from tracker.errors import MissingExtra, WatchlistError

TEXT_CHARACTERS = 3000


def send(settings: AppriseSettings, message: Message, now: datetime) -> Outcome:  # noqa: ARG001 - of every channel
    """One attempt; Apprise tells only whether it worked, and opens its own connections."""
    try:
        apprise = import_module("apprise")
    except ModuleNotFoundError:
        raise MissingExtra(
            "the library Apprise is not installed",
            "apprise",
            'Run pip install "privacy-policy-tracker[apprise]".',
        ) from None
    try:
        way = apprise.Apprise()
        if not way.add(settings.url_from.reveal()):
            return Failed(
                permanent=False,
                detail=f"{settings.url_from} holds no URL that Apprise knows",
                channel_wide=True,
            )
    except WatchlistError as error:
        return Failed(permanent=False, detail=str(error), channel_wide=True)
    title, text = _words(message)
    taken = way.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT)
    return (
        Sent("taken by Apprise")
        if taken
        else Failed(permanent=False, detail="Apprise could not hand it over")
    )


def preview(settings: AppriseSettings, message: Message, now: datetime) -> Preview:  # noqa: ARG001
    """Title and text, as they are handed to Apprise."""
    shown = "\n\n".join(_words(message)) + "\n"
    return Preview(shown, {".txt": shown.encode("utf-8", "replace")})


def _words(message: Message) -> tuple[str, str]:
    text = inert(brief_of(message, TEXT_CHARACTERS))
    return inert(title_of(message, 200)), f"{text}\n\n{message.link}" if message.link else text
