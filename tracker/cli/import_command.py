"""`tracker import` takes versions that others recorded."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.check_command import code_of, outcome_body, outcome_lines
from tracker.cli.command import Group, command
from tracker.cli.output import emit, hint, say, short_moment
from tracker.cli.progress import progress
from tracker.cli.session import Session

if TYPE_CHECKING:
    from tracker.archive.importers.recorded import RecordedVersion
    from tracker.pipeline import Outcome

command_ = Group(
    "import",
    help="""Take versions that others recorded.

    They go the same way as a live check, with their recorded times as the clock: what was news then is
    found as news. Nobody is told.
    """,
)


@command_.put("jsonl")
@command(
    examples=(
        ("import jsonl twitter.jsonl.xz --service X", "one version a line: recorded_at, and text or html"),
        ("import jsonl history.jsonl --json", "with the outcome of each version as JSON"),
    ),
    exit_zero=True,
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--service", default=None, metavar="TITLE", help="Title of the service; else the file's name.")
@click.option("--title", default="Privacy Policy", show_default=True, help="Title of the policy.")
def jsonl(session: Session, file: Path, service: str | None, title: str) -> int:
    """Take a file with one version a line, plain or compressed (.xz, .gz, .bz2).

    A line is a JSON object with recorded_at and text (Markdown) or html; policy, service, title and url are
    optional. Versions of one policy stand in the order of time.
    """
    from tracker.archive.importers.jsonl import read

    return _replay(session, read(file, service=service, title=title))


def _replay(session: Session, versions: "Iterable[RecordedVersion]") -> int:
    from tracker.cli.wiring import at_work

    outcomes: list[Outcome] = []
    with at_work(session, alerts=False) as tracker:
        with progress("Importing", 0, session) as step:
            for outcome in tracker.replay(versions):
                outcomes.append(outcome)
                step(outcome.check.snapshot or outcome.policy.key)
        tracker.write_news(outcomes)
    if session.json:
        emit("import", {"versions": [outcome_body(outcome) for outcome in outcomes]})
    else:
        _show(session, outcomes)
    return code_of(outcomes)


def _show(session: Session, outcomes: "list[Outcome]") -> None:
    for outcome in outcomes:
        if outcome.change or outcome.advanced or outcome.check.outcome in ("first", "unreadable"):
            for line in outcome_lines(outcome):
                say(f"{short_moment(outcome.check.at)}  {line}" if not line.startswith(" ") else line)
    hint(f"{len(outcomes)} versions taken. See `tracker log`.", quiet=session.quiet)
