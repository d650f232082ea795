"""Help is quick, complete, and true."""

import shlex
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from tests.cli.conftest import Tracker
from tracker.cli.app import SECTIONS, app
from tracker.cli.command import Command, Group

HEAVY = ["requests", "urllib3", "bs4", "lxml", "selectolax", "jinja2", "apscheduler", "rich", "tomlkit"]
HEAVY += ["warcio", "unidiff", "sqlite3", "playwright", "pypdf", "ssl", "asyncio"]


def commands() -> Iterator[tuple[str, Command]]:
    """Every command with what is typed for it."""
    context = click.Context(app)
    for name in app.list_commands(context):
        found = app.get_command(context, name)
        if isinstance(found, Group):
            yield from ((f"{name} {below}", made) for below, made in found.commands.items())  # type: ignore[misc]
        else:
            assert isinstance(found, Command)
            yield name, found


ALL = dict(commands())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_no_heavy_module(arguments: list[str]) -> None:
    """`tracker --help` answers at once because nothing is imported for it."""
    code = (
        "import sys; from tracker.cli.app import invoke; invoke(sys.argv[1:]);"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == ""
    assert "tracker" in done.stdout


def test_help_lists_every_command(tracker: Tracker) -> None:
    """What is not in the help does not exist for a newcomer."""
    shown = tracker("--help").out
    for section, listed in SECTIONS.items():
        assert section in shown
        for name, line in listed.items():
            assert name in shown
            assert line in shown


@pytest.mark.parametrize("name", ALL)
def test_a_command_tells_what_it_does_with_two_examples(name: str) -> None:
    """Examples are what people read first."""
    made = ALL[name]
    assert made.help
    assert len(made.examples) >= 2
    for line, what in made.examples:
        assert line.split()[: len(name.split())] == name.split()
        assert what


@pytest.mark.parametrize("name", ALL)
def test_an_example_is_understood_by_its_command(name: str) -> None:
    """An example that does not parse would be worse than none."""
    for line, _ in ALL[name].examples:
        words = shlex.split(line.partition(" > ")[0])[len(name.split()) :]
        context = ALL[name].make_context(name, words, obj=None)
        assert context.params is not None


@pytest.mark.parametrize("name", ALL)
def test_every_command_speaks_json_and_shows_tracebacks_only_when_asked(name: str) -> None:
    """The common options are common."""
    options = {option for parameter in ALL[name].params for option in parameter.opts}
    assert {"--json", "--debug", "--quiet", "--watchlist"} <= options


@pytest.mark.parametrize("name", ALL)
def test_every_option_and_argument_is_explained(name: str) -> None:
    """An option without a line in the help is a riddle."""
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.opts


def test_an_unknown_command_is_answered_with_the_near_miss(tracker: Tracker) -> None:
    """A slip costs one glance."""
    ran = tracker("chekc")
    assert ran.code == 2
    assert 'Did you mean "check"?' in ran.err


def test_an_unknown_option_is_named(tracker: Tracker) -> None:
    """With exit code 2 and no traceback."""
    ran = tracker("list", "--jsno")
    assert ran.code == 2
    assert "--jsno" in ran.err
    assert "Traceback" not in ran.err


def test_completion_knows_commands(tracker: Tracker) -> None:
    """The script asks the program, the program answers."""
    ran = tracker(_TRACKER_COMPLETE="bash_complete", COMP_WORDS="tracker ch", COMP_CWORD="1")
    assert "plain,check" in ran.out
    assert "_TRACKER_COMPLETE=bash_complete" in tracker("completion", "bash").out


def test_without_a_command_the_help_is_shown(tracker: Tracker) -> None:
    """Typing the bare name is a question."""
    assert "Usage: tracker" in tracker().said
