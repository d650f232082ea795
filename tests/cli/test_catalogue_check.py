"""`tracker catalogue check` tells which addresses lead to a policy."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Tracker
from tests.cli.site import Site, policy
from tracker.watchlist.catalogue import lookup

MOVED = """
import dataclasses, sys
import tracker.cli.catalogue_command as command
known = command.lookup
command.lookup = lambda name: dataclasses.replace(known(name), url=sys.argv[1] + "/" + name)
from tracker.cli.app import invoke
sys.exit(invoke(["catalogue", "check", "coursera", "duolingo"]))
"""


def test_an_address_that_does_not_answer_is_named(
    tracker: Tracker, watch: Callable[..., Path], site: Site
) -> None:
    """With what stands in the way; the exit code is 3."""
    watch(f'proxy = "{site.address}"\n')
    ran = tracker("catalogue", "check", "coursera")
    assert (3, "0 of 1 addresses lead to a policy text.") == (ran.code, ran.out.splitlines()[-1])
    assert ran.out.startswith(f"{lookup('coursera').slug}: ")


def test_an_address_that_leads_to_a_policy_is_counted(
    watch: Callable[..., Path], site: Site, tmp_path: Path
) -> None:
    """One entry answers with a policy, one with a page that is gone; nothing is stored."""
    watch()
    site.put("/coursera", policy())
    done = subprocess.run(
        [sys.executable, "-c", MOVED, site.address], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 3 == done.returncode, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("duolingo: ")
    assert "1 of 2 addresses lead to a policy text." == lines[-1]
    assert not (tmp_path / "snapshots").exists()
