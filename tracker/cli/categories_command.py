"""`tracker categories` lists the kinds of data a policy names."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.category_table import disclosed_by, matrix_rows, show_matrix, since
from tracker.cli.command import NAME, command
from tracker.cli.output import clean, emit, hint, say
from tracker.cli.session import Session
from tracker.cli.versions import split_name, version
from tracker.cli.words import label, snapshot_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.disclose.disclosure import Disclosure
    from tracker.extract.document import Document

STATES = ("disclosed", "denied", "mentioned")


@command(
    examples=(
        ("categories x", "what the latest version discloses, since when, each with a sentence"),
        ("categories", "every kind of data with the policies that disclose it"),
        ("categories x@2023-08-01 --json", "what it disclosed then, for a program"),
        ("categories --check my-words.toml", "what is wrong with a file of your own words"),
    )
)
@click.argument("name", type=NAME, metavar="[NAME[@DATE]]", required=False)
@click.option(
    "--all", "every", is_flag=True, help="Also list what is denied, only mentioned or only hinted at."
)
@click.option("--check", "file", type=click.Path(path_type=Path), help="Check a file of your own words.")
def command_(session: Session, name: str | None, every: bool, file: Path | None) -> int:
    """List the kinds of data a policy says it collects, receives, infers, uses or shares."""
    if name is not None and file is not None:
        raise click.UsageError("Name a policy, or a file with --check, not both.")
    if file is not None:
        return check_words(session, file)
    if name is None:
        return compare_policies(session)
    wanted, when = split_name(name)
    with session.archive() as archive:
        policy = session.known(archive).find(wanted)
        snapshot = version(archive, policy, when)
        days = since(archive, policy.key, snapshot)
        rows = category_rows(disclosures_in(archive.document(snapshot)))
    for row in rows:
        row["since"] = days.get(row["category"]) or None
    if session.json:
        emit("categories", {"version": snapshot_body(snapshot), "categories": rows})
        return codes.OK
    sure = ("disclosed", "strong")
    show_categories([row for row in rows if every or (row["state"], row["strength"]) == sure])
    hint(f"{snapshot.id}. `tracker explain` tells why.", quiet=session.quiet)
    return codes.OK


def compare_policies(session: Session) -> int:
    """Print which policies disclose what."""
    with session.archive() as archive:
        found = disclosed_by(archive, session.known(archive).policies)
    rows = matrix_rows(found)
    if session.json:
        emit("categories", {"policies": list(found), "categories": rows})
        return codes.OK
    show_matrix(rows, len(found))
    hint("`tracker categories NAME` gives the sentences.", quiet=session.quiet)
    return codes.OK


def check_words(session: Session, path: Path) -> int:
    """Tell everything that is wrong with a file of words, or what it adds."""
    from tracker.disclose.own_file import check_own

    own, problems = check_own(path)
    phrases = {code: _phrases(own.words[code]) for code in own.words}
    body = {
        "file": str(path),
        "problems": [{"where": one.where, "what": one.what, "try": one.advice} for one in problems],
        "version": own.digest,
        "categories": list(own.categories),
        "languages": list(own.languages),
        "phrases": phrases,
    }
    if session.json:
        emit("words", body)
        return codes.ERROR if problems else codes.OK
    for one in problems:
        say(f"{clean(one.where)}: {clean(one.what)}. {clean(one.advice)}")
    if problems:
        return codes.ERROR
    counts = ", ".join(f"{count} in {code}" for code, count in phrases.items()) or "none"
    say(f"Nothing is wrong. New categories: {', '.join(own.categories) or 'none'}. Phrases: {counts}.")
    hint(f'Put lexicon = "{path}" below [tracker] in {session.path}.', quiet=session.quiet)
    return codes.OK


def _phrases(words: "Mapping[str, Mapping[str, list[str]]]") -> int:
    return sum(len(phrases) for tiers in words.values() for phrases in tiers.values())


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
        if not state and row["strength"] == "weak":
            state = " (hinted at)"
        if row.get("since"):
            state += f" since {row['since']}"
        say(f"{click.style(row['category'], bold=True)}{state}")
        say(f"    {clean(row['quote'])}")


def _rank(found: "Disclosure") -> tuple[int, bool, bool]:
    """Sureness first, then whole statements before the bold words that open a paragraph."""
    opening = found.rule == "lead-in" or found.rule.startswith("section-")
    return STATES.index(found.state), found.strength != "strong", opening
