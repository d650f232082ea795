"""What was seen is told as it stood then, however late the message leaves."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.alert.made import hook_channel, mail_channel
from tests.alert.servers import MailServer, text_of
from tests.pipeline.site import CHANGED, SECTIONS, Site, page, policy
from tracker.alert.deliver import deliver
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.watchlist.watchlist import Channel, Watchlist
from tracker.workspace import Tracker


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "snapshots") as opened:
        yield opened


def tracker(archive: Archive, site: Site, *channels: Channel) -> Tracker:
    return Tracker(Watchlist((policy(),), channels=channels), archive, site, site.clock)


def send(at_work: Tracker) -> None:
    """Everything that waits, whenever it is due."""
    list(deliver(at_work.outbox, at_work.watchlist.channels, at_work.compose, at_work.clock))


def look(at_work: Tracker, site: Site, times: int = 1) -> None:
    for _ in range(times):
        at_work.check(at_work.watchlist.policies[0])
        site.pass_by(hours=1)


@pytest.mark.parametrize(
    ("language", "confirmed", "withdrawn"),
    [
        ("en", "Confirmed: ", "Withdrawn: "),
        ("nl", "Bevestigd: ", "Ingetrokken: "),
        ("de", "Bestätigt: ", "Zurückgezogen: "),
        ("fr", "Confirmé : ", "Retiré : "),
    ],
)
def test_each_stage_is_told_as_it_was_then(
    archive: Archive, site: Site, mailbox: MailServer, language: str, confirmed: str, withdrawn: str
) -> None:
    """The mail server was down while a change was confirmed and taken back: two mails, each of its own."""
    at_work = tracker(archive, site, mail_channel(mailbox.port, rule=Rule(language=language)))
    look(at_work, site)
    site.html = page(CHANGED)
    look(at_work, site, 2)
    site.html = page(SECTIONS)
    look(at_work, site, 2)
    send(at_work)

    subjects = [mail["Subject"].replace("\u00a0", " ") for mail in mailbox.mails]
    assert len(subjects) == 2
    assert subjects[0].startswith(confirmed), subjects
    assert subjects[1].startswith(withdrawn), subjects
    assert len({mail["References"] for mail in mailbox.mails}) == 1, "they form a thread"
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 2
    assert "fingerprints" in text_of(mailbox.mails[0])


@pytest.mark.parametrize(
    ("language", "gone", "back"),
    [
        ("en", "The Privacy Policy of Harbour cannot be read: ", "The Privacy Policy of Harbour can be read"),
        ("nl", "De tekst “Privacy Policy” van Harbour is niet te lezen", "is weer te lezen"),
        ("de", "Der Text „Privacy Policy“ von Harbour ist nicht lesbar", "ist wieder lesbar"),
        ("fr", "Le texte « Privacy Policy » de Harbour est illisible", "est de nouveau lisible"),
    ],
)
def test_an_incident_and_its_end_are_two_messages(
    archive: Archive, site: Site, mailbox: MailServer, language: str, gone: str, back: str
) -> None:
    """Also where both leave after the end, and after the next incident has begun."""
    at_work = tracker(archive, site, mail_channel(mailbox.port, rule=Rule(language=language)))
    look(at_work, site)
    site.status = 404
    look(at_work, site, 3)
    site.status = 200
    look(at_work, site)
    site.status = 404
    look(at_work, site)
    send(at_work)

    subjects = [mail["Subject"].replace("\u00a0", " ") for mail in mailbox.mails]
    assert len(subjects) == 2
    assert gone in subjects[0]
    assert back in subjects[1]
    assert "3" in text_of(mailbox.mails[0])


def test_a_retried_webhook_says_what_it_said_at_first(archive: Archive, site: Site, tmp_path: Path) -> None:
    """A receiver that keeps ids may keep bodies, too."""
    channel = hook_channel("http://127.0.0.1:9/", rule=Rule())
    at_work = tracker(archive, site, channel)
    look(at_work, site)
    site.html = page(CHANGED)
    look(at_work, site, 2)
    (row,) = at_work.outbox.rows()
    first = at_work.compose(row.delivery, "")
    site.html = page(SECTIONS)
    look(at_work, site, 2)

    assert at_work.compose(row.delivery, "") == first
    assert first.payload["type"] == "change.confirmed"
    assert replace(first, payload={}).title.startswith("Confirmed: ")
