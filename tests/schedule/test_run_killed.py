"""`tracker run` is killed at random moments under load: nothing is lost, and a double has the same id."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.alert.made import SECRET
from tests.alert.servers import MailServer, Receiver, mail_server, receiver
from tests.cli.site import Site, policy, running_site
from tracker.archive.archive import Archive
from tracker.archive.change import Change

SERVICES = tuple(f"harbour-{number}" for number in range(6))
KINDS = (
    "With your consent, we collect biometric information such as your voiceprint.",
    "We collect your precise location while the app is open.",
    "We collect health data that you enter into your diary.",
    "We collect your employment history to recommend jobs to you.",
    "We collect your educational history to recommend courses to you.",
    "We collect your genetic data, where you order a test of your ancestry.",
)
PEOPLE = ("anna@example.org", "ben@example.org")
KILLS = int(os.environ.get("TRACKER_KILLS", "6"))


@dataclass
class World:
    """A site, two receivers, and the process that is killed again and again."""

    folder: Path
    site: Site
    hook: Receiver
    mails: MailServer
    process: subprocess.Popen[bytes] | None = None
    changed: list[str] = field(default_factory=list)

    def start(self) -> None:
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker", "run", "--log", "json", "--quiet"],
                cwd=self.folder,
                env=os.environ | {"HOOK_SECRET": SECRET},
                stdout=log,
                stderr=log,
            )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Another command in the same folder."""
        return subprocess.run(
            [sys.executable, "-m", "tracker", *arguments],
            cwd=self.folder,
            env=os.environ | {"HOOK_SECRET": SECRET},
            capture_output=True,
            check=False,
        )

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def change(self, service: str) -> None:
        """The page names a new kind of data from now on."""
        self.site.put(f"/{service}", policy(KINDS[SERVICES.index(service)]))
        self.changed.append(service)

    def wait_a_lease(self) -> None:
        """Three minutes pass for the messages that the dead process had in hand."""
        with closing(sqlite3.connect(self.folder / "snapshots" / "catalogue.sqlite3", timeout=30)) as base:
            base.execute("UPDATE delivery SET leased_until = NULL WHERE state = 'queued'")
            base.commit()

    def confirmed(self) -> dict[str, Change]:
        with Archive.open(self.folder / "snapshots") as archive:
            return {
                change.policy.partition("/")[0]: change
                for change in archive.changes()
                if "confirmed" in [event.stage for event in change.events]
            }

    def waiting(self) -> int:
        with closing(sqlite3.connect(self.folder / "snapshots" / "catalogue.sqlite3", timeout=30)) as base:
            (count,) = base.execute("SELECT count(*) FROM delivery WHERE state = 'queued'").fetchone()
        return int(count)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    with running_site() as site, receiver() as hook, mail_server() as mails:
        made = World(folder, site, hook, mails)
        text = (
            '[tracker]\nallow_networks = ["127.0.0.0/8"]\nhost_delay_seconds = 0\nhost_connections = 8\n'
            'every = "1s"\nconfirm_after = "1s"\n\n'
            f'[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "{hook.url}"\n'
            'secret = { env = "HOOK_SECRET" }\nallow_networks = ["127.0.0.0/8"]\n\n'
            f'[[channel]]\nname = "desk"\ntype = "email"\nhost = "127.0.0.1"\nport = {mails.port}\n'
            f'security = "none"\nfrom = "tracker@example.org"\nto = {json.dumps(PEOPLE)}\n'
        )
        for service in SERVICES:
            text += f'\n[[policy]]\nservice = "{service}"\nurl = "{site.put(f"/{service}", policy())}"\n'
        (folder / "tracker.toml").write_text(text, "utf-8")
        try:
            yield made
        finally:
            if made.process is not None and made.process.poll() is None:
                made.kill()


def wait_for(condition: object, seconds: float = 90.0) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.2)


@pytest.fixture
def after_the_kills(tmp_path: Path) -> Iterator[World]:
    """Killed while pages change, then left to come to its end."""
    dice = random.Random(20261125)
    with world(tmp_path) as made:
        with Archive.open(tmp_path / "snapshots") as archive:
            made.start()
            wait_for(lambda: len(archive.policies()) == len(SERVICES))
            wait_for(lambda: all(archive.snapshot_at(held.key) for held in archive.policies()))
        to_change = list(SERVICES)
        for number in range(KILLS):
            share = -(-len(to_change) // (KILLS - number))
            for _ in range(share):
                made.change(to_change.pop())
            time.sleep(dice.uniform(0.0, 3.0))
            made.kill()
            made.wait_a_lease()
            made.start()
            if number % 2:
                time.sleep(dice.uniform(0.8, 2.0))
        wait_for(lambda: len(made.confirmed()) == len(SERVICES))
        made.wait_a_lease()
        wait_for(lambda: made.waiting() == 0)
        made.kill()
        yield made


def test_a_service_that_is_killed_again_and_again_loses_nothing(after_the_kills: World) -> None:
    """Every change is in the archive once and told to everybody; whoever keeps ids sees it once."""
    made = after_the_kills
    confirmed = made.confirmed()
    with Archive.open(made.folder / "snapshots") as archive:
        changes = list(archive.changes())
        versions = [len(archive.snapshots(held.key)) for held in archive.policies()]
    assert sorted(confirmed) == sorted(made.changed) == sorted(SERVICES)
    assert len(changes) == len(SERVICES), "no change is there twice"
    assert versions == [2] * len(SERVICES)

    told: dict[str, set[bytes]] = {}
    about: dict[str, set[str]] = {}
    for request in made.hook.requests:
        body = json.loads(request.body)
        if body["type"] == "change.confirmed":
            told.setdefault(request.headers["webhook-id"], set()).add(request.body)
            about.setdefault(body["data"]["id"], set()).add(request.headers["webhook-id"])
    assert about.keys() == {change.id for change in changes}
    assert {len(ids) for ids in about.values()} == {1}, "a double has the same id"
    assert {len(bodies) for bodies in told.values()} == {1}, "and the same body"

    mails: dict[tuple[str, str], set[str]] = {}
    for (_, to), mail in zip(made.mails.envelopes, made.mails.mails, strict=True):
        if mail["Subject"].startswith("Confirmed"):
            mails.setdefault((to[0], mail["Message-ID"]), set()).add(mail["Subject"])
    assert len(mails) == len(SERVICES) * len(PEOPLE)
    assert {len(subjects) for subjects in mails.values()} == {1}

    for command in (["run", "--once", "--exit-zero"], ["verify"]):
        done = made.run(*command)
        assert done.returncode == 0, done.stderr.decode()
    for change in changes:
        page = made.folder / "reports" / f"{change.new.id.replace('@', '/')}.html"
        assert "Confirmed" in page.read_text("utf-8")
