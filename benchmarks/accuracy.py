"""How many of the labelled categories were found, category by category."""

import json
from collections import Counter
from pathlib import Path


def by_category(labels: Path, predictions: Path) -> list[tuple[str, float]]:
    """Share of the clear labels that were predicted, most frequent category first, with its count."""
    said = {row["id"]: {x["category"] for x in row["new_categories"]} for row in _rows(predictions)}
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in _rows(labels):
        for label in row["new_categories"]:
            if label["certainty"] == "clear" and row["id"] in said:
                wanted[label["category"]] += 1
                found[label["category"]] += label["category"] in said[row["id"]]
    return [
        (f"{category} ({count})", found[category] / count)
        for category, count in sorted(wanted.items(), key=lambda each: (-each[1], each[0]))
    ]


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
