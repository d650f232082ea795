"""Whatever is wrong, the command says so in a sentence, leaves with the right code, and loses nothing."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Tracker
from tests.cli.site import BIOMETRIC, Site, policy, running_site

Watch = Callable[..., Path]


def assert_clear(ran: Ran, code: int, *words: str) -> None:
    """The code is right, the words are there, and nobody sees a traceback."""
    assert ran.code == code, ran.said
    assert "Traceback" not in ran.said
    for word in words:
        assert word in ran.said, ran.said


def test_an_unknown_key_is_named_with_file_line_and_near_miss(tracker: Tracker, watch: Watch) -> None:
    """Exit code 2: nothing can be said about the policies."""
    watch('evry = "6h"\n', Harbour="https://harbour.example/privacy")
    assert_clear(tracker("check"), 2, "tracker.toml, line 5", "evry", 'Did you mean "every"?')


def test_a_duplicate_name_is_named_with_both_lines(tracker: Tracker, watch: Watch) -> None:
    """Two policies cannot share a folder."""
    file = watch(Harbour="https://harbour.example/privacy")
    file.write_text(
        file.read_text() + '\n[[policy]]\nservice = "harbour"\nurl = "https://harbour.example/2"\n'
    )
    assert_clear(tracker("list"), 2, "line 10", "line 6", "harbour/privacy", "another name")


def test_a_missing_watchlist_tells_the_first_step(tracker: Tracker) -> None:
    """A newcomer who starts in the wrong place learns the right one."""
    for command in ("list", "check", "run"):
        assert_clear(tracker(command), 2, "tracker.toml", "tracker init")


def test_an_empty_watchlist_tells_the_second_step(tracker: Tracker) -> None:
    """And after init comes add."""
    assert tracker("init").code == 0
    assert_clear(tracker("check"), 2, "nothing is watched yet", "tracker add")


def test_an_unknown_name_is_answered_with_the_near_miss(tracker: Tracker, watch: Watch) -> None:
    """For every command that takes a name."""
    watch(Harbour="https://harbour.example/privacy")
    assert_clear(tracker("check", "harbor"), 2, "harbor", "Did you mean harbour")


def test_an_unreachable_site_is_an_incident(tracker: Tracker, watch: Watch) -> None:
    """Exit code 3, and the check is recorded."""
    watch(Harbour="http://127.0.0.1:9/privacy")
    assert_clear(tracker("check"), 3, "unreachable", "127.0.0.1")
    assert_clear(tracker("status"), 3, "unreadable", "unreachable")
    assert tracker("log", "harbour", "--checks", "--json").document["checks"][0]["reason"] == "unreachable"


def test_a_page_that_is_gone_is_an_incident(tracker: Tracker, watch: Watch, site: Site) -> None:
    """404 is no version of the policy."""
    watch(Harbour=site.address + "/privacy")
    assert_clear(tracker("check"), 3, "gone", "404")
    assert tracker("log", "harbour", "--json").document["versions"] == []


def test_an_empty_page_is_an_incident(tracker: Tracker, watch: Watch, site: Site) -> None:
    """Nothing is never the policy."""
    watch(Harbour=site.put("/privacy", b""))
    assert_clear(tracker("check"), 3, "unreadable")


def test_a_page_that_becomes_empty_does_not_replace_the_policy(
    tracker: Tracker, watch: Watch, site: Site
) -> None:
    """The last good version stays, and is still the latest."""
    watch(Harbour=site.put("/privacy", policy()))
    assert_clear(tracker("check"), 0, "first version")
    before = tracker("show", "harbour").out
    site.put("/privacy", b"<html><body></body></html>")
    assert_clear(tracker("check"), 3, "unreadable")
    assert tracker("show", "harbour").out == before


def test_a_page_of_100_mb_costs_no_more_than_the_cap(tracker: Tracker, watch: Watch, site: Site) -> None:
    """It is refused as too large, and read no further than the cap."""
    sent: list[int] = []

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(100_000_000))
        request.end_headers()
        chunk = b"<p>We collect information.</p>" * 30_000
        try:
            while sum(sent) < 100_000_000:
                sent.append(request.wfile.write(chunk))
        except OSError:
            request.close_connection = True

    watch(Harbour=site.do("/privacy", endless))
    assert_clear(tracker("check"), 3, "too-large")
    assert sum(sent) < 60_000_000


def test_a_redirect_loop_is_an_incident(tracker: Tracker, watch: Watch, site: Site) -> None:
    """It is noticed, not followed to the end of time."""
    site.redirect("/there", "/here")
    watch(Harbour=site.redirect("/here", "/there"))
    assert_clear(tracker("check"), 3, "redirects", "circle")


@pytest.mark.parametrize("command", [["try"], ["add"]])
def test_a_file_url_is_refused(tracker: Tracker, command: list[str]) -> None:
    """Only the web is read."""
    tracker("init")
    assert_clear(tracker(*command, "file:///etc/passwd"), 2, "file:///etc/passwd", "only http and https")


def test_a_redirect_to_a_file_url_is_refused(tracker: Tracker, watch: Watch, site: Site) -> None:
    """Also on the way."""
    watch(Harbour=site.redirect("/privacy", "file:///etc/passwd"))
    assert_clear(tracker("check"), 3, "unreadable")
    assert "root:" not in tracker("check").said


def test_a_private_address_is_refused(tracker: Tracker, tmp_path: Path) -> None:
    """Unless the watchlist allows its network; the message says how."""
    (tmp_path / "tracker.toml").write_text(
        '[[policy]]\nservice = "Harbour"\nurl = "http://127.0.0.1:1/privacy"\n'
    )
    assert_clear(tracker("check"), 3, "refused-address", "127.0.0.1")
    assert_clear(tracker("try", "http://169.254.169.254/latest/"), 3, "refused-address")


def test_a_redirect_to_a_private_address_is_refused(tracker: Tracker, watch: Watch, site: Site) -> None:
    """A public page cannot send us into the house."""
    watch(Harbour=site.redirect("/privacy", "http://10.0.0.1/admin"))
    assert_clear(tracker("check"), 3, "refused-address", "10.0.0.1")


def test_a_broken_catalogue_is_named_and_rebuilt_from_the_files(
    tracker: Tracker, watch: Watch, site: Site, tmp_path: Path
) -> None:
    """The files are the truth: after `tracker reindex` everything is there again."""
    watch(Harbour=site.put("/privacy", policy()))
    tracker("check")
    before = tracker("show", "harbour").out
    for file in (tmp_path / "snapshots").glob("catalogue.sqlite3*"):
        file.write_bytes(b"this is no database, and it is long enough to be looked at as one" * 100)
    for command in (["check"], ["status"], ["log", "harbour"], ["show", "harbour"]):
        assert_clear(tracker(*command), 2, "catalogue", "tracker reindex")
    assert_clear(tracker("reindex"), 0, "1 version")
    assert tracker("show", "harbour").out == before
    assert_clear(tracker("check"), 0, "nothing new")


def test_a_catalogue_of_a_later_program_is_left_alone(
    tracker: Tracker, watch: Watch, site: Site, tmp_path: Path
) -> None:
    """An old program does not write into what it does not understand."""
    watch(Harbour=site.put("/privacy", policy()))
    tracker("check")
    with sqlite3.connect(tmp_path / "snapshots" / "catalogue.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert_clear(tracker("check"), 2, "later")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "snapshots"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_loses_no_change(tracker: Tracker, watch: Watch, site: Site, small_disk: Path) -> None:
    """The change is found by the next check after space was made."""
    watch(Harbour=site.put("/privacy", policy()))
    assert_clear(tracker("check"), 0)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    site.put("/privacy", policy(BIOMETRIC))
    assert_clear(tracker("check"), 2, "space")
    filler.unlink()
    assert_clear(tracker("check"), 1, "biometric")
    assert_clear(tracker("verify"), 0)


def test_ctrl_c_in_the_middle_keeps_what_was_finished(
    tracker: Tracker, watch: Watch, site: Site, tmp_path: Path
) -> None:
    """One sentence, exit code 130 at once, and the policies that were done are stored."""
    asked, over = threading.Event(), threading.Event()

    def slow(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait(30)
        request.close_connection = True

    with running_site() as other:
        watch(Harbour=site.put("/privacy", policy()), Molasses=other.do("/privacy", slow))
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "check"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert asked.wait(30)
        while not (tmp_path / "snapshots").is_dir() or not tracker("log", "harbour", "--json").out.count("@"):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = (stream.decode() for stream in process.communicate(timeout=15))
        over.set()
    assert process.returncode == 130, out + err
    assert "Interrupted" in err
    assert "Traceback" not in out + err
    assert len(tracker("log", "harbour", "--json").document["versions"]) == 1
    assert_clear(tracker("verify"), 0)


def test_two_trackers_on_one_archive_store_a_change_once(
    tracker: Tracker, watch: Watch, site: Site, tmp_path: Path
) -> None:
    """Checks at the same time neither fail nor double anything."""
    watch(Harbour=site.put("/privacy", policy()))
    tracker("check")
    site.put("/privacy", policy(BIOMETRIC))
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "tracker", "check"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [b"".join(process.communicate(timeout=60)).decode() for process in both]
    assert all(process.returncode in (0, 1) for process in both), said
    log = tracker("log", "harbour", "--json").document
    assert len(log["versions"]) == 2
    assert len(log["changes"]) == 1
    assert_clear(tracker("verify"), 0)


def test_an_error_is_one_document_for_a_program(tracker: Tracker) -> None:
    """With --json, stdout holds the error as JSON too."""
    ran = tracker("check", "--json")
    assert ran.code == 2
    assert ran.document["schema"] == "tracker.error/1"
    assert ran.document["error"]["try"] == "Start with `tracker init`."


def test_debug_shows_the_traceback(tracker: Tracker) -> None:
    """Whoever asks for it gets it, nobody else."""
    assert "Traceback" in tracker("check", "--debug").err


def test_a_closed_pipe_is_no_error(tracker: Tracker, tmp_path: Path) -> None:
    """`tracker catalogue search | head -1` ends quietly."""
    done = subprocess.run(
        f"{sys.executable} -m tracker catalogue search --json | head -1",
        shell=True, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def test_what_steers_a_terminal_bends_no_column(tracker: Tracker, watch: Watch) -> None:
    """A name with an escape in it stands as wide as it is seen."""
    file = watch(Harbour="https://harbour.example/privacy")
    file.write_text(file.read_text("utf-8").replace('"Harbour"', '"\\u001b[31mHarbour"'), "utf-8")
    head, row = tracker("list").out.splitlines()
    assert head.index("ADDRESS") == row.index("https://")
