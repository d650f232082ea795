"""`tracker verify` proves that the archive is what was recorded."""

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import counted, emit, hint, say
from tracker.cli.session import Session


@command(
    examples=(
        ("verify", "every file of the archive against its hash, every record against the one before"),
        ("verify x", "only the versions of one policy"),
    )
)
@click.argument("name", type=NAME, required=False)
def command_(session: Session, name: str | None) -> int:
    """Prove that the archive is what was recorded.

    Leaves with 2 if a file is missing, altered or foreign. A write that was cut off is no fault.
    """
    from tracker.archive.verify import verify

    with session.archive() as archive:
        key = session.known(archive).find(name).key if name else None
        problems = list(verify(archive, key))
        versions = sum(held.snapshots for held in archive.policies() if key in (None, held.key))
    faults = [problem for problem in problems if problem.kind != "unfinished"]
    if session.json:
        emit("verify", {"versions": versions, "sound": not faults, "problems": problems})
        return codes.ERROR if faults else codes.OK
    for problem in problems:
        say(f"{problem.kind}: {problem.where}: {problem.detail}")
    found = counted(len(faults), "fault", "faults") if faults else "all as recorded"
    say(f"{counted(versions, 'version', 'versions')}, {found}.")
    if faults:
        hint("A record cannot be altered without breaking the chain of those after it.", quiet=session.quiet)
    return codes.ERROR if faults else codes.OK
