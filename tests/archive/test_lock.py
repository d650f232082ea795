"""A second runner of the same archive is told so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive import made
from tracker.archive.errors import LockedError
from tracker.archive.lock import runner, running


def test_a_second_runner_is_told_who_the_first_is(tmp_path: Path) -> None:
    """The message names the process; afterwards the archive is free."""
    with running(tmp_path, made.at(0)):
        who = runner(tmp_path)
        assert who is not None
        assert (who.pid, who.since) == (os.getpid(), made.at(0))
        with pytest.raises(LockedError, match=f"process {os.getpid()} on"), running(tmp_path, made.at(1)):
            pass
    assert runner(tmp_path) is None


def test_a_killed_runner_leaves_no_lock(tmp_path: Path) -> None:
    """The lock ends with the process, not with its last words."""
    code = (
        "import os, sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from tracker.archive.lock import running\n"
        "with running(Path(sys.argv[1]), datetime.now(UTC)): os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 9
    assert runner(tmp_path) is None
    with running(tmp_path, made.at(0)):
        assert runner(tmp_path) is not None
