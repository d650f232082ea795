"""Plays the story: the real service watches a local site, and tells a local mail server and webhook."""

import base64
import hashlib
import hmac
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from tracker.archive.archive import Archive
from tracker.archive.change import Change
from tracker.archive.observation import Check
from tracker.demo.mailbox import Mailbox
from tracker.demo.site import HOOK_URL, Web
from tracker.demo.story import URL, Scene, scenes
from tracker.errors import TrackerError
from tracker.fetch.capture import Fetched, Validators
from tracker.fetch.client import Client
from tracker.jobs import Duty
from tracker.schedule.service import Service
from tracker.watchlist.policy import Source
from tracker.watchlist.read import read_watchlist
from tracker.workspace import Tracker, fetch_settings

MARKER = ".made-by-tracker-demo"
KEY = base64.b64encode(b"the demo's key, known to all").decode()
TICK_SECONDS = 0.2
PATIENCE_SECONDS = 60.0  # for one scene; a scene takes less than two

WATCHLIST = """\
# The watchlist of the demo. Everything in it is invented, and nothing leaves this machine.

[tracker]
contact = "mailto:privacy-desk@newsroom.example"
proxy = "{web}"                       # the demo's own web, in place of the internet
allow_networks = ["127.0.0.0/8"]

[[policy]]
service = "Plaza"
url = "{url}"
language = "en"
every = "6h"

[[channel]]
name = "desk"
type = "email"
host = "127.0.0.1"
port = {mail_port}
security = "none"
from = "tracker@newsroom.example"
to = ["privacy-desk@newsroom.example"]

[[channel]]
name = "hook"
type = "webhook"
url = "{hook}"
secret = {{ file = "hook.key" }}
proxy = "{web}"
allow_networks = ["127.0.0.0/8"]
"""


@dataclass(slots=True)
class Clock:
    """The time of the story; it only moves from scene to scene."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class StandStill:
    """The real client, whose fetches take no time by the clock of the story: each run is like the other."""

    client: Client

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched:
        fetched = self.client.fetch(source, validators, full=full)
        pages = tuple(
            replace(page, exchanges=tuple(replace(each, seconds=0.0) for each in page.exchanges))
            for page in fetched.pages
        )
        return replace(fetched, pages=pages)


@dataclass(frozen=True, slots=True)
class Played:
    """One scene, and what the tracker made of it."""

    scene: Scene
    check: Check
    change: Change | None
    """None for the first version."""


@dataclass(frozen=True, slots=True)
class Told:
    """A webhook as received."""

    headers: dict[str, str]
    body: bytes
    verified: bool
    """Whether its signature is right."""


@dataclass(slots=True)
class Performance:
    """The whole story, played."""

    folder: Path
    scenes: list[Played] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    hooks: list[Told] = field(default_factory=list)


def play(folder: Path) -> Iterator[Performance]:
    """Play the story into a folder, which is made anew, and yield the performance after each scene.

    The folder then holds `tracker.toml`, `snapshots/` and `reports/`. Raises TrackerError where the folder
    holds anything that no demo made.
    """
    make_anew(folder)
    story = scenes()
    clock = Clock(story[0].at)
    web, mailbox = Web(clock), Mailbox()
    done = Performance(folder)
    with web.served(), mailbox.served():
        path = write_watchlist(folder, web, mailbox)
        web.scene = story[0]
        with serving(path, clock) as duty:
            for scene in story:
                web.scene, clock.at = scene, scene.at
                check = _wait_for(duty, scene)
                changes = [c for c in duty.tracker.archive.changes() if c.new.observed_at == scene.at]
                done.scenes.append(Played(scene, check, changes[-1] if changes else None))
                done.mails = list(mailbox.mails)
                done.hooks = [Told(headers, body, is_signed(headers, body)) for headers, body in web.hooks]
                yield done


def make_anew(folder: Path) -> None:
    """Empty the folder of an earlier demo; any other one that holds something is refused."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise TrackerError(
                "this folder holds something that no demo made",
                str(folder),
                "Name an empty folder: tracker demo --folder NAME.",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()


def write_watchlist(folder: Path, web: Web, mailbox: Mailbox) -> Path:
    """The configuration of the demo, as a user would write it."""
    (folder / "hook.key").write_text(f"whsec_{KEY}\n", "utf-8")
    text = WATCHLIST.format(web=web.address, url=URL, mail_port=mailbox.port, hook=HOOK_URL)
    path = folder / "tracker.toml"
    path.write_text(text, "utf-8")
    return path


@contextmanager
def serving(path: Path, clock: Clock) -> Iterator[Duty]:
    """The real service on its scheduler, with a quick rhythm and the clock of the story."""
    watchlist = read_watchlist(path)
    client = Client(fetch_settings(watchlist.settings), now=clock)
    archive = Archive.open(watchlist.settings.archive)
    duty = Duty(Tracker(watchlist, archive, StandStill(client), clock))
    service = Service(lambda: duty.work(TICK_SECONDS, TICK_SECONDS))
    thread = threading.Thread(target=service.run, name="demo-service")
    thread.start()
    try:
        yield duty
    finally:
        service.stop()
        thread.join()
        client.close()


def is_signed(headers: dict[str, str], body: bytes) -> bool:
    """Check a webhook as its receiver would, by the words of Standard Webhooks 1.0."""
    named = {name.lower(): value for name, value in headers.items()}
    signed = f"{named.get('webhook-id')}.{named.get('webhook-timestamp')}.".encode() + body
    digest = hmac.digest(base64.b64decode(KEY), signed, hashlib.sha256)
    expected = "v1," + base64.b64encode(digest).decode()
    return hmac.compare_digest(expected, named.get("webhook-signature", ""))


def _wait_for(duty: Duty, scene: Scene) -> Check:
    """The check of a scene, once its reports are written and its alerts are sent."""
    archive: Archive = duty.tracker.archive
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        checks = archive.checks(limit=1)
        ticked = duty.ticked_at == scene.at and bool(checks) and checks[0].at == scene.at
        if ticked and not duty.tracker.outbox.rows("queued"):
            return checks[0]
        time.sleep(TICK_SECONDS / 4)
    raise TrackerError(
        f"the scene of {scene.at:%Y-%m-%d} did not come to its end", str(archive.folder), "Run it once more."
    )
