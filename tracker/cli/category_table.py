"""Since when, and beside which other policies, a kind of data is disclosed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tracker.cli.output import say
from tracker.cli.words import label

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.archive.snapshot import Snapshot
    from tracker.watchlist.policy import Policy

_MOST_NAMED = 6
"""Policies named in a line of the table; `--json` names all."""


def since(archive: "Archive", policy: str, snapshot: "Snapshot") -> dict[str, str]:
    """The day from which each category of a version is disclosed without a break; "" from the first on."""
    from tracker.gather import categories_of

    days: dict[str, str] = {}
    observed = {each.id: f"{each.observed_at:%Y-%m-%d}" for each in archive.snapshots(policy)}
    for number, each in enumerate(categories_of(archive, policy)):
        day = observed[each.snapshot] if number else ""
        days = {named.category: days.get(named.category, day) for named in each.named}
        if each.snapshot == snapshot.id:
            break
    return days


def disclosed_by(archive: "Archive", policies: Sequence["Policy"]) -> dict[str, tuple[str, ...]]:
    """What the latest version of each policy discloses; policies without a version are left out."""
    from tracker.gather import categories_of

    found: dict[str, tuple[str, ...]] = {}
    for policy in policies:
        versions = categories_of(archive, policy.key)
        if versions:
            found[policy.key] = tuple(dict.fromkeys(named.category for named in versions[-1].named))
    return found


def matrix_rows(found: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Each category with the policies that disclose it, in the order of the taxonomy."""
    from tracker.disclose.taxonomy import taxonomy

    rows = []
    for category in taxonomy():
        policies = [key for key, categories in found.items() if category.id in categories]
        if policies:
            rows.append({"category": category.id, "label": label(category.id), "policies": policies})
    return rows


def show_matrix(rows: Sequence[Mapping[str, Any]], count: int) -> None:
    """Print a line a category: how many of the policies disclose it, and which."""
    width = max((len(row["category"]) for row in rows), default=0)
    for row in rows:
        keys = row["policies"]
        more = f", and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
        number = f"{len(keys)} of {count}"
        say(f"{row['category']:<{width}}  {number:>9}  {', '.join(keys[:_MOST_NAMED])}{more}")
