"""Print what is told of recorded changes, and what comparing them costs, as Markdown tables.

    python -m benchmarks.changes [--changes DIR [--predictions FILE]] [--histories DIR] [--pairs DIR]

Labelled pairs are folders `cases/<id>/` with `old.md`, `new.md` and `meta.json` (`time`, seconds since 1970)
beside a `labels.jsonl` that says for each `id` how `materiality` ("none", "minor", "major"), `capture` and
`effective_date` were judged; `--predictions` writes what the program says of each pair. A history is a
`.jsonl.xz` file with a version a line: `recorded_at`, `text`. `--histories` replays them and prints every
alert; `--pairs` takes each two consecutive versions, and measures.
"""

import argparse
import itertools
import json
import lzma
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.alert.plan import matches
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.archive.change import Change
from tracker.archive.importers.recorded import after
from tracker.compare.align import compare
from tracker.compare.patch import parse_patch, unified_patch
from tracker.extract.foreign import read_markdown
from tracker.fetch.capture import Fetched, Validators
from tracker.fetch.recorded import recorded_capture
from tracker.pipeline import Outcome, Pipeline
from tracker.watchlist.policy import Policy, Source

URL = "https://example.org/privacy"
LEVELS = {"cosmetic": "none", "editorial": "minor", "substantive": "major"}
Case = dict[str, Any]


class NoNetwork:
    """Everything was recorded: there is nothing to fetch."""

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched:
        raise AssertionError(source.urls, validators, full)


def replayed(slug: str, versions: list[tuple[datetime, str]]) -> Iterator[Outcome]:
    """The outcomes of the versions of one policy, in a new archive."""
    policy = Policy(slug, slug, "privacy", "Privacy Policy", Source((URL,)))
    captures = [recorded_capture(URL, text.encode(), moment) for moment, text in versions]
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        pipeline = Pipeline(archive, NoNetwork(), lambda: datetime.now(UTC))
        yield from (pipeline.settle(policy, capture) for capture in captures)


def told(outcome: Outcome) -> Iterator[tuple[Change, str]]:
    """Changes that a reader with default rules is alerted to by an outcome, each with its stage."""
    rule = Rule()
    for change in (*outcome.advanced, *([outcome.change] if outcome.change else [])):
        if matches(change, rule) and change.events[-1].stage in rule.on:
            yield change, change.events[-1].stage


def prediction(folder: Path, case: str) -> Case:
    """What the program says of a pair: seen one after the other, and a day later once more."""
    texts = [(folder / "cases" / case / f"{side}.md").read_text(encoding="utf-8") for side in ("old", "new")]
    meta = json.loads((folder / "cases" / case / "meta.json").read_text(encoding="utf-8"))
    seen_at = datetime.fromtimestamp(meta["time"], UTC)
    days = ((-1, texts[0]), (0, texts[1]), (1, texts[1]))
    outcomes = list(replayed("case", [(seen_at + timedelta(days=day), text) for day, text in days]))
    change = outcomes[1].change
    found = change.findings if change else ()
    named = {
        kind: [{"category": f.subject, "quote": f.quote} for f in found if f.kind == f"category-{kind}"]
        for kind in ("new", "removed")
    }
    return {
        "id": case,
        "new_categories": named["new"],
        "removed_categories": named["removed"],
        "practices": [
            {"tag": f.subject, "direction": f.kind.removeprefix("practice-")}
            for f in found
            if f.kind.startswith("practice-")
        ],
        "materiality": LEVELS[change.verdict.materiality] if change else "none",
        "readable": outcomes[1].check.outcome != "unreadable",
        "alert": any(True for outcome in outcomes for _ in told(outcome)),
        "effective_date": _iso(change),
    }


def _iso(change: Change | None) -> str | None:
    return change.verdict.effective.isoformat() if change and change.verdict.effective else None


def changes(folder: Path, into: Path | None) -> Iterator[str]:
    """A table of materiality as labelled and as told, and the effective dates that differ."""
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    said = {label["id"]: prediction(folder, label["id"]) for label in labels}
    if into:
        lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in said.values()]
        into.write_text("".join(lines), encoding="utf-8")
    yield "| labelled | pairs | cosmetic | editorial | substantive | alerted |"
    yield "|---|---:|---:|---:|---:|---:|"
    for level in LEVELS.values():
        of_level = [said[label["id"]] for label in labels if label["materiality"] == level]
        counts = Counter(entry["materiality"] for entry in of_level)
        cells = " | ".join(str(counts[each]) for each in LEVELS.values())
        yield f"| {level} | {len(of_level)} | {cells} | {sum(entry['alert'] for entry in of_level)} |"
    yield ""
    yield from _astray(labels, said)


def _astray(labels: list[Case], said: dict[str, Case]) -> Iterator[str]:
    dated = Counter[str]()
    for label in labels:
        entry, truth = said[label["id"]], label["effective_date"]
        if entry["alert"] == (label["materiality"] == "none") and label["materiality"] != "minor":
            yield f"- {label['id']}: {label['materiality']}, {'alerted' if entry['alert'] else 'silent'}"
        if truth or entry["effective_date"]:
            right = truth == entry["effective_date"]
            dated["right" if right else "missed" if not entry["effective_date"] else "other"] += 1
        if truth != entry["effective_date"]:
            yield f"- {label['id']}: effective {entry['effective_date']}, labelled {truth}"
    yield ""
    yield f"Effective dates: {dict(dated)}"


def versions_of(path: Path) -> list[tuple[datetime, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    versions: list[tuple[datetime, str]] = []
    for each in found:
        last = versions[-1][0] if versions else None
        versions.append((after(datetime.fromisoformat(each["recorded_at"]), last), each["text"]))
    return versions


def histories(folder: Path) -> Iterator[str]:
    """A row for each history, then every alert with its sentence."""
    yield "| history | recorded changes | changes | alerts | refused |"
    yield "|---|---:|---:|---:|---:|"
    alerts: list[str] = []
    for path in sorted(folder.glob("*.jsonl.xz")):
        name, versions = path.name.split(".")[0], versions_of(path)
        outcomes = list(replayed(name, versions))
        here = [(outcome, *alert) for outcome in outcomes for alert in told(outcome)]
        refused = sum(outcome.check.outcome == "unreadable" for outcome in outcomes)
        changed = sum(outcome.change is not None for outcome in outcomes)
        yield f"| {name} | {len(versions) - 1} | {changed} | {len(here)} | {refused} |"
        alerts += [
            f"- {name} {outcome.check.at:%Y-%m-%d} {stage}: {_sentence(change)}"
            for outcome, change, stage in here
        ]
    yield ""
    yield from alerts


def _sentence(change: Change) -> str:
    if change.findings:
        first = change.findings[0]
        return f"{first.kind} {first.subject}: {first.quote[:200]}"
    weightiest = max(change.comparison.edits, key=lambda edit: edit.edit_class, default=None)
    text = (weightiest.new or weightiest.old)[0].text if weightiest else ""
    return f"{change.verdict.materiality}: {text[:200]}"


@dataclass(frozen=True, slots=True)
class Pair:
    """What comparing one pair took."""

    size_bytes: int
    compare_ms: float
    patch_ms: float


def pairs(folder: Path) -> Iterator[str]:
    """Time and size of each pair, with the check that its patch gives the new text."""
    measured: list[Pair] = []
    for path in sorted(folder.glob("*.jsonl.xz")):
        texts = [text for _, text in versions_of(path)]
        for old, new in itertools.pairwise(texts):
            measured.append(_measured(old, new))
    yield "| pairs | size, median | compare, median | p95 | most | patch, median | most |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    spent, patched = (sorted(getattr(pair, name) for pair in measured) for name in ("compare_ms", "patch_ms"))
    size = statistics.median(pair.size_bytes for pair in measured)
    yield (
        f"| {len(measured)} | {size / 1000:.0f} kB | {statistics.median(spent):.1f} ms "
        f"| {spent[int(len(spent) * 0.95)]:.0f} ms | {spent[-1]:.0f} ms "
        f"| {statistics.median(patched):.1f} ms | {patched[-1]:.0f} ms |"
    )
    near = [pair.compare_ms + pair.patch_ms for pair in measured if 35_000 <= pair.size_bytes <= 55_000]
    yield ""
    yield f"Both, for the {len(near)} pairs of 35 to 55 kB: median {statistics.median(near):.1f} ms"


def _measured(old: str, new: str) -> Pair:
    before, after = read_markdown(old), read_markdown(new)
    start = time.process_time()
    compare(before, after)
    between = time.process_time()
    patch = unified_patch(old, new, "a/policy.md", "b/policy.md")
    end = time.process_time()
    assert _applied(old, patch) == new, "a patch does not give the new text"
    return Pair(len(new.encode()), (between - start) * 1000, (end - between) * 1000)


def _applied(old: str, patch: str) -> str:
    """The text that a patch makes of the old one."""
    kept = old.split("\n")
    before = [line + "\n" for line in kept[:-1]] + ([kept[-1]] if kept[-1] else [])
    after: list[str] = []
    at = 0
    for hunk in (hunk for file in parse_patch(patch) for hunk in file.hunks):
        start = hunk.old_start - 1 if hunk.old_length else hunk.old_start
        after += before[at:start]
        at = start + hunk.old_length
        after += [line.text + ("\n" if line.ends else "") for line in hunk.lines if line.mark in " +"]
    return "".join(after + before[at:])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--changes", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--histories", type=Path)
    parser.add_argument("--pairs", type=Path)
    wanted = parser.parse_args()
    if wanted.changes:
        print("\n".join(changes(wanted.changes, wanted.predictions)))
    if wanted.histories:
        for line in histories(wanted.histories):
            print(line, flush=True)
    if wanted.pairs:
        print("\n".join(pairs(wanted.pairs)))


if __name__ == "__main__":
    main()
