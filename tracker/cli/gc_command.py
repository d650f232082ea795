"""`tracker gc` drops captures and checks that a rule no longer keeps."""

from datetime import timedelta
from typing import Any

import click

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.output import emit, say
from tracker.cli.session import Session
from tracker.watchlist.duration import parse_duration


class Duration(click.ParamType):  # type: ignore[type-arg] # generic from click 8.2 on
    """A time as "90d" or "6h"."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The time that was written."""
        if isinstance(value, timedelta):
            return value
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@command(
    examples=(
        ("gc --dry-run", "tell what the rule of the watchlist would let go"),
        ("gc --captures 365d --checks 90d", "drop WARC files older than a year, and old checks without news"),
    )
)
@click.option("--captures", type=Duration(), default=None, help="Drop WARC files older than this.")
@click.option("--checks", type=Duration(), default=None, help="Drop checks without news older than this.")
@click.option("--dry-run", is_flag=True, help="Drop nothing, only tell.")
def command_(session: Session, captures: timedelta | None, checks: timedelta | None, dry_run: bool) -> int:
    """Drop captures and checks that a rule no longer keeps; never a text, a record or a link of the chain.

    The rule for captures is `keep` of the watchlist, "all" by default, or --captures. Of each policy the
    first and the latest capture stay, and what later ones refer to. Writes that were cut off more than a
    week ago go too.
    """
    from tracker.archive.retention import Keep, collect
    from tracker.workspace import utc_now

    keep = Keep(captures or session.settings.kept_for, checks)
    with session.archive() as archive:
        dropped = list(collect(archive, keep, utc_now(), dry_run=dry_run))
    size = sum(each.size_bytes for each in dropped)
    if session.json:
        emit("gc", {"dry_run": dry_run, "size_bytes": size, "dropped": dropped})
        return codes.OK
    for each in dropped:
        say(f"{each.kind}: {each.what}")
    say(f"{size / 1e6:.1f} MB {'would be' if dry_run else 'were'} dropped.")
    return codes.OK
