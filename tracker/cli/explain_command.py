"""`tracker explain` tells why a finding was made, or not."""

import click

from tracker.cli import codes
from tracker.cli.categories_command import disclosures_in
from tracker.cli.command import NAME, command
from tracker.cli.output import clean, emit, plain, say
from tracker.cli.session import Session
from tracker.cli.versions import split_name, version
from tracker.cli.words import label
from tracker.errors import UnknownName
from tracker.watchlist.table import nearest


@command(
    examples=(
        ("explain x biometric", "every place that names the category, and the rule that judged it"),
        ("explain x@2023-08-01 employment", "the same in an older version"),
    )
)
@click.argument("name", type=NAME, metavar="NAME[@DATE]")
@click.argument("category")
def command_(session: Session, name: str, category: str) -> int:
    """Tell why a category is counted as disclosed, denied or only mentioned.

    Each place of the text that names it is listed with the words found, the state, and the rule that decided.
    """
    from tracker.disclose.explain import reason
    from tracker.disclose.own import choose
    from tracker.disclose.taxonomy import taxonomy

    choose(session.settings.lexicon)
    known = [entry.id for entry in taxonomy()]
    if category not in known:
        raise UnknownName(f'there is no category "{category}"', advice=nearest(category, known, "Categories"))
    wanted, when = split_name(name)
    with session.archive() as archive:
        snapshot = version(archive, session.known(archive).find(wanted), when)
        found = [each for each in disclosures_in(archive.document(snapshot)) if each.category == category]
    if session.json:
        places = [{**plain(place), "because": reason(place.rule)} for place in found]
        emit("explain", {"version": snapshot.id, "category": category, "places": places})
        return codes.OK
    for place in found:
        weak = "" if place.strength == "strong" else "weakly "
        state = weak + click.style(place.state, bold=True)
        say(f"{state}, because {reason(place.rule)}: “{clean(place.phrase)}”")
        say(f"    {clean(' › '.join(place.path))}")
        say(f"    {clean(place.quote)}")
    if not found:
        say(f"{snapshot.id} does not name {label(category)} anywhere.")
    return codes.OK
