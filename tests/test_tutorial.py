"""Who follows the tutorial word by word arrives at the first alert."""

import os
import re
import shlex
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.alert.servers import ACCOUNT, MailServer, mail_server
from tests.cli.site import BIOMETRIC, Site, policy, running_site
from tests.test_project import ROOT
from tracker.watchlist.catalogue import lookup

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = ("git clone", "cd ", "make ", "mkdir ")
"""What `tests/acceptance` runs, and what a shell does by itself."""
PATIENCE_SECONDS = 60


class Walk:
    """A new user who types what a page says, on a machine whose internet is one small site."""

    def __init__(self, folder: Path, site: Site, mailbox: MailServer, authority: Path) -> None:
        self.folder, self.site, self.mailbox, self.authority = folder, site, mailbox, authority
        self.environment = os.environ | {"NO_COLOR": "1"}
        self.said: dict[str, str] = {}
        """What each line printed."""

    @property
    def watchlist(self) -> Path:
        return self.folder / "tracker.toml"

    def follow(self, text: str) -> None:
        """Everything in the order of the page."""
        for kind, block in BLOCK.findall(text):
            if kind == "toml":
                self.edit(block)
            else:
                for line in block.splitlines():
                    self.type(line)

    def type(self, line: str) -> None:
        """One line of a shell."""
        words = shlex.split(line, comments=True)
        if words[:1] == ["export"]:
            if words[1].startswith("TRACKER_SMTP_PASSWORD="):
                self.environment["TRACKER_SMTP_PASSWORD"] = ACCOUNT[1]
        elif words == ["tracker", "run"]:
            self.said[line] = self.keep_looking()
        elif words[:1] == ["tracker"]:
            self.said[line] = self.run([self.here(word) for word in words[1:]])
            self.bring_home(words[1:])
        else:
            assert not words or line.startswith(ELSEWHERE), line

    def here(self, word: str) -> str:
        """The address on this machine of what the page puts on the internet."""
        return word.replace("https://example.org", self.site.address) if "://" in word else word

    def bring_home(self, words: list[str]) -> None:
        """Let the watchlist lead to the site on this machine."""
        text = self.watchlist.read_text("utf-8") if self.watchlist.exists() else ""
        if words[0] == "init":
            text = text.replace(
                "[tracker]\n", '[tracker]\nallow_networks = ["127.0.0.0/8"]\nhost_delay_seconds = 0\n'
            )
        elif words[0] == "add" and "://" not in words[1]:
            assert lookup(words[1]).url in text
            text = text.replace(lookup(words[1]).url, f"{self.site.address}/{words[1]}")
        else:
            return
        self.watchlist.write_text(text, encoding="utf-8")

    def edit(self, block: str) -> None:
        """Add to tracker.toml what the page shows."""
        server = f'host = "127.0.0.1"\nport = {self.mailbox.port}\nca_bundle = "{self.authority}"'
        assert 'host = "smtp.example.org"' in block
        text = self.watchlist.read_text("utf-8") + "\n" + block.replace('host = "smtp.example.org"', server)
        self.watchlist.write_text(text, encoding="utf-8")

    def run(self, words: list[str]) -> str:
        """Run a command that succeeds; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *words],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), f"tracker {words}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def keep_looking(self) -> str:
        """`tracker run` until a mail has come, then Ctrl-C; meanwhile the policy changes."""
        text = self.watchlist.read_text("utf-8")
        quick = text.replace('every = "6h"', 'every = "1s"').replace('"30m"', '"0s"')
        self.watchlist.write_text(quick, encoding="utf-8")
        self.site.put("/coursera", policy(BIOMETRIC))
        before = len(self.mailbox.mails)
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "run"],
            cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while len(self.mailbox.mails) == before and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            return process.communicate(timeout=PATIENCE_SECONDS)[0]
        finally:
            process.kill()


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """The tutorial, followed to its end."""
    folder = tmp_path_factory.mktemp("policies")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    with running_site() as site, mail_server(server_context(authority), log_in=True) as mailbox:
        put_pages(site)
        walk = Walk(folder, site, mailbox, folder / "authority.pem")
        walk.follow(TUTORIAL)
        yield walk


def server_context(authority: trustme.CA) -> ssl.SSLContext:
    """TLS of a mail server on this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def put_pages(site: Site) -> None:
    """Two services of the catalogue, and a home page that links to its policy."""
    for path in ("/coursera", "/duolingo", "/privacy"):
        site.put(path, policy())
    site.put("/", b"<html lang=en><title>Example</title><a href='/privacy'>Privacy</a>")


def test_the_tutorial_ends_with_an_alert(walk: Walk) -> None:
    """A test message, then the mail that names the new kind of data and proves it."""
    mails = [(str(mail["subject"]), mail.get_body(("plain",)).get_content()) for mail in walk.mailbox.mails]  # type: ignore[union-attr]
    assert any("voiceprint" in text and "iometric" in subject + text for subject, text in mails[1:]), mails


def test_the_home_page_led_to_the_policy(walk: Walk) -> None:
    """`tracker add https://…` found the link."""
    assert f"{walk.site.address}/privacy" in walk.said["tracker add https://example.org"]


def test_what_the_tutorial_shows_last_tells_the_change(walk: Walk) -> None:
    """Log, difference and report speak of what the mail spoke of."""
    assert "biometric" in walk.said["tracker log coursera"]
    assert "voiceprint" in walk.said["tracker diff coursera"]
    page = walk.said["tracker report coursera --last"].splitlines()[0]
    assert "voiceprint" in (walk.folder / page).read_text("utf-8")


def test_the_first_steps_of_the_readme_work(tmp_path: Path) -> None:
    """Its commands for one's own watchlist, as they stand there."""
    start = README.index("tracker init --contact")
    with running_site() as site:
        put_pages(site)
        walk = Walk(tmp_path, site, MailServer(0), tmp_path)
        lines = README[start : README.index("```", start)].splitlines()
        assert lines[-1].startswith("tracker run ")
        for line in lines[:-1]:
            walk.type(line)
    assert 2 == walk.said["tracker check                        # looks once"].count("first version")
