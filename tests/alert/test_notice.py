"""What the tracker tells about itself is told in the reader's language, to whoever else can be reached."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.alert.conftest import NOW
from tests.alert.made import QUIET, hook_channel, mail_channel
from tracker.alert.channel import Message
from tracker.alert.notice import Late, dead_letter_notices, late_notices, notice_message
from tracker.alert.rules import Rule
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox

LOUD = Rule()
DESK = mail_channel(9, "anna@example.org", "ben@example.org", rule=LOUD)
HOOK = hook_channel("http://127.0.0.1:9/", rule=LOUD)
DEAD = Delivery("d1", "desk/ben@example.org", "change", "plauder/privacy", "confirmed")


def named(delivery: Delivery) -> str:
    return f"Plauder: {delivery.subject}"


@pytest.fixture
def told(outbox: Outbox) -> Callable[..., Message]:
    """The message of a notice, as it is sent."""

    def telling(notice: Delivery, language: str = "en") -> Message:
        outbox.add(notice, NOW)
        return notice_message(notice, outbox, named, language)

    return telling


@pytest.mark.parametrize(
    ("language", "headline", "since"),
    [
        ("en", "5 policies were not checked in time", "No sign of life since: 28 February 2026, 09:30 UTC"),
        ("nl", "5 teksten zijn niet op tijd gecontroleerd", "Geen teken van leven sinds: 28 februari 2026"),
        ("de", "5 Texte wurden nicht rechtzeitig geprüft", "Kein Lebenszeichen seit: 28. Februar 2026"),
        (
            "fr",
            "5 textes n’ont pas été contrôlés à temps",
            "Aucun signe de vie depuis\u00a0: 28 février 2026",
        ),
    ],
)
def test_late_checks_are_told_in_the_readers_language(
    told: Callable[..., Message], language: str, headline: str, since: str
) -> None:
    """How many, which, since when, and what to look at."""
    late = Late(tuple(f"p{number}/privacy" for number in range(5)), NOW - timedelta(days=2))
    (notice,) = late_notices(late, [HOOK], NOW)
    message = told(notice, language)

    assert message.title == headline
    assert since in message.text
    assert "Plauder: p0/privacy, Plauder: p1/privacy, Plauder: p2/privacy, …" in message.text
    assert "tracker status" in message.text
    assert f'<html lang="{language}">' in message.html
    assert headline in message.html


@pytest.mark.parametrize(
    ("language", "headline", "stage"),
    [
        ("en", "Alerts to desk/ben@example.org were given up", "Confirmed"),
        ("nl", "Meldingen aan desk/ben@example.org zijn opgegeven", "Bevestigd"),
        ("de", "Meldungen an desk/ben@example.org wurden aufgegeben", "Bestätigt"),
        ("fr", "Les alertes à desk/ben@example.org ont été abandonnées", "Confirmé"),
    ],
)
def test_dead_letters_are_told_in_the_readers_language(
    outbox: Outbox, told: Callable[..., Message], language: str, headline: str, stage: str
) -> None:
    """Which alert it was, and the receiver's own words."""
    outbox.add(DEAD, NOW)
    outbox.dead("d1", NOW, "550 5.1.1 <script>alert(1)</script>\r\nBcc: all@example.org")
    (notice,) = dead_letter_notices(DEAD, [HOOK], NOW, channel_works=True)
    message = told(notice, language)

    assert message.title == headline
    assert f"Plauder: plauder/privacy, {stage}" in message.text
    assert "550 5.1.1" in message.text
    assert "\nBcc:" not in message.text
    assert "<script>" not in message.html
    assert "tracker outbox retry --dead" in message.text


def test_whoever_shares_a_channel_with_an_unknown_recipient_is_told() -> None:
    """One mail channel is what most have: the other reader can do something about it."""
    found = dead_letter_notices(DEAD, [DESK], NOW, channel_works=True)

    assert [notice.channel for notice in found] == ["desk/anna@example.org"]


def test_a_channel_that_is_gone_is_not_asked_to_tell_of_itself() -> None:
    """Only the others are."""
    found = dead_letter_notices(DEAD, [DESK, HOOK], NOW, channel_works=False)

    assert [notice.channel for notice in found] == ["hook"]


def test_a_notice_that_is_given_up_is_not_told() -> None:
    """Two dead channels do not tell each other of their troubles for ever."""
    (notice,) = dead_letter_notices(DEAD, [HOOK], NOW, channel_works=True)

    assert dead_letter_notices(notice, [DESK, HOOK], NOW, channel_works=True) == ()


def test_whoever_wants_no_incidents_gets_no_notice() -> None:
    """`incidents = false` is for readers of changes alone."""
    quiet = hook_channel("http://127.0.0.1:9/", rule=QUIET)

    assert dead_letter_notices(DEAD, [quiet], NOW, channel_works=True) == ()
    assert late_notices(Late(("a/privacy",)), [quiet], NOW) == ()
