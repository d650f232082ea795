"""A command brings the options that all commands have, its examples, and lazily its module."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

from tracker.cli.session import DEFAULT_WATCHLIST, Session
from tracker.errors import TrackerError

Examples = tuple[tuple[str, str], ...]
"""What to type after `tracker`, and what it does."""


class PolicyName(click.ParamType):  # type: ignore[type-arg] # generic from click 8.2 on
    """The name of a policy, completed from the watchlist."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Keys that begin with what was typed; none where the watchlist cannot be read."""
        from tracker.watchlist.read import read_watchlist

        path = ctx.find_root().params.get("watchlist") or Path(DEFAULT_WATCHLIST)
        try:
            policies = read_watchlist(path).policies
        except TrackerError:
            return []
        return [
            CompletionItem(each.key, help=each.title) for each in policies if each.key.startswith(incomplete)
        ]


NAME = PolicyName()
"""Type of an argument that names a policy."""


class Command(click.Command):
    """A command whose help ends with examples."""

    examples: Examples = ()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        with formatter.section("Examples"):
            formatter.write_dl(
                [(f"tracker {line}".rstrip(), what) for line, what in self.examples], col_max=60
            )


class Group(click.Group):
    """A command that has commands of its own."""

    def put(self, name: str) -> Callable[[Command], Command]:
        """Make a command one of this group's."""

        def put(command: Command) -> Command:
            self.add_command(command, name)
            return command

        return put


def command(
    *, examples: Examples, exit_zero: bool = False, **settings: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Turn a function of (session, …) into a command with the common options."""

    def turn(function: Callable[..., Any]) -> Command:
        wrapped = click.pass_obj(function)
        for option in _common(exit_zero):
            wrapped = option(wrapped)
        made = click.command(cls=Command, **settings)(wrapped)
        made.examples = examples
        return made

    return turn


def _common(exit_zero: bool) -> list[Callable[..., Any]]:
    options = [
        _flag("--debug", "debug", "Show the traceback of an error."),
        _flag("--quiet", "quiet", "No progress, no hints.", short="-q"),
        click.option(
            "--watchlist",
            "-w",
            type=click.Path(dir_okay=False, path_type=Path),
            expose_value=False,
            callback=_set("path"),
            help="Read this file instead of tracker.toml.",
        ),
        _flag("--json", "json", "Print one JSON document."),
    ]
    if exit_zero:
        options.insert(
            3, _flag("--exit-zero", "exit_zero", "Leave with 0 also for changes and unreadable policies.")
        )
    return options


def _flag(name: str, attribute: str, text: str, short: str = "") -> Callable[..., Any]:
    names = (name, short) if short else (name,)
    return click.option(*names, is_flag=True, expose_value=False, callback=_set(attribute), help=text)


def _set(attribute: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def note(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value:
            setattr(ctx.ensure_object(Session), attribute, value)

    return note


class LazyGroup(click.Group):
    """A group that loads the module of a command when the command is run, not before."""

    sections: Mapping[str, Mapping[str, str]] = {}
    """Heading to command name to its line in the list."""
    package = ""
    """Where the modules of its commands are."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order of the help."""
        return [name for section in self.sections.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{self.package}.{cmd_name.replace('-', '_')}_command")
        return cast("click.Command", module.command_)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        for heading, commands in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl(list(commands.items()))
