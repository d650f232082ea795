"""`tracker show` prints a version of a policy."""

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit
from tracker.cli.session import Session
from tracker.cli.versions import split_name, version
from tracker.cli.words import snapshot_body


@command(
    examples=(
        ("show x", "the latest version, as Markdown"),
        ("show x@2023-08-23", "what was on the page at the end of that day, UTC"),
        ("show x@first > first.md", "the oldest version, into a file"),
    )
)
@click.argument("name", type=NAME, metavar="NAME[@DATE]")
def command_(session: Session, name: str) -> int:
    """Print a version of a policy, as canonical Markdown.

    DATE is a day, a month or a moment in UTC, or one of first, previous, last.
    """
    from tracker.extract.markdown import to_markdown
    from tracker.report.terminal import strip_controls

    wanted, when = split_name(name)
    with session.archive() as archive:
        snapshot = version(archive, session.known(archive).find(wanted), when)
        document = archive.document(snapshot)
    text = to_markdown(document)
    if session.json:
        emit(
            "show",
            {
                "version": snapshot_body(snapshot),
                "title": document.title,
                "dates": document.dates,
                "text": text,
            },
        )
    else:
        click.echo(strip_controls(text), nl=False)
    return codes.OK
