"""Promises about the demo: the whole job, played through the real parts."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"catalogue.sqlite3", "catalogue.sqlite3-wal", "catalogue.sqlite3-shm", ".lock", "heartbeat.json"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    """The folder of a fresh run, and what it said as JSON."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "tracker", "demo", "--json", "--folder", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300, env=os.environ
    )
    assert 0 == done.returncode, done.stderr
    return folder, json.loads(done.stdout)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the examples, by its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(found(folder))
        if path.name not in LEFT_OUT and path.name != "README.md"
    }


def found(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_the_demo_ends_with_four_verdicts(played: tuple[Path, dict]) -> None:
    """Sighted, withdrawn, confirmed, in force."""
    stages = [scene["stage"] for scene in played[1]["scenes"]]
    assert [None, "sighted", "withdrawn", "confirmed", "in-force"] == stages


def test_the_demo_finds_three_new_categories(played: tuple[Path, dict]) -> None:
    """Biometric, employment and education data, and not the calls that are not recorded."""
    confirmed = next(scene for scene in played[1]["scenes"] if scene["stage"] == "confirmed")
    assert {"biometric", "employment", "education"} == set(confirmed["new_categories"])


def test_the_demo_tells_by_mail_and_by_signed_webhook(played: tuple[Path, dict]) -> None:
    """The confirmed change and its coming in force are told, each once over each channel."""
    assert 2 == len(played[1]["mails"])
    assert [True, True] == [hook["verified"] for hook in played[1]["webhooks"]]


@pytest.mark.parametrize("name", ["snapshots", "reports"])
def test_a_fresh_run_gives_the_committed_examples_byte_for_byte(played: tuple[Path, dict], name: str) -> None:
    """The examples in the repository are what the demo makes."""
    assert files(ROOT / name) == files(played[0] / name)
