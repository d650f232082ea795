"""Holds what was said of pairs against their labels."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from benchmarks.changes.cases import LEVELS, Row


def by_case(said: Iterable[Row], labels: Mapping[str, Row]) -> Iterator[str]:
    """A row a pair: what is told of it, with what its label says where the two differ."""
    yield "| case | told as | alert | effective | new | removed | otherwise labelled |"
    yield "|---|---|---|---|---|---|---|"
    for row in said:
        named = (
            ", ".join(sorted({x["category"] for x in row[f"{kind}_categories"]}))
            for kind in ("new", "removed")
        )
        told = row["materiality"] if row["readable"] else "unreadable"
        alert, day = "yes" if row["alert"] else "", row["effective_date"] or ""
        differing = "; ".join(_differing(row, labels.get(row["id"])))
        yield f"| {row['id']} | {told} | {alert} | {day} | {' | '.join(named)} | {differing} |"


def _differing(row: Row, label: Row | None) -> Iterator[str]:
    if label is None:
        return
    if label["materiality"] != row["materiality"]:
        yield f"materiality {label['materiality']}"
    if label["effective_date"] != row["effective_date"]:
        yield f"effective {label['effective_date']}"
    for kind in ("new", "removed"):
        told = {x["category"] for x in row[f"{kind}_categories"]}
        clear = {x["category"] for x in label[f"{kind}_categories"] if x["certainty"] == "clear"}
        every = {x["category"] for x in label[f"{kind}_categories"]}
        yield from (f"{kind} {category} missed" for category in sorted(clear - told))
        yield from (f"{category} not {kind}" for category in sorted(told - every))


def by_level(said: Iterable[Row], labels: Mapping[str, Row]) -> Iterator[str]:
    """Materiality as labelled and as told, then the count of effective dates."""
    labelled = [(row, labels[row["id"]]) for row in said if row["id"] in labels]
    yield "| labelled | pairs | cosmetic | editorial | substantive | alerted |"
    yield "|---|---:|---:|---:|---:|---:|"
    for level in LEVELS.values():
        rows = [row for row, label in labelled if label["materiality"] == level]
        counts = Counter(row["materiality"] for row in rows)
        cells = " | ".join(str(counts[each]) for each in LEVELS.values())
        yield f"| {level} | {len(rows)} | {cells} | {sum(row['alert'] for row in rows)} |"
    dated = Counter(_dated(row["effective_date"], label["effective_date"]) for row, label in labelled)
    yield ""
    yield (
        f"Effective dates: {dated['right']} right, {dated['other']} other than labelled, "
        f"{dated['missed']} missed, {dated['invented']} where the label has none."
    )


def _dated(told: str | None, truth: str | None) -> str:
    if told == truth:
        return "right" if truth else "none"
    if not truth:
        return "invented"
    return "other" if told else "missed"
