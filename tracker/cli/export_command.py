"""`tracker export` writes versions and changes in open formats."""

from pathlib import Path

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import columns, emit
from tracker.cli.session import Session

FORMATS = ("jsonl", "csv", "atom", "git", "warc")


@command(
    examples=(
        ("export open-data", "everything, in every format, with a datapackage.json"),
        ("export open-data x --format csv --format jsonl", "one policy, as tables and as lines"),
    )
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this; repeatable.")
def command_(session: Session, folder: Path, names: tuple[str, ...], formats: tuple[str, ...]) -> int:
    """Write versions and changes in open formats: tables, JSON lines, a feed, a git repository, web archives.

    `tracker import jsonl`, `ota` and `warc` read them back. Files of an earlier export are replaced. The
    archive itself is open too: `snapshots/` holds every version as Markdown, JSON and WARC.
    """
    from tracker.archive.exporters.export import export

    with session.archive() as archive:
        keys = [policy.key for policy in session.known(archive).select(names)] if names else None
        done = export(archive, folder, formats or FORMATS, keys)  # type: ignore[arg-type]
    if session.json:
        emit("export", {"folder": done.folder, "files": done.resources})
        return codes.OK
    columns((str(done.folder / each.path), each.title) for each in done.resources)
    return codes.OK
