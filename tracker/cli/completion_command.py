"""`tracker completion` prints the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from tracker.cli.command import command
from tracker.cli.output import emit, say
from tracker.cli.session import Session

SHELLS = ("bash", "zsh", "fish")


@command(
    examples=(
        ("completion bash > ~/.local/share/bash-completion/completions/tracker", "for bash"),
        ("completion fish > ~/.config/fish/completions/tracker.fish", "for fish"),
    )
)
@click.argument("shell", type=click.Choice(SHELLS))
def command_(session: Session, shell: str) -> int:
    """Print the completion script of a shell.

    It completes commands, options, and the names of the policies in your watchlist.
    """
    from tracker.cli.app import app

    made = get_completion_class(shell)
    assert made is not None
    script = made(app, {}, "tracker", "_TRACKER_COMPLETE").source()
    if session.json:
        emit("completion", {"shell": shell, "script": script})
    else:
        say(script)
    return 0
