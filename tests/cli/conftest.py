"""The real command, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.site import Site, running_site


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything a person would see."""
        return self.out + self.err


Tracker = Callable[..., Ran]


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    """Run `tracker …` in a folder of its own; the answer is what it left behind."""

    def run(*arguments: str, timeout: float = 60, **variables: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *arguments],
            cwd=tmp_path,
            env=os.environ | {"NO_COLOR": "1"} | variables,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site of its own for each test."""
    with running_site() as site:
        yield site


@pytest.fixture
def watch(tmp_path: Path) -> Callable[..., Path]:
    """Write a watchlist of services and their URLs, for a site on this machine."""

    def write(more: str = "", /, **services: str) -> Path:
        text = (
            '[tracker]\nallow_networks = ["127.0.0.0/8"]\nhost_delay_seconds = 0\nconfirm_after = "0s"\n'
            + more
        )
        for service, url in services.items():
            text += f'\n[[policy]]\nservice = "{service}"\nurl = "{url}"\n'
        file = tmp_path / "tracker.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write
