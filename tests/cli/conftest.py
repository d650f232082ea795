"""The real command, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


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
