"""`tracker resume` lets the checks of a paused policy go on."""

import click

from tracker.cli.command import NAME, command
from tracker.cli.pause_command import set_paused
from tracker.cli.session import Session


@command(
    examples=(
        ("resume coursera", "check it again, as often as before"),
        ("resume x/privacy --json", "one policy of a service, with the result as JSON"),
    )
)
@click.argument("names", type=NAME, nargs=-1, required=True, metavar="NAME...")
def command_(session: Session, names: tuple[str, ...]) -> int:
    """Check paused policies again.

    The next check is due at once, and the time of the pause counts for no delay.
    """
    return set_paused(session, names, paused=False)
