"""What the README shows is what happens."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.watchlist.catalogue import search

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"```console\n\$ tracker ([^\n]+)\n(.*?)\n```", re.DOTALL)


def run(folder: Path, *arguments: str) -> str:
    """Run `tracker …` in a folder; what it printed on stdout."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def after_the_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was run."""
    folder = tmp_path_factory.mktemp("readme")
    run(folder, "demo")
    return folder


@pytest.mark.parametrize(("line", "shown"), SHOWN.findall((ROOT / "README.md").read_text("utf-8")))
def test_the_readme_shows_true_output(after_the_demo: Path, line: str, shown: str) -> None:
    """Character by character. When this fails for a good reason: python docs/generate.py"""
    assert run(after_the_demo, *shlex.split(line)).rstrip() == shown


def test_the_catalogue_is_as_large_as_the_readme_says() -> None:
    """Counted, not remembered."""
    count = re.search(r"one of (\d+) services", (ROOT / "README.md").read_text("utf-8"))
    assert count
    assert len(search("")) == int(count[1])
