"""A process that is killed between any two steps of sending loses no alert."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.alert.made import SECRET, Clock, hook_channel, mail_channel, queue, run, states
from tests.alert.servers import MailServer, Receiver
from tests.alert.victim import DIED
from tracker.archive.archive import Archive
from tracker.archive.outbox import Outbox
from tracker.watchlist.watchlist import Channel

ROOT = Path(__file__).parents[2]
DOUBLED = {"on-the-wire", "answered"}
"""Steps at which the far side has it, and we do not know: it gets it again, with the same id."""


def killed(
    folder: Path, kind: str, where: str, step: str, on_wire: Callable[[Callable[[], None]], None]
) -> int:
    """Exit code of a sender that dies at a step; `on_wire` is told how to kill it from outside."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.alert.victim", str(folder), kind, where, step],
        cwd=ROOT,
        env={**os.environ, "HOOK_SECRET": SECRET},
    )
    if step == "on-the-wire":
        on_wire(lambda: process.send_signal(signal.SIGKILL))
    return process.wait(30)


def after_it(folder: Path, channel: Channel) -> dict[str, str]:
    """What a later process, after the lease, makes of what the dead one left."""
    clock = Clock()
    clock.forward(minutes=4)
    with Archive.open(folder) as archive:
        run(Outbox(archive), [channel], clock)
        return states(Outbox(archive))


@pytest.mark.parametrize("step", ["leased", "composed", "on-the-wire", "answered", "marked", "none"])
def test_a_webhook_survives_a_kill(
    tmp_path: Path, hook: Receiver, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever the step, the receiver has it in the end; twice only where nobody could know."""
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    channel = hook_channel(hook.url)
    with Archive.open(tmp_path) as archive:
        queue(Outbox(archive), "a", [channel], Clock()())

    def on_wire(kill: Callable[[], None]) -> None:
        hook.on_request = kill

    code = killed(tmp_path, "webhook", hook.url, step, on_wire)
    hook.on_request = None

    assert code == {"none": 0, "on-the-wire": -signal.SIGKILL}.get(step, DIED)
    assert after_it(tmp_path, channel) == {"a>hook": "sent"}
    assert len(hook.requests) == (2 if step in DOUBLED else 1)
    assert len({request.headers["webhook-id"] for request in hook.requests}) == 1


@pytest.mark.parametrize("step", ["leased", "composed", "on-the-wire", "answered", "marked", "none"])
def test_a_mail_survives_a_kill(tmp_path: Path, mailbox: MailServer, step: str) -> None:
    """The same for mail; a double has the same Message-ID."""
    channel = mail_channel(mailbox.port)
    with Archive.open(tmp_path) as archive:
        queue(Outbox(archive), "a", [channel], Clock()())

    def on_wire(kill: Callable[[], None]) -> None:
        mailbox.on_data = kill

    code = killed(tmp_path, "email", str(mailbox.port), step, on_wire)
    mailbox.on_data = None

    assert code == {"none": 0, "on-the-wire": -signal.SIGKILL}.get(step, DIED)
    assert after_it(tmp_path, channel) == {"a>desk/anna@example.org": "sent"}
    assert len(mailbox.mails) == (2 if step in DOUBLED else 1)
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1
