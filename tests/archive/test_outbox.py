"""The outbox loses no delivery, whoever sends it."""

from pathlib import Path

import pytest

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.errors import ArchiveError
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox


def test_a_delivery_is_leased_to_one_sender_until_its_lease_ends(tmp_path: Path) -> None:
    """Two senders never hold the same delivery; a sender that dies gives it up in time."""
    with Archive.open(tmp_path) as archive:
        outbox = Outbox(archive)
        delivery = Delivery("a", "mail", "test", "hello")
        assert outbox.add(delivery, made.at(0))
        assert not outbox.add(delivery, made.at(1)), "the same id is the same delivery"
        (leased,) = outbox.lease(made.at(0), 10, 60)
        assert (leased.delivery, leased.attempts, leased.created_at) == (delivery, 0, made.at(0))
        assert outbox.lease(made.at(0), 10, 60) == ()
        assert [again.delivery for again in outbox.lease(made.at(1), 10, 60)] == [delivery]


def test_every_attempt_is_recorded(tmp_path: Path) -> None:
    """Failures, their reasons and the final answer can be read afterwards."""
    with Archive.open(tmp_path) as archive:
        outbox = Outbox(archive)
        outbox.add(Delivery("a", "hook", "test", "hello"), made.at(0))
        outbox.lease(made.at(0))
        outbox.failed("a", made.at(0), made.at(2), "503")
        assert outbox.lease(made.at(1)) == ()
        assert outbox.next_at() == made.at(2)
        outbox.lease(made.at(2))
        outbox.sent("a", made.at(2), "200 OK")
        assert [(attempt.outcome, attempt.detail) for attempt in outbox.attempts("a")] == [
            ("failed", "503"),
            ("sent", "200 OK"),
        ]
        (row,) = outbox.rows("sent")
        assert (row.attempts, row.error, row.done_at) == (2, "", made.at(2))
        outbox.failed("a", made.at(3), made.at(4), "late")
        assert outbox.rows("queued") == (), "what was sent stays sent"


def test_a_dead_delivery_is_sent_again_only_by_hand(tmp_path: Path) -> None:
    """`retry` wakes it, `drop` ends it, and an unknown id is named."""
    with Archive.open(tmp_path) as archive:
        outbox = Outbox(archive)
        outbox.add(Delivery("a", "hook", "test", "hello"), made.at(0))
        outbox.dead("a", made.at(0), "410 Gone")
        assert outbox.lease(made.at(9)) == ()
        outbox.retry("a", made.at(9))
        assert len(outbox.lease(made.at(9))) == 1
        outbox.drop("a", made.at(9))
        assert [row.state for row in outbox.rows()] == ["dead"]
        with pytest.raises(ArchiveError, match="No delivery 'b'"):
            outbox.retry("b", made.at(9))


def test_a_change_brings_its_deliveries(tmp_path: Path) -> None:
    """Change and outbox row are stored together."""
    with Archive.open(tmp_path) as archive:
        old = archive.record(made.first(made.at(0), "We keep mail."))
        assert old is not None
        archive.record(made.changed(made.at(1), old, "We keep your voice."))
        assert [row.delivery.id for row in Outbox(archive).rows()] == ["0123456789abcdef-sighted-mail"]
