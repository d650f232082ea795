"""Receivers, an authority and messages that the tests of this room share."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from tests.alert.servers import MailServer, Receiver, mail_server, receiver
from tracker.alert.channel import Message
from tracker.archive.archive import Archive
from tracker.archive.outbox import Outbox

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def mailbox() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as server:
        yield server


@pytest.fixture
def message() -> Message:
    return Message(
        id="0123456789abcdef01234567",
        kind="change",
        title="Plauder may now collect gait recordings",
        text="Plauder may now collect gait recordings.\n\n“We record how you walk – with your consent.”\n",
        html="<p>Plauder may now collect <b>gait recordings</b>.</p>",
        payload={
            "type": "change.confirmed",
            "data": {"policy": "plauder/privacy", "quote": "Wir gehen – mit"},
        },
        thread="plauder/privacy",
        link="https://reports.example.org/plauder/privacy/1.html",
        recipient="anna@example.org",
    )


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Archive.open(tmp_path / "snapshots") as archive:
        yield Outbox(archive)
