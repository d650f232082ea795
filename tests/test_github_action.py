"""The shell of the GitHub Action does what its page says, with the host's own command replaced."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.cli.site import BIOMETRIC, policy, running_site
from tests.test_project import ROOT

PAGE = (ROOT / "docs" / "how-to" / "github-action.md").read_text("utf-8")
STEP = re.compile(r"- name: (\w+)\n(?:(?!      - ).*\n)*?        run: \|\n((?:          .*\n)+)")
WATCHLIST = """
[tracker]
allow_networks = ["127.0.0.0/8"]
host_delay_seconds = 0
confirm_after = "0s"

[[policy]]
service = "Harbour"
url = "{url}"
"""


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed; GitHub's machines have it")
def test_the_action_opens_an_issue_for_a_change_and_keeps_what_was_seen(tmp_path: Path) -> None:
    """Two runs: the first takes the policy in, the second finds biometric data."""
    steps = {name: textwrap.dedent(shell) for name, shell in STEP.findall(PAGE)}
    assert {"Look", "Keep", "Tell"} == set(steps)
    programs = tmp_path / "programs"
    programs.mkdir()
    write(programs / "tracker", f'exec "{sys.executable}" -m tracker "$@"')
    write(programs / "gh", 'printf "%s\\n" "$@" >> ../issues.txt')
    work = tmp_path / "work"
    subprocess.run(["git", "init", "--quiet", work], check=True)
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "origin"], check=True)
    for line in (["remote", "add", "origin", "../origin"], ["config", "push.autoSetupRemote", "true"]):
        subprocess.run(["git", *line], cwd=work, check=True)
    with running_site() as site:
        text = WATCHLIST.format(url=site.put("/privacy", policy()))
        (work / "tracker.toml").write_text(text, encoding="utf-8")
        assert "0" == look_keep_tell(steps, work, programs)
        site.put("/privacy", policy(BIOMETRIC))
        assert "1" == look_keep_tell(steps, work, programs)
    issues = (tmp_path / "issues.txt").read_text("utf-8").splitlines()
    assert ["issue", "create", "--title"] == issues[:3]
    assert issues[3].startswith("Harbour may now collect biometric")
    kept = subprocess.run(
        ["git", "-C", tmp_path / "origin", "log", "--all", "--format=%s"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert 2 == kept.stdout.count("Record what was seen")


def look_keep_tell(steps: dict[str, str], work: Path, programs: Path) -> str:
    """One run of the action, each step in a shell of its own as GitHub starts it; the code of its look."""
    outputs = work.parent / "outputs.txt"
    outputs.unlink(missing_ok=True)
    environment = os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_OUTPUT": str(outputs),
    }
    code = ""
    for name in ("Look", "Keep", "Tell"):
        if name != "Tell" or code == "1":
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[name]]
            done = subprocess.run(
                command, cwd=work, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            assert 0 == done.returncode, f"{name}: {done.stdout}{done.stderr}"
        code = outputs.read_text("utf-8").strip().removeprefix("code=")
    return code


def write(file: Path, line: str) -> None:
    """A small program."""
    file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    file.chmod(0o755)
