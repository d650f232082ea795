"""`tracker import ota-declarations` watches what a collection of Open Terms Archive declares."""

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.output import emit, say
from tracker.cli.session import Session
from tracker.watchlist.slug import slugify

if TYPE_CHECKING:
    from tracker.archive.importers.ota_declarations import Declaration


@command(
    examples=(
        ("import ota-declarations contrib-declarations/declarations", "add every declared privacy policy"),
        ("import ota-declarations declarations --title 'Cookie Policy'", "add another kind of text"),
        ("import ota-declarations declarations --history", "and where the texts stood before"),
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--title",
    default="Privacy Policy",
    show_default=True,
    help="Kind of text to add; all for the empty text.",
)
@click.option("--history", is_flag=True, help="Tell where the texts stood before, as commands.")
def declarations(session: Session, folder: Path, title: str, history: bool) -> int:
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
        notes = {each.policy.key: each.unsupported for each in added if each.unsupported}
        past = {each.policy.key: each.history for each in found if each.history}
        names = [each.policy.key for each in added]
        emit("import-ota-declarations", {"added": names, "notes": notes, "history": past})
        return codes.OK
    for each in added:
        for note in each.unsupported:
            say(f"{each.policy.key}: not taken over: {note}")
    for line in (line for each in found for line in past_lines(each)) if history else ():
        say(line)
    say(f"{len(added)} added, {len(found) - len(added)} were there.")
    return codes.OK


def past_lines(declaration: "Declaration") -> Iterator[str]:
    """Where a text stood before, as commands that take it from the Wayback Machine, oldest first."""
    policy, since = declaration.policy, ""
    for past in declaration.history:
        until = f" --to {past.valid_until:%Y-%m-%d}" if past.valid_until else ""
        if past.source.urls != policy.source.urls:
            for url in past.source.urls:
                named = f"--service {quote(policy.service)} --title {quote(policy.title)}"
                yield f"tracker import wayback {quote(url)} {named}{since}{until}"
        since = until.replace("--to", "--from")


def declared_entry(declaration: "Declaration") -> dict[str, Any]:
    """A declaration as a `[[policy]]`."""
    policy, source = declaration.policy, declaration.policy.source
    entry: dict[str, Any] = {"service": policy.service, "name": policy.slug}
    entry |= {"url": source.urls[0]} if len(source.urls) == 1 else {"urls": list(source.urls)}
    optional = {
        "slug": policy.service_slug if policy.service_slug != slugify(policy.service) else "",
        "title": policy.title if policy.slug != "privacy" else "",
        "fetch": source.fetch if source.fetch != "http" else "",
        "select": list(source.select),
        "remove": list(source.remove),
    }
    return entry | {key: value for key, value in optional.items() if value}
