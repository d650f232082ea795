"""Says of labelled pairs of versions what a user would be told."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.changes.replay import Step, replayed
from tracker.archive.importers.recorded import MARKDOWN, RecordedVersion

OWN = Path(__file__).parent / "cases"
"""Pairs written for this project: invented services, one thing to tell or to leave in each."""

LEVELS = {"cosmetic": "none", "editorial": "minor", "substantive": "major"}
"""Materiality in the words of the labels."""

UNDATED = datetime(2024, 1, 1, tzinfo=UTC)
"""When a pair was recorded that does not say so."""

Row = dict[str, Any]


def pairs_in(folder: Path) -> list[Path]:
    """The folders that hold `old.md` and `new.md`, below `folder/cases` or the folder itself."""
    inside = folder / "cases" if (folder / "cases").is_dir() else folder
    found = sorted(path.parent for path in inside.glob("*/new.md") if (path.parent / "old.md").is_file())
    if not found:
        raise SystemExit(f"{folder} holds no pair of old.md and new.md. Name a folder with a folder a case.")
    return found


def labels_of(folder: Path) -> dict[str, Row]:
    """The labels beside the pairs, by case; empty where there are none."""
    for path in (folder / "labels.jsonl", folder.parent / "labels.jsonl"):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            return {row["id"]: row for row in map(json.loads, lines)}
    return {}


def predictions(folder: Path) -> Iterator[Row]:
    """What the program says of each pair, in the form that a scorer of labels reads."""
    for pair in pairs_in(folder):
        yield prediction(pair)


def prediction(pair: Path) -> Row:
    """What it says of one pair: the old text, the new one a day later, and the same a day after that."""
    steps = list(replayed(_versions(pair)))
    change = steps[1].outcome.change
    found = change.findings if change else ()
    day = change.verdict.effective if change else None
    return {
        "id": pair.name,
        "new_categories": [_category(f) for f in found if f.kind == "category-new"],
        "removed_categories": [_category(f) for f in found if f.kind == "category-removed"],
        "practices": [
            {"tag": f.subject, "direction": f.kind.removeprefix("practice-"), "quote": f.quote}
            for f in found
            if f.kind.startswith("practice-")
        ],
        "materiality": LEVELS[change.verdict.materiality] if change else "none",
        "readable": steps[1].outcome.check.outcome != "unreadable",
        "alert": any(step.alerts for step in steps),
        "effective_date": day.isoformat() if day else None,
        "reasons": _reasons(steps[1]),
    }


def _versions(pair: Path) -> Iterator[RecordedVersion]:
    old, new = ((pair / f"{side}.md").read_bytes() for side in ("old", "new"))
    seen_at = _recorded_at(pair / "meta.json")
    for days, text in ((-1, old), (0, new), (1, new)):
        yield RecordedVersion(
            policy="case/privacy",
            service="Case",
            title="Privacy Policy",
            url="https://example.org/privacy",
            recorded_at=seen_at + timedelta(days=days),
            body=text,
            content_type=MARKDOWN,
            charset="utf-8",
        )


def _recorded_at(meta: Path) -> datetime:
    """`time` of a pair, in seconds since 1970 or in ISO form."""
    stated = json.loads(meta.read_text(encoding="utf-8")).get("time") if meta.is_file() else None
    if isinstance(stated, int | float):
        return datetime.fromtimestamp(stated, UTC)
    return datetime.fromisoformat(stated).astimezone(UTC) if stated else UNDATED


def _category(finding: Any) -> Row:
    return {"category": finding.subject, "quote": finding.quote}


def _reasons(step: Step) -> list[str]:
    check, change = step.outcome.check, step.outcome.change
    if change:
        return list(change.verdict.reasons)
    return [f"{check.reason}: {check.detail}"] if check.outcome == "unreadable" else []
