"""Writes the man page out of the commands."""

import inspect
from collections.abc import Iterator

import click

from tracker import __version__
from tracker.cli.app import SECTIONS, app
from tracker.cli.codes import MEANINGS


def man_page() -> Iterator[str]:
    """tracker(1), line by line, in the language of troff."""
    yield f'.TH TRACKER 1 "" "privacy-policy-tracker {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "tracker \\- watch privacy policies for newly named kinds of personal data"
    yield ".SH SYNOPSIS"
    yield ".B tracker"
    yield "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield from _text(inspect.cleandoc(app.help or ""))
    context = click.Context(app, info_name="tracker")
    for heading, names in SECTIONS.items():
        yield f'.SH "{_escaped(heading.upper())}"'
        for name in names:
            command = app.get_command(context, name)
            assert command is not None
            yield from _command(command, click.Context(command, info_name=name, parent=context))
    yield ".SH EXIT STATUS"
    for code, meaning in MEANINGS.items():
        yield from (".TP", f"\\fB{code}\\fR", _escaped(meaning))
    yield from (".TP", "\\fB130\\fR", "stopped by Ctrl\\-C")
    yield ".SH FILES"
    yield from (".TP", "\\fItracker.toml\\fR", "the watchlist, in the folder where the command is run")
    yield from (".TP", "\\fIsnapshots/\\fR, \\fIreports/\\fR", "the archive, and what is made of it")


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _command(below, click.Context(below, info_name=name, parent=context))
        return
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "{_escaped(context.command_path)} {_escaped(pieces)}"'
    yield from _text(inspect.cleandoc(command.help or ""))
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and record[1]:
            yield from (".TP", f"\\fB{_escaped(record[0])}\\fR", _escaped(record[1]))


def _text(text: str) -> Iterator[str]:
    """Paragraphs of a help text."""
    for number, paragraph in enumerate(text.replace("\b", "").split("\n\n")):
        if number:
            yield ".PP"
        yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    """No character of the text is a command of troff's."""
    plain = " ".join(text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").split())
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
