"""What goes out in an open format is complete, safe to open and described."""

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.archive.replay import fill
from tracker.archive.archive import Archive
from tracker.archive.errors import ArchiveError
from tracker.archive.exporters.export import export
from tracker.archive.importers import warc


def test_whole_captures_come_out_of_warc_with_their_policy(tmp_path: Path) -> None:
    """Every exchange, header and body, from an export and from the files of the archive themselves."""
    with Archive.open(tmp_path / "one") as one:
        fill(one)
        export(one, tmp_path / "out", ["warc"])
        wanted = [
            (key, one.capture(snapshot))
            for key in ("lumen-mail/privacy", "other-co/cookies")
            for snapshot in one.snapshots(key)
        ]
    for path in (tmp_path / "out" / "warc", tmp_path / "one"):
        assert [(version.policy, version.capture) for version in warc.read(path)] == wanted
    assert [version.title for version in warc.read(tmp_path / "out" / "warc")] == ["Privacy Policy"] * 4


@pytest.mark.parametrize("tool", [["warcio.cli", "check", "-v"], ["fastwarc.cli", "check"]])
def test_warc_tools_accept_every_file(tool: list[str], tmp_path: Path) -> None:
    """Two programs that share no code find every digest right, in the archive and in the export."""
    pytest.importorskip(tool[0].partition(".")[0])
    with Archive.open(tmp_path / "one") as one:
        fill(one)
        export(one, tmp_path / "out", ["warc"])
    for path in sorted(tmp_path.rglob("*.warc.gz")):
        done = subprocess.run(
            [sys.executable, "-m", *tool, str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        assert "pass" in done.stdout or "verified successfully" in done.stdout + done.stderr


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    """Every file of two exports, and every commit."""
    with Archive.open(tmp_path / "one") as one:
        fill(one)
        export(one, tmp_path / "a")
        export(one, tmp_path / "b")
        export(one, tmp_path / "b")

    def content(out: Path) -> dict[str, bytes]:
        files = (path for path in out.rglob("*") if path.is_file() and "versions.git" not in path.parts)
        return {str(path.relative_to(out)): path.read_bytes() for path in files}

    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert log(tmp_path / "a", "%H") == log(tmp_path / "b", "%H")


def log(out: Path, form: str) -> list[str]:
    command = ["git", f"--git-dir={out / 'versions.git'}", "log", "--reverse", f"--format={form}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_git_shows_the_history_with_the_dates_of_observation(tmp_path: Path) -> None:
    """One commit a version, in the order of time, over all policies."""
    with Archive.open(tmp_path / "one") as one:
        fill(one)
        export(one, tmp_path, ["git"])
    assert log(tmp_path, "%aI %s") == [
        "2026-03-01T12:00:00+00:00 First record of Lumen Mail Privacy Policy",
        "2026-03-01T15:00:00+00:00 First record of Lumen Mail Privacy Policy",
        "2026-03-01T18:00:00+00:00 Record new changes of Lumen Mail Privacy Policy",
        "2026-03-01T19:00:00+00:00 Record new changes of Lumen Mail Privacy Policy",
    ]


def test_tables_and_feed_are_safe_to_open(tmp_path: Path) -> None:
    """No cell starts a formula; page text in the feed is text."""
    with Archive.open(tmp_path / "one") as one:
        fill(one)
        export(one, tmp_path / "out", ["csv", "atom"])
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(newline="") as file:
            assert not any(cell.startswith(("=", "@", "+", "-")) for row in csv.reader(file) for cell in row)
    feed = ElementTree.parse(tmp_path / "out" / "changes.atom")
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2
    assert "We keep your voice." in (entries[0].findtext("{http://www.w3.org/2005/Atom}summary") or "")


def test_the_data_package_names_every_file_with_its_hash(tmp_path: Path) -> None:
    """A reader can check what it was given, and knows the columns."""
    with Archive.open(tmp_path / "one") as one:
        fill(one)
        export(one, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    for resource in package["resources"]:
        path = tmp_path / "out" / resource["path"]
        if path.is_file():
            assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        if path.suffix == ".csv":
            head = path.read_text().splitlines()[0].split(",")
            assert head == [field["name"] for field in resource["schema"]["fields"]]
    assert len({resource["name"] for resource in package["resources"]}) == len(package["resources"])


def test_an_unknown_format_or_policy_is_named(tmp_path: Path) -> None:
    """Before anything is written."""
    with Archive.open(tmp_path / "one") as one:
        with pytest.raises(ArchiveError, match="no format xlsx"):
            export(one, tmp_path / "out", ["xlsx"])  # type: ignore[list-item]
        with pytest.raises(ArchiveError, match="no policy no/where"):
            export(one, tmp_path / "out", keys=["no/where"])
    assert not (tmp_path / "out").exists()
