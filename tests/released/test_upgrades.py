"""Archives and configuration of every released version open in this one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.site import BIOMETRIC, Site, policy, running_site
from tests.released.write import HERE, PAGE, SECRET, ports
from tracker import __version__

RELEASED = sorted(folder.name for folder in HERE.iterdir() if (folder / "tracker.toml").exists())
LOCATION = "If you allow it, we collect your precise location, and use it to show notes near you."


@dataclass(frozen=True)
class Upgraded:
    """A folder of an older version, under the program of today."""

    folder: Path
    site: Site

    def ask(self, *arguments: str) -> tuple[int, str]:
        """Run a command; its exit code, and what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *arguments],
            cwd=self.folder, env=os.environ | {"NO_COLOR": "1"}, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(params=RELEASED)
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Upgraded]:
    folder = tmp_path / "policies"
    shutil.copytree(HERE / request.param, folder)
    with running_site() as site:
        site.put(PAGE, policy(BIOMETRIC))
        watchlist = folder / "tracker.toml"
        watchlist.write_text(ports(watchlist.read_text("utf-8"), site), encoding="utf-8")
        (folder / "hook.secret").write_text(SECRET, encoding="utf-8")
        yield Upgraded(folder, site)


def test_this_version_has_left_something_to_open() -> None:
    """When a version is released, `python -m tests.released.write` is run once, and the folder is kept."""
    assert __version__ in RELEASED


def test_the_past_is_told_as_it_was(upgraded: Upgraded) -> None:
    """Versions, the change with its category, the settled stage, the alerts that wait."""
    code, log = upgraded.ask("log", "harbour")
    assert 0 == code
    told = [line.split("  ", 1)[1] for line in log.splitlines()]
    assert told[0].startswith("confirmed")
    assert told[1].startswith("sighted, substantive; newly discloses biometric data")
    assert told[2].startswith("first version")
    assert "voiceprint" in upgraded.ask("diff", "harbour")[1]
    assert 2 == upgraded.ask("outbox", "list")[1].count("queued")


def test_every_file_is_as_recorded(upgraded: Upgraded) -> None:
    """The chain holds under the program of today, before and after the catalogue is built anew."""
    assert (0, "2 versions, all as recorded.\n") == upgraded.ask("verify")
    before = upgraded.ask("log", "harbour")
    assert 0 == upgraded.ask("reindex")[0]
    assert before == upgraded.ask("log", "harbour")
    assert (0, "2 versions, all as recorded.\n") == upgraded.ask("verify")


def test_the_catalogue_is_built_from_the_folder_alone(upgraded: Upgraded) -> None:
    """Where the database of the older version is gone."""
    before = upgraded.ask("log", "harbour")
    (upgraded.folder / "snapshots" / "catalogue.sqlite3").unlink()
    assert 0 == upgraded.ask("reindex")[0]
    assert before == upgraded.ask("log", "harbour")


def test_nothing_new_stays_nothing_new(upgraded: Upgraded) -> None:
    """An upgrade is no change of the policy."""
    code, said = upgraded.ask("check", "harbour")
    assert 0 == code, said
    assert "nothing new" in said


def test_it_goes_on_from_there(upgraded: Upgraded) -> None:
    """The next change is compared with the last version of old, and joins its chain."""
    upgraded.site.put(PAGE, policy(BIOMETRIC, LOCATION))
    code, said = upgraded.ask("check", "harbour")
    assert 1 == code, said
    assert "precise location" in said
    assert "biometric" not in said.splitlines()[0]
    assert (0, "3 versions, all as recorded.\n") == upgraded.ask("verify")


def test_the_configuration_is_understood(upgraded: Upgraded) -> None:
    """Every table: policies, rules, channels, words of one's own."""
    code, said = upgraded.ask("list", "--json")
    assert 0 == code, said
    assert ["harbour/privacy", "pier/privacy"] == [each["name"] for each in json.loads(said)["policies"]]
    assert "biometric" in upgraded.ask("categories", "harbour")[1]
    assert 0 == upgraded.ask("doctor")[0], upgraded.ask("doctor")[1]
