"""Every command of the how-to for lawyers does what it says."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive import made
from tests.archive.test_timestamps import Authority, authority  # noqa: F401 - a fixture
from tracker.archive.archive import Archive
from tracker.archive.timestamps import stamp

DOC = Path(__file__).parents[2] / "docs" / "how-to" / "evidence.md"
KEY = "harbour-notes/privacy"
PADDING = "".join(f"<p>{hashlib.sha256(str(number).encode()).hexdigest()}</p>" for number in range(200))
TOOLS = ("xdelta3", "warcio")
"""What one of the commands needs beside what every system has."""


@pytest.fixture
def archive(tmp_path: Path, authority: Authority) -> Path:  # noqa: F811 - the fixture
    with Archive.open(tmp_path) as archive:
        first = made.first(made.at(0), "We keep mail.", key=KEY)
        assert first.new is not None
        capture = made.capture(made.at(0), "We keep mail.", padding=PADDING)
        old = archive.record(replace(first, new=replace(first.new, capture=capture)))
        assert old is not None
        change = made.changed(made.at(6), old, "We keep your voice.")
        assert change.new is not None
        capture = made.capture(made.at(6), "We keep your voice.", padding=PADDING)
        new = archive.record(replace(change, new=replace(change.new, capture=capture)))
        assert new is not None
        archive.record(made.changed(made.at(7), new, "We keep mail.", change_id="1123456789abcdef"))
        stamp(archive, made.at(24), authority.ask)
    shutil.copy(authority.root, tmp_path / "_evidence" / "authority.pem")
    return tmp_path


PATHS = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def commands() -> list[str]:
    return re.findall(r"^```sh\n(.+?)\n```$", DOC.read_text(), re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-e", "-c", command],
        cwd=folder,
        env=PATHS,
        capture_output=True,
        text=True,
        check=False,
        errors="replace",
    )


def test_every_command_succeeds_on_a_sound_archive(archive: Path) -> None:
    """And says something."""
    for command in commands():
        if any(tool in command and shutil.which(tool, path=PATHS["PATH"]) is None for tool in TOOLS):
            continue
        done = run(command, archive)
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout, command
    assert len(commands()) == 10


def test_the_commands_fail_on_an_altered_version(archive: Path) -> None:
    """Text, exchange, earlier record, manifest: each by its own command."""
    altered = {0: "20260301T180000Z.md", 1: "20260301T180000Z.warc.gz", 4: "20260301T120000Z.json"}
    for number, name in altered.items():
        path = archive / KEY / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        assert run(commands()[number], archive).returncode != 0, commands()[number]
    assert run(commands()[6], archive).returncode != 0, "the manifest lists the record that was altered"
