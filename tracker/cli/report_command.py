"""`tracker report` writes a report of changes or of a period."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit, hint, say
from tracker.cli.progress import progress
from tracker.cli.session import Session
from tracker.cli.versions import parse_moment
from tracker.errors import MissingExtra

if TYPE_CHECKING:
    from tracker.archive.change import Change
    from tracker.report.view import ChangeView
    from tracker.workspace import Tracker


@command(
    examples=(
        ("report", "write every report anew, with an overview to open in a browser"),
        ("report x --since 2023-08-01", "the changes of a policy from a day on"),
        ("report x --last --show", "the last change, on the terminal"),
        ("report x --last --pdf", "the last change, printed by a browser"),
        ("report --digest --since 2023-08-01 --until 2023-08-31", "what happened in a month, on one page"),
    )
)
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME|CHANGE]...")
@click.option(
    "--since", default="", metavar="DATE", help="Only changes seen from this day, month or moment on."
)
@click.option(
    "--until", default="", metavar="DATE", help="Only changes seen up to the end of this day or month."
)
@click.option("--last", is_flag=True, help="Only the latest change of each policy.")
@click.option("--show", "form", flag_value="show", help="Show it here instead of writing files.")
@click.option("--markdown", "form", flag_value="markdown", help="Print Markdown instead of writing files.")
@click.option(
    "--csv", "form", flag_value="csv", help="Print the findings as a table instead of writing files."
)
@click.option("--pdf", "form", flag_value="pdf", help="Write each change as PDF; needs a browser.")
@click.option(
    "--digest",
    is_flag=True,
    help="One page for all that happened in a period; the last seven days if none is given.",
)
def command_(
    session: Session,
    names: tuple[str, ...],
    since: str,
    until: str,
    last: bool,
    form: str | None,
    digest: bool,
) -> int:
    """Write reports of changes: HTML, Markdown and JSON, an overview, and feeds.

    Each change tells what is new, how sure that is, and which words prove it. CHANGE is the id of one change
    as `tracker log --json` gives it.
    """
    from tracker.cli.wiring import rehearsal

    if digest and (names or last or form not in (None, "show")):
        raise click.UsageError(
            "--digest is about all policies and a period: give it --since, --until or --show"
        )
    with session.archive():
        pass
    with rehearsal(session) as tracker:
        if digest:
            from tracker.cli.report_digest import write_period

            write_period(session, tracker, since, until, show=form == "show")
            return codes.OK
        changes: Iterable[Change] = (
            change
            for change in _chosen(session, tracker, names, by_policy=not (session.json or form))
            if _is_within(change, since, until)
        )
        if last:
            changes = {change.policy: change for change in changes}.values()
        if form == "pdf" and not session.json:
            _write_pdf(tracker, changes)
        elif session.json or form:
            _print(session, form or "json", (_view(tracker, change) for change in changes))
        else:
            _write(session, tracker, changes)
    return codes.OK


def _chosen(
    session: Session, tracker: "Tracker", names: tuple[str, ...], *, by_policy: bool
) -> "Iterator[Change]":
    """The changes that are meant, oldest first; where all are, those of a policy together if asked for."""
    if not names:
        for key in [held.key for held in tracker.archive.policies()] if by_policy else [None]:
            yield from tracker.archive.changes(key)
        return
    known = session.known(tracker.archive)
    for name in names:
        change = tracker.archive.change(name) if _is_id(name) else None
        if change:
            yield change
            continue
        for policy in known.select([name]):
            yield from tracker.archive.changes(policy.key)


def _is_id(name: str) -> bool:
    return len(name) == 16 and set(name) <= set("0123456789abcdef")


def _is_within(change: "Change", since: str, until: str) -> bool:
    at = change.new.observed_at
    return (not since or at >= parse_moment(since, end=False)) and (not until or at <= parse_moment(until))


def _view(tracker: "Tracker", change: "Change") -> "ChangeView":
    from tracker.gather import change_subject
    from tracker.report.change_view import change_view

    settings = tracker.watchlist.settings
    subject = change_subject(tracker.archive, tracker.policy_of(change.policy), change, settings.reports)
    return change_view(subject, settings.language)


def _print(session: Session, form: str, views: "Iterator[ChangeView]") -> None:
    if session.json:
        from tracker.report.json_form import change_object

        emit("report", {"changes": [change_object(view) for view in views]})
    elif form == "csv":
        from tracker.report.csv_form import findings_csv

        click.echo(findings_csv(views), nl=False)
    elif form == "markdown":
        from tracker.report.markdown import render_change
        from tracker.report.terminal import strip_controls

        for view in views:
            click.echo(strip_controls(render_change(view)))
    else:
        from rich.console import Console

        from tracker.report.console import show_change

        for view in views:
            show_change(view, Console())


def _write_pdf(tracker: "Tracker", changes: "Iterable[Change]") -> None:
    from tracker.fetch.browser import find_chromium, missing_browser
    from tracker.report.html import render_change
    from tracker.report.pdf import render_pdf
    from tracker.workspace import fetch_settings

    settings = fetch_settings(tracker.watchlist.settings)
    chromium = find_chromium(settings)
    missing = missing_browser(settings)
    if missing or chromium is None:
        raise MissingExtra("a PDF is printed by a browser", advice=missing or "")
    for change in changes:
        view = _view(tracker, change)
        path = tracker.watchlist.settings.reports / f"{view.address}.pdf"
        made_at = "".join(filter(str.isdigit, view.updated))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(render_pdf(render_change(view, on_paper=True), chromium, made_at))
        say(str(path))


def _write(session: Session, tracker: "Tracker", changes: "Iterable[Change]") -> None:
    """One change after the other: what was written is let go of, however many there are."""
    left, found = {held.key for held in tracker.archive.policies()}, 0
    with progress("Writing", len(left), session) as step:
        for key, of_policy in groupby(changes, key=lambda change: change.policy):
            for change in of_policy:
                found += 1
                say(str(tracker.write_report(change)))
            tracker.write_policy_page(key)
            left.discard(key)
            step(key)
        for key in sorted(left):
            tracker.write_policy_page(key)
            step(key)
    tracker.write_overview()
    say(str(tracker.watchlist.settings.reports / "index.html"))
    if not found:
        hint("No change was found yet; the overview lists what is watched.", quiet=session.quiet)
