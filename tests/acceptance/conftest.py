"""Where the recorded histories are, which belong to others and are no part of this project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLD = Path(os.environ.get("TRACKER_GOLD") or ROOT.parent / "shared" / "gold")


@pytest.fixture(scope="session")
def histories() -> Path:
    """The folder of recorded histories; the test is skipped, loudly, where it is not there."""
    folder = GOLD / "histories"
    if not folder.is_dir():
        pytest.skip(
            f"NOT RUN: no recorded histories in {folder}; set TRACKER_GOLD to the folder that holds them"
        )
    return folder
