"""`tracker stamp` has an authority sign what is new in the archive."""

from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.output import emit, hint, say
from tracker.cli.session import Session
from tracker.errors import NotPossible

if TYPE_CHECKING:
    from tracker.archive.timestamps import Ask


@command(
    examples=(
        ("stamp --authority https://tsa.example.org", "once a day, from cron or a timer"),
        ("stamp --authority https://tsa.example.org --json", "with the stored answer, for a program"),
    )
)
@click.option("--authority", required=True, metavar="URL", help="A timestamping authority (RFC 3161).")
def command_(session: Session, authority: str) -> int:
    """Have an authority sign what is new in the archive, at most once a day.

    A manifest lists the hashes of the new records and of the day's checks; the authority signs its hash.
    Who alters a record after that cannot alter the signature. `tracker verify` checks it. Needs the extra
    evidence.
    """
    from tracker.archive.timestamps import stamp
    from tracker.workspace import utc_now

    with session.archive() as archive:
        stored = stamp(archive, utc_now(), _asking(session, authority))
    if session.json:
        emit("stamp", {"stored": stored})
    elif stored:
        say(f"Signed: {stored}")
    else:
        hint("Nothing is new since the last signature.", quiet=session.quiet)
    return codes.OK


def _asking(session: Session, authority: str) -> "Ask":
    """The way to an authority, through the door that every request passes."""
    from tracker.fetch.capture import Failure
    from tracker.fetch.door import post
    from tracker.workspace import fetch_settings

    def ask(request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query"}
        answer = post(authority, request, headers, fetch_settings(session.settings))
        if isinstance(answer, Failure):
            what, _, advice = answer.detail.partition(". ")
            raise NotPossible(what.rstrip("."), advice=advice)
        if answer.status != 200:
            raise NotPossible(f"{authority} answers {answer.status}", advice="Check its address.")
        return answer.body

    return ask
