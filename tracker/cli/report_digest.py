"""The digest of a period, written or shown by `tracker report --digest`."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from tracker.cli.output import emit, say
from tracker.cli.session import Session
from tracker.cli.versions import parse_moment
from tracker.errors import NotPossible

if TYPE_CHECKING:
    from tracker.report.digest import DigestView
    from tracker.workspace import Tracker

USUAL = timedelta(days=7)


def write_period(session: Session, tracker: "Tracker", since: str, until: str, *, show: bool) -> None:
    """Write the digest, out of the pages that are there, and link it; with `show` print it instead."""
    from tracker.report.digest import digest_parts, digest_view
    from tracker.report.overview import overview
    from tracker.report.site import write_digest

    settings = tracker.watchlist.settings
    start, end = period(since, until, tracker.clock())
    for held in tracker.archive.policies():
        if not (settings.reports / held.key / "index.json").is_file():
            tracker.write_policy_page(held.key)
    if show or session.json:
        view = digest_view(overview(settings.reports, settings.language), start, end, settings.language)
        if session.json:
            emit("digest", _body(view))
        else:
            click.echo(digest_parts(view, settings.base_url).text, nl=False)
        return
    say(str(write_digest(settings.reports, start, end, settings.language)))
    tracker.write_overview()


def period(since: str, until: str, now: datetime) -> tuple[datetime, datetime]:
    """From the beginning of one day up to, but without, the end of another; seven days up to today."""
    tick = timedelta(microseconds=1)
    end = parse_moment(until or now.date().isoformat()) + tick
    start = parse_moment(since, end=False) if since else end - USUAL
    if start >= end:
        raise NotPossible(
            "the period ends before it begins", f"{start.date()} to {end.date()}", "Swap --since and --until."
        )
    return start, end


def _body(view: "DigestView") -> dict[str, object]:
    return {
        "period": view.name,
        "headline": view.headline,
        "watched": view.watched,
        "changes": [line for group in view.groups for line in group.lines],
        "unreadable": [{"policy": key, "name": name, "reason": why} for key, name, why in view.unread],
    }
