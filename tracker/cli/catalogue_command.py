"""`tracker catalogue` searches the built-in list of services."""

from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import Group, command
from tracker.cli.output import columns, counted, emit, hint, say
from tracker.cli.progress import progress
from tracker.cli.session import Session
from tracker.watchlist.catalogue import Service, lookup, search

if TYPE_CHECKING:
    from tracker.workspace import Tracker

command_ = Group(
    "catalogue",
    help="""Search the built-in list of services.

    It holds facts only: where the policy of a service stands, and in which language.
    """,
)


@command_.put("search")
@command(
    examples=(
        ("catalogue search bank", "entries whose name, alias or host holds the text"),
        ("catalogue search --json", "the whole catalogue for a program"),
    )
)
@click.argument("text", default="")
def search_(session: Session, text: str) -> int:
    """List services, all or those that hold a text."""
    found = search(text)
    if session.json:
        emit("catalogue", {"services": found})
        return codes.OK
    columns((service.slug, service.name, service.language, service.url) for service in found)
    hint(
        f"{counted(len(found), 'service', 'services')}. `tracker add NAME` watches one.", quiet=session.quiet
    )
    return codes.OK


@command_.put("check")
@command(
    examples=(
        ("catalogue check", "ask every address of the catalogue once"),
        ("catalogue check coursera duolingo", "only these"),
    ),
    exit_zero=True,
)
@click.argument("names", nargs=-1)
def check(session: Session, names: tuple[str, ...]) -> int:
    """Tell which entries no longer answer.

    Nothing is stored. Leaves with 3 if an address does not lead to a policy text.
    """
    chosen = tuple(lookup(name) for name in names) or search("")
    from tracker.cli.wiring import rehearsal

    rows = []
    with rehearsal(session) as tracker, progress("Asking", len(chosen), session) as step:
        for service in chosen:
            step(service.name)
            rows.append((service, _trouble(tracker, service)))
    if session.json:
        emit("catalogue-check", {"services": [{"name": s.name, "url": s.url, "trouble": t} for s, t in rows]})
    else:
        for service, trouble in rows:
            if trouble:
                say(f"{service.slug}: {trouble}")
        say(f"{sum(not trouble for _, trouble in rows)} of {len(rows)} addresses lead to a policy text.")
    return codes.UNREADABLE if any(trouble for _, trouble in rows) else codes.OK


def _trouble(tracker: "Tracker", service: Service) -> str:
    """What is wrong with an entry's address; "" for nothing."""
    from tracker.gate.reading import Unreadable
    from tracker.watchlist.policy import Source

    reading = tracker.trial(Source((service.url,), language=service.language, select=service.select)).reading
    return reading.detail if isinstance(reading, Unreadable) else ""
