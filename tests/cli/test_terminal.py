"""What a person at a terminal sees."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
COMMANDS = (("log", "plaza"), ("status",), ("report", "plaza", "--last", "--show"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was run."""
    folder = tmp_path_factory.mktemp("terminal")
    subprocess.run(
        [sys.executable, "-m", "tracker", "demo", "--folder", str(folder / "demo")],
        cwd=folder,
        capture_output=True,
        check=True,
        timeout=120,
    )
    return folder / "demo"


def _at_terminal(folder: Path, *arguments: str, width: int = 80, **variables: str) -> str:
    """What a command prints on a terminal of this width."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", *arguments],
        cwd=folder,
        env=os.environ | {"COLUMNS": str(width), "TERM": "xterm-256color"} | variables,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        printed += part
    os.close(ours)
    process.wait(60)
    return printed.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("width", [80, 200])
def test_no_line_is_wider_than_the_terminal(demo: Path, command: tuple[str, ...], width: int) -> None:
    """Nor so wide that the eye loses its line."""
    lines = ESCAPE.sub("", _at_terminal(demo, *command, width=width)).split("\n")

    assert len(lines) > 1
    assert max(map(len, lines)) <= min(width, 120)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_colours_are_for_terminals_that_want_them(demo: Path, command: tuple[str, ...]) -> None:
    """None in a pipe, none where NO_COLOR is set."""
    piped = subprocess.run(
        [sys.executable, "-m", "tracker", *command],
        cwd=demo,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    ).stdout
    plain = _at_terminal(demo, *command, NO_COLOR="1")

    assert "\x1b[" in _at_terminal(demo, *command)
    assert "\x1b[" not in piped
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|4[0-7])[;m]", plain)


def test_the_log_on_a_terminal_tells_headlines(demo: Path) -> None:
    """In a pipe each entry is one line with everything in it."""
    shown = ESCAPE.sub("", _at_terminal(demo, "log", "plaza", width=200))

    assert "confirmed  From 15 April 2026, Plaza may collect biometric information" in " ".join(
        shown.split(" ")
    )
    assert "in force   the change of 2026-03-16 08:00" in shown
