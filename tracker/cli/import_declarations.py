"""`tracker import ota-declarations` watches what a collection of Open Terms Archive declares."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.output import emit, say
from tracker.cli.session import Session
from tracker.watchlist.slug import slugify

if TYPE_CHECKING:
    from tracker.archive.importers.ota_declarations import Declaration, Range


@command(
    examples=(
        ("import ota-declarations contrib-declarations/declarations", "add every declared privacy policy"),
        ("import ota-declarations declarations --title 'Cookie Policy'", "add another kind of text"),
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--title",
    default="Privacy Policy",
    show_default=True,
    help="Kind of text to add; all for the empty text.",
)
def declarations(session: Session, folder: Path, title: str) -> int:
    """Watch what a collection of Open Terms Archive declares: its addresses, selectors and ranges.

    What is on the watchlist already is left as it is. Filters in JavaScript are never run.
    """
    from tracker.archive.importers.ota_declarations import read
    from tracker.watchlist.edit import add_policies

    known = {policy.key for policy in session.watchlist.policies}
    found = [each for each in read(folder) if title in ("", each.policy.title)]
    added = [each for each in found if each.policy.key not in known]
    add_policies(session.path, [declared_entry(each) for each in added])
    if session.json:
        names = [each.policy.key for each in added]
        notes = {each.policy.key: _notes(each) for each in added if _notes(each)}
        emit("import-ota-declarations", {"added": names, "notes": notes})
        return codes.OK
    for each in added:
        for note in _notes(each):
            say(f"{each.policy.key}: not taken over: {note}")
    say(f"{len(added)} added, {len(found) - len(added)} were there.")
    return codes.OK


def declared_entry(declaration: "Declaration") -> dict[str, Any]:
    """A declaration as a `[[policy]]`; ranges become selectors in the words of the declaration."""
    policy, source = declaration.policy, declaration.policy.source
    entry: dict[str, Any] = {"service": policy.service, "name": policy.slug}
    entry |= {"url": source.urls[0]} if len(source.urls) == 1 else {"urls": list(source.urls)}
    select = [*source.select, *(_range(each) for each in declaration.ranges)]
    remove = [*source.remove, *(_range(each) for each in declaration.removed_ranges)]
    optional = {
        "slug": policy.service_slug if policy.service_slug != slugify(policy.service) else "",
        "title": policy.title if policy.slug != "privacy" else "",
        "fetch": source.fetch if source.fetch != "http" else "",
        "select": select,
        "remove": remove,
    }
    return entry | {key: value for key, value in optional.items() if value}


def _range(each: "Range") -> str:
    start, end = ("startBefore", "startAfter")[each.starts_after], ("endAfter", "endBefore")[each.ends_before]
    return json.dumps({start: each.start, end: each.end}, ensure_ascii=False)


def _notes(declaration: "Declaration") -> list[str]:
    """What could not be taken over; ranges could, as selectors of their own."""
    return [note for note in declaration.unsupported if not note.startswith("a range in")]
