"""`tracker demo` shows the whole job on a made-up platform."""

from pathlib import Path

import click

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.session import Session


@command(
    examples=(
        ("demo", "a local site, mail server and webhook; nothing from outside"),
        ("demo --folder /tmp/demo", "keep its archive and reports there"),
    )
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Where its archive and reports are written; made anew.",
)
def command_(session: Session, folder: Path) -> int:
    """See the whole job on a made-up platform.

    A local web site announces a new policy, takes it back, announces it again and puts it in force. The real
    pipeline watches it, and tells a real mail server and a webhook receiver on this machine.
    """
    from tracker.demo.show import show

    show(folder, as_json=session.json)
    return codes.OK
