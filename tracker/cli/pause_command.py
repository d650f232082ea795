"""`tracker pause` stops the checks of a policy for a while."""

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit, hint, say
from tracker.cli.session import Session


@command(
    examples=(
        ("pause coursera", "do not check it until `tracker resume coursera`"),
        ("pause x/privacy --json", "one policy of a service, with the result as JSON"),
    )
)
@click.argument("names", type=NAME, nargs=-1, required=True, metavar="NAME...")
def command_(session: Session, names: tuple[str, ...]) -> int:
    """Stop checking policies for a while.

    What is stored stays, in the archive and in reports. The key `paused` is set in tracker.toml, whose other
    lines stay as they are; a running `tracker run` takes it up at once.
    """
    return set_paused(session, names, paused=True)


def set_paused(session: Session, names: tuple[str, ...], *, paused: bool) -> int:
    """Write it into the watchlist, and say for which policies that is new."""
    keys = [policy.key for policy in session.require_watchlist().select(names)]
    from tracker.watchlist.edit import set_paused

    changed = set_paused(session.path, keys, paused)
    word = "paused" if paused else "resumed"
    if session.json:
        emit("resume" if not paused else "pause", {word: changed})
        return codes.OK
    for key in keys:
        say(f"{key}: {word if key in changed else 'paused before' if paused else 'not paused'}")
    if paused:
        hint(f"Next: `tracker resume {names[0]}` goes on.", quiet=session.quiet)
    return codes.OK
