"""Every channel's form of an alert can be looked at before anything is sent."""

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.cli.conftest import Tracker
from tests.cli.site import BIOMETRIC, Site
from tests.cli.site import policy as page

CHANNELS = """
[[channel]]
name = "desk"
type = "email"
host = "smtp.example.org"
from = "tracker@example.org"
to = ["anna@example.org", "ben@example.org"]

[[channel]]
name = "hook"
type = "webhook"
url = "https://hooks.example.org/x"
secret = { env = "NO_SUCH_VARIABLE" }

[[channel]]
name = "chat"
type = "slack"
url = "https://chat.example.org/x"
language = "nl"

[[channel]]
name = "teams"
type = "teams"
url = "https://teams.example.org/x"

[[channel]]
name = "phone"
type = "ntfy"
topic = "policies"
url = "https://ntfy.example.org"
categories = ["health"]

[[channel]]
name = "else"
type = "apprise"
url_from = { env = "NO_SUCH_VARIABLE" }
digest = "weekly"
"""


@pytest.fixture
def changed(tracker: Tracker, site: Site, tmp_path: Path) -> Tracker:
    """A watchlist with a channel of each type, and a confirmed change."""
    (tmp_path / "tracker.toml").write_text(
        '[tracker]\nallow_networks = ["127.0.0.0/8"]\nhost_delay_seconds = 0\nconfirm_after = "0s"\n'
        f'[[policy]]\nservice = "Harbour"\nurl = "{site.put("/privacy", page())}"\n',
        "utf-8",
    )
    tracker("check")
    site.put("/privacy", page(BIOMETRIC))
    assert tracker("check").code == 1
    assert "confirmed" in tracker("check").out
    with (tmp_path / "tracker.toml").open("a") as file:
        file.write(CHANNELS)
    return tracker


def test_each_channel_shows_what_it_would_send(changed: Tracker, tmp_path: Path) -> None:
    """Whether its rule lets the change through, and then its form; no secret is needed, nothing is queued."""
    rows = {
        row["channel"]: row for row in changed("alert", "preview", "harbour", "--json").document["channels"]
    }

    assert {name: row["told"] for name, row in rows.items()} == {
        "desk": "told at once",
        "hook": "told at once",
        "chat": "told at once",
        "teams": "told at once",
        "phone": "not told, its rule asks for other changes",
        "else": "told in the weekly digest",
    }
    assert "To: anna@example.org\n" in rows["desk"]["rendering"]
    assert "ben@example.org" not in rows["desk"]["rendering"]
    assert "voiceprint" in rows["desk"]["rendering"]
    assert json.loads(rows["hook"]["rendering"])["type"] == "change.confirmed"
    assert "Bevestigd" in json.loads(rows["chat"]["rendering"])["text"]
    assert json.loads(rows["teams"]["rendering"])["attachments"][0]["content"]["type"] == "AdaptiveCard"
    assert json.loads(rows["phone"]["rendering"])["topic"] == "policies"
    assert rows["else"]["rendering"].startswith("New kinds of data: Harbour")
    assert changed("outbox", "list", "--json").document["messages"] == []


def test_what_would_be_sent_can_be_kept_as_files(changed: Tracker, tmp_path: Path) -> None:
    """A mail for a mail program, its HTML for a browser."""
    (found,) = changed("alert", "preview", "harbour", "--channel", "desk", "--folder", "out").out.split(
        "\n== "
    )
    mail = message_from_bytes((tmp_path / "out" / "desk.eml").read_bytes(), policy=policy.default)

    assert found.startswith("== desk (email): told at once\n")
    assert mail["Subject"].startswith("Confirmed: ")
    assert "voiceprint" in (tmp_path / "out" / "desk.html").read_text("utf-8")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["desk.eml", "desk.html"]


def test_a_change_that_is_not_there_is_said(changed: Tracker) -> None:
    """With what to try."""
    said = changed("alert", "preview", "harbor")
    assert said.code == 2
    assert "harbour" in said.err
