"""What runs the program on other machines says what the documentation says of it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_project import ROOT

UNITS = sorted((ROOT / "packaging" / "systemd").iterdir())
MAN_PAGE = ROOT / "packaging" / "tracker.1"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """Every key is known; only the program lies elsewhere here."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/srv/tracker/.venv/bin/tracker", shutil.which("true") or "")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "" == "\n".join(
        line for line in done.stderr.splitlines() if "tracker" in line or str(tmp_path) in line
    )


def test_the_services_run_without_rights() -> None:
    """As a user of their own, who may write to one folder."""
    for unit in UNITS:
        if unit.suffix == ".service":
            text = unit.read_text("utf-8")
            assert {"User=tracker", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(text.splitlines())
            assert ["/srv/tracker"] == re.findall(r"^ReadWritePaths=(.+)$", text, re.MULTILINE)


def test_every_image_ends_as_a_user_without_rights() -> None:
    """No stage that is run stays root, and compose takes the rest away."""
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)[2:]
    users = [re.findall(r"^USER (\w+)$", stage, re.MULTILINE)[-1:] for stage in stages]
    assert [["tracker"], ["tracker"], []] == users, "the last stage is the first of these as it is"
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    for line in ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"', '"./data:/data"'):
        assert line in compose


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_man_page_is_read_without_a_warning() -> None:
    """groff sets it, and what a reader looks for is there."""
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", MAN_PAGE], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert "EXIT STATUS" in re.sub(r".\x08", "", done.stdout)


def test_every_key_of_a_record_is_documented() -> None:
    """Who reads an archive without this program finds each key in the reference."""
    reference = (ROOT / "docs" / "reference" / "files.md").read_text("utf-8")
    for record in (ROOT / "snapshots").rglob("*Z.json"):
        for key in json.loads(record.read_text("utf-8")):
            assert f"| `{key}` |" in reference
