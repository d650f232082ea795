"""`tracker init` starts a watchlist."""

import click

from tracker.cli.command import command
from tracker.cli.output import emit, hint, say
from tracker.cli.session import Session


@command(
    examples=(
        ("init", "write tracker.toml in this folder"),
        ("init --contact mailto:desk@example.org", "and say how web sites reach you"),
    )
)
@click.option(
    "--contact", default="", metavar="ADDRESS", help="Your address for the User-Agent: mailto:… or a URL."
)
def command_(session: Session, contact: str) -> int:
    """Start a watchlist in this folder.

    The file is made to be read and edited; nothing that exists is overwritten.
    """
    from tracker.watchlist.edit import create

    create(session.path, contact)
    if session.json:
        emit("init", {"watchlist": session.path})
        return 0
    say(f"Wrote {session.path}.")
    hint(
        "Next: `tracker add coursera`, or `tracker add https://…`, then `tracker check`.", quiet=session.quiet
    )
    return 0
