"""The program: its commands, what they have in common, how it ends."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from tracker import __version__
from tracker.cli import codes
from tracker.cli.command import LazyGroup
from tracker.cli.session import DEFAULT_WATCHLIST, Session

SECTIONS = {
    "Watch": {
        "init": "Start a watchlist in this folder.",
        "add": "Watch a service, by name or by address.",
        "list": "Show what is watched.",
        "pause": "Stop checking a policy for a while.",
        "resume": "Check a paused policy again.",
        "check": "Look at the policies now.",
        "accept": "Take a refused text for the policy.",
        "run": "Keep looking, on the watchlist's schedule.",
        "status": "Show how every policy stands.",
    },
    "Read": {
        "log": "List the versions and changes of a policy.",
        "show": "Print a version of a policy.",
        "diff": "Show what changed between two versions.",
        "report": "Write a report of changes or of a period.",
        "categories": "List the kinds of data a policy names.",
        "explain": "Tell why a finding was made, or not.",
        "try": "Read a page and store nothing.",
    },
    "Keep": {
        "import": "Take versions that others recorded.",
        "export": "Write versions and changes in open formats.",
        "verify": "Prove that the archive is what was recorded.",
        "reindex": "Build the catalogue anew from the folder.",
        "stamp": "Have an authority sign what is new.",
        "gc": "Drop what a rule no longer keeps.",
    },
    "Tell": {
        "outbox": "Show and retry what is to be sent.",
        "alert": "Show what a channel would say, or test it.",
    },
    "Help": {
        "demo": "See the whole job on a made-up platform.",
        "doctor": "Find out what would not work, before it matters.",
        "catalogue": "Search the built-in list of services.",
        "completion": "Print the completion script of a shell.",
    },
}


class App(LazyGroup):
    """All commands."""

    sections = SECTIONS
    package = "tracker.cli"

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that is meant; an unknown one gets the near miss."""
        from difflib import get_close_matches

        name = args[0] if args else ""
        known = self.list_commands(ctx)
        if name and not name.startswith("-") and name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f'Did you mean "{close[0]}"?' if close else "See `tracker --help`."
            raise click.UsageError(f'there is no command "{name}". {hint}', ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=App, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tracker", message="%(prog)s %(version)s")
@click.option(
    "--watchlist",
    "-w",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="TRACKER_WATCHLIST",
    default=Path(DEFAULT_WATCHLIST),
    show_default=True,
    help="The file that says what is watched.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def app(ctx: click.Context, watchlist: Path, debug: bool) -> None:
    """Watch privacy policies: which kinds of personal data do they newly name, and which sentence proves it?

    Exit codes: 0 nothing new, 1 changes found, 2 error, 3 some policies unreadable.
    """
    session = ctx.ensure_object(Session)
    session.path, session.debug = watchlist, debug
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def run() -> NoReturn:
    """Run the program and leave it with the right code."""
    sys.exit(invoke(sys.argv[1:]))


def invoke(arguments: list[str]) -> int:
    """Run a command; its exit code. An error is one sentence on stderr, a traceback only with --debug."""
    session = Session()
    try:
        code = app.main(arguments, prog_name="tracker", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except (click.Abort, KeyboardInterrupt):
        from tracker.cli.interrupt import leave

        leave()
    except BrokenPipeError:
        return _unheard()
    except Exception as error:
        if "--debug" in arguments:
            raise
        from tracker.cli.failure import tell

        return tell(error, as_json="--json" in arguments)
    return _final(code if isinstance(code, int) else codes.OK, session)


def _final(code: int, session: Session) -> int:
    """The code as a scheduler wants it, which takes every other one than 0 for a failure."""
    return codes.OK if session.exit_zero and code in (codes.CHANGED, codes.UNREADABLE) else code


def _unheard() -> int:
    """The reader of a pipe has gone, as `head` does: no error, and nothing more to say."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return codes.OK
