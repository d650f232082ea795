"""`tracker outbox` shows and retries what is to be sent."""

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import Group, command
from tracker.cli.output import clean, columns, emit, hint, say, short_moment
from tracker.cli.session import Session
from tracker.errors import UnknownName

if TYPE_CHECKING:
    from tracker.archive.outbox import Outbox, OutboxRow

command_ = Group(
    "outbox",
    help="""Show and retry what is to be sent.

    Every alert waits in the outbox until its receiver took it, or until three days of trying are over.
    """,
)


@command_.put("list")
@command(
    examples=(
        ("outbox list", "what waits and what was given up"),
        ("outbox list --all --json", "also what was sent, for a program"),
    )
)
@click.option("--all", "every", is_flag=True, help="Also list what was sent.")
def list_(session: Session, every: bool) -> int:
    """List messages: waiting, given up, and with --all also sent."""
    from tracker.archive.outbox import Outbox

    with session.archive() as archive:
        rows = [row for row in Outbox(archive).rows() if every or row.state != "sent"]
    if session.json:
        emit("outbox", {"messages": [_body(row) for row in rows]})
        return codes.OK
    columns(
        (_cells(row) for row in rows), ("ID", "STATE", "CHANNEL", "ABOUT", "TRIED", "NEXT") if rows else ()
    )
    for row in rows:
        if row.error:
            say(f"{row.delivery.id[:12]}: {clean(row.error)}")
    if not rows:
        hint("Nothing waits, nothing was given up.", quiet=session.quiet)
    return codes.OK


@command_.put("retry")
@command(
    examples=(
        ("outbox retry 3f9a12", "try one message again at once, by the beginning of its id"),
        ("outbox retry --dead", "try all that were given up again"),
    )
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--dead", is_flag=True, help="All that were given up.")
def retry(session: Session, ids: tuple[str, ...], dead: bool) -> int:
    """Put messages back in line; the next check or `tracker run` sends them."""
    return _each(session, ids, dead, "retried")


@command_.put("drop")
@command(
    examples=(
        ("outbox drop 3f9a12", "give a waiting message up, by the beginning of its id"),
        ("outbox drop 3f9a12 --json", "the same, with the result as JSON"),
    )
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def drop(session: Session, ids: tuple[str, ...]) -> int:
    """Give up messages that wait."""
    return _each(session, ids, False, "dropped")


def _each(session: Session, ids: tuple[str, ...], dead: bool, what: str) -> int:
    if not ids and not dead:
        raise click.UsageError("say which: an ID of `tracker outbox list`, or --dead for all given up")
    from tracker.archive.outbox import Outbox
    from tracker.workspace import utc_now

    with session.archive() as archive:
        outbox = Outbox(archive)
        chosen = [row.delivery.id for row in outbox.rows("dead")] if dead else []
        chosen += [_find(outbox, start) for start in ids]
        for delivery in dict.fromkeys(chosen):
            (outbox.retry if what == "retried" else outbox.drop)(delivery, utc_now())
    if session.json:
        emit("outbox", {what: chosen})
    else:
        say(f"{len(chosen)} {what}.")
    return codes.OK


def _find(outbox: "Outbox", start: str) -> str:
    found = [row.delivery.id for row in outbox.rows() if row.delivery.id.startswith(start)]
    if len(found) != 1:
        count = "no message" if not found else f"{len(found)} messages"
        raise UnknownName(
            f'{count} with an id that begins with "{start}"', advice="See `tracker outbox list --all`."
        )
    return found[0]


def _cells(row: "OutboxRow") -> tuple[str, ...]:
    delivery = row.delivery
    about = f"{delivery.kind} {delivery.subject} {delivery.stage}".strip()
    following = short_moment(row.next_at) if row.state == "queued" else ""
    return delivery.id[:12], row.state, delivery.channel, about, str(row.attempts), following


def _body(row: "OutboxRow") -> dict[str, Any]:
    return {
        "id": row.delivery.id,
        "state": row.state,
        "channel": row.delivery.channel,
        "kind": row.delivery.kind,
        "subject": row.delivery.subject,
        "stage": row.delivery.stage,
        "created_at": row.created_at,
        "next_at": row.next_at if row.state == "queued" else None,
        "attempts": row.attempts,
        "error": row.error,
        "done_at": row.done_at,
    }
