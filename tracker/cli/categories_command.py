"""`tracker categories` lists the kinds of data a policy names."""

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import clean, emit, hint, say
from tracker.cli.session import Session
from tracker.cli.versions import split_name, version
from tracker.cli.words import label, snapshot_body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.disclose.disclosure import Disclosure
    from tracker.extract.document import Document

STATES = ("disclosed", "denied", "mentioned")


@command(
    examples=(
        ("categories x", "what the latest version discloses, each with a sentence"),
        ("categories x@2023-08-01 --json", "what it disclosed then, for a program"),
    )
)
@click.argument("name", type=NAME, metavar="NAME[@DATE]")
@click.option("--all", "every", is_flag=True, help="Also list what is denied or only mentioned.")
def command_(session: Session, name: str, every: bool) -> int:
    """List the kinds of data a policy says it collects, receives, infers, uses or shares."""
    wanted, when = split_name(name)
    with session.archive() as archive:
        snapshot = version(archive, session.known(archive).find(wanted), when)
        rows = category_rows(disclosures_in(archive.document(snapshot)))
    if session.json:
        emit("categories", {"version": snapshot_body(snapshot), "categories": rows})
        return codes.OK
    show_categories([row for row in rows if every or row["state"] == "disclosed"])
    hint(f"{snapshot.id}. `tracker explain` tells why.", quiet=session.quiet)
    return codes.OK


def category_rows(disclosures: "Iterable[Disclosure]") -> list[dict[str, Any]]:
    """Each category once in its strongest state, with the sentence that says so, in the order of the text."""
    best: dict[str, Disclosure] = {}
    for found in disclosures:
        known = best.get(found.category)
        if known is None or _rank(found) < _rank(known):
            best[found.category] = found
    return [
        {
            "category": found.category,
            "label": label(found.category),
            "state": found.state,
            "strength": found.strength,
            "phrase": found.phrase,
            "quote": found.quote,
            "path": found.path,
        }
        for found in sorted(
            best.values(), key=lambda found: (STATES.index(found.state), found.block, found.start)
        )
    ]


def disclosures_in(document: "Document") -> "tuple[Disclosure, ...]":
    """Every place of a version that names a category; of two texts on one page, in the upcoming one."""
    from tracker.disclose.read import disclosures
    from tracker.judge.editions import editions

    return disclosures(editions(document).subject)


def show_categories(rows: list[dict[str, Any]]) -> None:
    """Print categories, each with its sentence below it."""
    for row in rows:
        state = "" if row["state"] == "disclosed" else f" ({row['state']})"
        say(f"{click.style(row['category'], bold=True)}{state}")
        say(f"    {clean(row['quote'])}")


def _rank(found: "Disclosure") -> tuple[int, bool, bool]:
    """Sureness first, then whole statements before the bold words that open a paragraph."""
    return STATES.index(found.state), found.strength != "strong", found.rule == "lead-in"
