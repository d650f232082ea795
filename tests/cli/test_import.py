"""Histories come in by command, go on where they were cut off, and old captures go by rule."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Tracker
from tests.cli.site import PARAGRAPHS, Site
from tracker.archive.importers import wayback
from tracker.cli.app import app

TEXT = """# Privacy Policy

This policy tells you what Harbour learns about you, what for, and what you can do about it.

When you open an account we collect your name, your e-mail address and a password.

We use what we collect to run Harbour, to keep it safe and to answer your questions.

You can see, correct and delete what we hold about you in your settings at any time.
"""


def history(path: Path, versions: int) -> Path:
    """A file of versions, one a day; each keeps records for another time."""
    lines = (
        json.dumps(
            {
                "recorded_at": f"2024-{1 + day // 28:02}-{1 + day % 28:02}T06:00:00Z",
                "text": f"{TEXT}\nWe keep records of your visits for {day + 3} days.\n",
            }
        )
        for day in range(versions)
    )
    path.write_text("\n".join(lines))
    return path


def test_an_import_says_what_came_of_each_version(tracker: Tracker, tmp_path: Path) -> None:
    """Taken, refused, known already; the second time nothing is new and nothing changes."""
    path = history(tmp_path / "harbour.jsonl", 3)
    with path.open("a") as file:
        file.write('\n{"recorded_at": "2024-06-01T00:00:00Z", "text": "Please log in."}\n')
    first = tracker("import", "jsonl", "harbour.jsonl")
    assert (first.code, first.err) == (1, "3 versions taken, 1 refused. See `tracker log`.\n")
    assert "harbour/privacy: first version stored" in first.out
    before = tracker("log", "harbour", "--json").out
    again = tracker("import", "jsonl", "harbour.jsonl")
    assert (again.out, again.err) == ("", "0 versions taken, 4 known already. See `tracker log`.\n")
    assert tracker("log", "harbour", "--json").out == before
    assert tracker("import", "jsonl", "harbour.jsonl", "--json").document["known"] == 4
    assert tracker("verify").code == 0


def test_an_import_that_is_killed_goes_on(tracker: Tracker, tmp_path: Path) -> None:
    """Started again, it ends with the same archive and all its pages."""
    history(tmp_path / "harbour.jsonl", 40)
    command = [sys.executable, "-m", "tracker", "import", "jsonl", "harbour.jsonl"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    kept = tmp_path / "snapshots" / "harbour" / "privacy"
    while process.poll() is None and len(list(kept.glob("*.md"))) < 5:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert "known already" in tracker("import", "jsonl", "harbour.jsonl").err
    assert len(list(kept.glob("*.warc.gz"))) == 40
    assert len(list((tmp_path / "reports" / "harbour" / "privacy").glob("2024*.html"))) == 39
    assert tracker("verify", "--json").code == 0
    whole = tmp_path / "whole"
    whole.mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(
        [*command[:-1], "../harbour.jsonl"], cwd=whole, env=environment, capture_output=True, check=False
    )
    for file in kept.iterdir():
        assert file.read_bytes() == (whole / file.relative_to(tmp_path)).read_bytes()


def test_old_captures_go_by_the_rule_of_the_watchlist(tracker: Tracker, tmp_path: Path) -> None:
    """A dry run only tells; the chain stays whole, and so does every text."""
    history(tmp_path / "harbour.jsonl", 6)
    (tmp_path / "tracker.toml").write_text('[tracker]\nkeep = "30d"\n')
    tracker("import", "jsonl", "harbour.jsonl", "--quiet")
    files = sorted((tmp_path / "snapshots").rglob("*.warc.gz"))
    told = tracker("gc", "--dry-run", "--json").document
    assert sorted((tmp_path / "snapshots").rglob("*.warc.gz")) == files
    assert [drop["kind"] for drop in told["dropped"]] == ["capture"] * len(told["dropped"])
    assert told["dropped"]
    assert tracker("gc", "--json").document["dropped"] == told["dropped"]
    left = sorted((tmp_path / "snapshots").rglob("*.warc.gz"))
    assert len(left) == len(files) - len(told["dropped"])
    assert tracker("verify").code == 0
    assert len(tracker("log", "harbour", "--json").document["versions"]) == 6
    assert "0.0 MB were dropped" in tracker("gc").out


def test_a_rule_that_is_no_time_is_refused(tracker: Tracker, tmp_path: Path) -> None:
    """With the key and what to write."""
    (tmp_path / "tracker.toml").write_text('[tracker]\nkeep = "some"\n')
    ran = tracker("gc")
    assert ran.code == 2
    assert "tracker.keep" in ran.err
    assert 'or "all"' in ran.err


class _Machine(BaseHTTPRequestHandler):
    """The two endpoints of the Wayback Machine that are asked."""

    asked: list[str] = []  # noqa: RUF012 - one server a test

    def do_GET(self) -> None:
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        kind, body = "text/html; charset=utf-8", b""
        if parts.path == "/cdx/search/cdx":
            asked = parse_qs(parts.query)
            kind = "application/json"
            days = [day for day in (1, 2, 3) if asked["from"][0] <= f"2024050{day}" <= asked["to"][0]]
            rows = [[f"2024050{day}000000", asked["url"][0], "text/html", f"D{day}"] for day in days]
            body = json.dumps([["timestamp", "original", "mimetype", "digest"], *rows]).encode()
        elif parts.path.startswith("/web/"):
            more = f"<p>We keep records of your visits for {parts.path.split('/')[2][7]}0 days.</p>"
            lines = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[1:])
            body = f"<html><body><h1>Privacy Policy</h1>{lines}{more}</body></html>".encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def machine() -> Iterator[str]:
    _Machine.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Machine)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_captures_of_some_days_are_taken_once(
    machine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one day to another, and only those that are not known are fetched the next time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wayback, "SECONDS_BETWEEN", 0.0)
    (tmp_path / "tracker.toml").write_text(
        '[tracker]\nallow_networks = ["127.0.0.0/8"]\nhost_delay_seconds = 0\n'
    )
    url = "https://harbour.example/privacy"
    run = ["import", "wayback", url, "--service", "Harbour", "--server", machine, "--from", "2024-05-01"]

    def fetched() -> list[str]:
        found = [path.split("/")[2] for path in _Machine.asked if path.startswith("/web/")]
        _Machine.asked.clear()
        return found

    CliRunner().invoke(app, [*run, "--to", "2024-05-02"], catch_exceptions=False)
    assert fetched() == ["20240501000000id_", "20240502000000id_"]
    CliRunner().invoke(app, [*run, "--to", "2024-05-03"], catch_exceptions=False)
    assert fetched() == ["20240503000000id_"]
    record = tmp_path / "snapshots" / "harbour" / "privacy" / "20240503T000000Z.json"
    said = json.loads(record.read_text())
    assert said["note"] == f"{machine}/web/20240503000000/{url}"
    assert said["capture"]["pages"][0]["url"] == url


def test_what_open_terms_archive_declares_is_watched_as_declared(
    site: Site, tracker: Tracker, tmp_path: Path, watch: Callable[..., Path]
) -> None:
    """Ranges and joined pages are read as declared; filters are named; the past becomes commands."""
    watch()
    pages = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    head = "<html lang='en'><body><h2 id='top'>Privacy Policy</h2>"
    ranged = f"{head}{''.join(pages)}<p id='end'>Cookie settings of this shop</p></body></html>"
    first = f"<html lang='en'><body><div class='one'>{''.join(pages[:3])}</div><p>Shop now</p></body></html>"
    second = f"<html lang='en'><body><div class='two'>{''.join(pages[3:])}</div><p>Shop now</p></body></html>"
    collection = tmp_path / "declarations"
    collection.mkdir()
    span = {"startBefore": "#top", "endBefore": "#end"}
    (collection / "Harbour.json").write_text(
        json.dumps(
            {
                "name": "Harbour",
                "terms": {
                    "Privacy Policy": {
                        "fetch": site.put("/ranged", ranged.encode()), "select": span, "filter": ["dropIds"],
                    },
                    "Cookies Policy": {
                        "combine": [
                            {"fetch": site.put("/one", first.encode()), "select": ".one"},
                            {"fetch": site.put("/two", second.encode()), "select": ".two"},
                        ],
                    },
                },
            }
        )
    )  # fmt: skip
    past = {"fetch": "https://harbour.example/old", "select": "main", "validUntil": "2022-03-01T00:00:00Z"}
    (collection / "Harbour.history.json").write_text(json.dumps({"Privacy Policy": [past]}))
    ran = tracker("import", "ota-declarations", "declarations", "--title", "", "--history")
    assert ran.out.splitlines() == [
        "harbour/privacy: not taken over: filter dropIds: JavaScript is never run",
        "harbour/cookies: not taken over: which page a selector is for: all are tried on each page",
        "tracker import wayback https://harbour.example/old --service Harbour --title 'Privacy Policy'"
        " --to 2022-03-01",
        "2 added, 0 were there.",
    ]
    assert (
        tracker("import", "ota-declarations", "declarations", "--title", "").out == "0 added, 2 were there.\n"
    )
    assert tracker("check").code == 0
    texts = [next((tmp_path / "snapshots/harbour" / name).glob("*.md")) for name in ("privacy", "cookies")]
    for text in texts:
        read = text.read_text()
        assert all(paragraph in read for paragraph in PARAGRAPHS)
        assert "shop" not in read.lower()
