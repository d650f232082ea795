"""`tracker reindex` builds the catalogue anew from the folder."""

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.output import counted, emit, say
from tracker.cli.session import Session


@command(
    examples=(
        ("reindex", "when the catalogue is damaged, or files were put in by hand"),
        ("reindex --json", "with what was found, for a program"),
    )
)
def command_(session: Session) -> int:
    """Build the catalogue anew from the files of the archive.

    The files are the truth: versions and changes come from them. The log of checks and the outbox are kept,
    or saved out of a damaged catalogue as far as it can still be read.
    """
    from tracker.archive.reindex import reindex

    done = reindex(session.settings.archive)
    if session.json:
        emit("reindex", {"reindexed": done})
        return codes.OK
    parts = (
        (done.policies, "policy", "policies"),
        (done.snapshots, "version", "versions"),
        (done.changes, "change", "changes"),
    )
    say(", ".join(counted(*part) for part in parts) + ".")
    if done.put_away:
        say(f"The damaged catalogue is kept as {done.put_away}; {done.rescued} rows were saved out of it.")
    for line in done.left_out:
        say(f"Left out: {line}")
    return codes.OK
