"""Hands one message to the library Apprise."""

from datetime import datetime
from importlib import import_module

from tracker.alert.apprise.settings import AppriseSettings
from tracker.alert.brief import brief_of
from tracker.alert.channel import Failed, Message, Outcome, Sent
from tracker.alert.line import one_line
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
    text = brief_of(message, TEXT_CHARACTERS)
    if message.link:
        text += f"\n\n{message.link}"
    taken = way.notify(title=one_line(message.title, 200), body=text, body_format=apprise.NotifyFormat.TEXT)
    return (
        Sent("taken by Apprise")
        if taken
        else Failed(permanent=False, detail="Apprise could not hand it over")
    )
