"""Run every benchmark; write docs/benchmarks.md, its figures as JSON, its charts.

    python -m benchmarks [--labelled DIR] [--peers DIR] [--docs DIR] [--quick | --pages N] [--only NAME …]

DIR of `--labelled` holds `changes/`, `categories/`, `extraction/`, `histories/` in the forms that the single
benchmarks describe; without it, accuracy is measured on the project's own small sets, which show that all is
well rather than how good it is. `--quick` takes fewer pages and leaves out the largest sizes. A section that
is not run keeps what the last run wrote.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import accuracy, plot

ROOT = Path(__file__).parents[1]
FULL_PAGES, QUICK_PAGES = 300, 30


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page."""

    name: str
    title: str
    command: tuple[str, ...]
    """A benchmark and its arguments."""
    needs: tuple[Path, ...] = ()
    """Folders without which it is left out."""
    summary: str = ""
    """How the first line begins that the page takes; what is printed before it are the single cases."""


def sections(
    labelled: Path | None, peers: Path | None, work: Path, *, quick: bool, pages: int = FULL_PAGES
) -> Iterator[Section]:
    """What is run, in the order of the page."""
    data = labelled or work
    yield Section("extraction", "Policy text out of a page", ("extraction", *_given(labelled, "extraction")))
    yield Section(
        "changes",
        "What is told of a change",
        ("changes", *_given(labelled, "changes", "cases")),
        summary="| labelled",
    )
    yield Section(
        "disclosure",
        "Categories of data",
        ("disclosure_table", str(data), "--predictions", str(work / "said")),
        (data / "categories",),
    )
    yield Section(
        "gate", "What is refused", ("gate", "--histories", str(data / "histories")), (data / "histories",)
    )
    count = ("--pages", str(pages), "--repeat", "1" if pages < FULL_PAGES else "3")
    beside = ("--peers", str(peers)) if peers else ()
    yield Section(
        "cycle", "One cycle of checks", ("cycle", *count, *beside, "--json", str(work / "cycle.json"))
    )
    least = ("--quick",) if quick else ()
    yield Section("scale", "Growth", ("scale", *least, "--json", str(work / "scale.json")))
    if not quick:
        yield Section("importing", "Importing a history", ("importing",))


def _given(labelled: Path | None, *parts: str) -> tuple[str, ...]:
    return (str(labelled.joinpath(*parts)),) if labelled else ()


def run(section: Section) -> str:
    """What a benchmark prints."""
    command = [sys.executable, "-m", f"benchmarks.{section.command[0]}", *section.command[1:]]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"benchmarks.{section.command[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def machine() -> str:
    """Where and with what the figures were made."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    cores = os.cpu_count()
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit or 'unknown'}, Python {platform.python_version()}, "
        f"{platform.system()} on {platform.machine()} with {cores} cores"
    )


def page(kept: dict[str, Any]) -> str:
    """The page out of what each section printed, last time it was run."""
    parts = [
        "# Benchmarks\n",
        "Written by `make bench`. Each section says when, where and at which commit it was measured, and\n"
        "the command that repeats it. Accuracy is measured on development sets, on which rules were also\n"
        "tuned: expect less on policies that nobody has read yet.\n",
    ]
    for name, found in kept.items():
        parts.append(f"## {found['title']}\n\n`{found['command']}`: {found['made']}.\n")
        parts.append(found["printed"].strip() + "\n")
        parts.extend(f"![{caption}](images/{file})\n" for file, caption in CHARTS.get(name, {}).items())
    return "\n".join(parts)


CHARTS = {
    "scale": {
        "cost-by-size.svg": "Cost against the size of a policy",
        "cost-by-count.svg": "Cost against number",
    },
    "disclosure": {"accuracy-by-category.svg": "Recall of newly disclosed categories, by category"},
}


def draw(name: str, work: Path, labelled: Path | None, images: Path) -> None:
    """The charts of a section."""
    if name == "scale":
        found = json.loads((work / "scale.json").read_text("utf-8"))
        for file, key, title in (
            ("cost-by-size.svg", "sizes", "CPU milliseconds by kB of text"),
            ("cost-by-count.svg", "policies", "CPU seconds of a tick by number of policies"),
        ):
            rows = found[key]
            x_name, *names = rows[0]
            series = [(each.partition(",")[0], [(row[x_name], row[each]) for row in rows]) for each in names]
            (images / file).write_text(plot.lines(title, x_name, series), "utf-8")
    if name == "disclosure" and labelled:
        rows = accuracy.by_category(labelled / "changes" / "labels.jsonl", work / "said" / "changes.jsonl")
        title = "Newly disclosed categories found, by category (with number of labels)"
        (images / "accuracy-by-category.svg").write_text(plot.bars(title, rows), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labelled", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--pages", type=int, default=FULL_PAGES, help="of the cycle; fewer are run once")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    wanted = parser.parse_args()
    figures = wanted.docs / "benchmarks.json"
    kept: dict[str, Any] = json.loads(figures.read_text("utf-8")) if figures.exists() else {}
    pages = QUICK_PAGES if wanted.quick else wanted.pages
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as made:
        work = Path(made)
        for section in sections(wanted.labelled, wanted.peers, work, quick=wanted.quick, pages=pages):
            if any(not needed.is_dir() for needed in section.needs) or (
                wanted.only and section.name not in wanted.only
            ):
                continue
            print(f"==> {section.title}", flush=True)
            printed = run(section)
            print(printed, flush=True)
            kept[section.name] = {
                "title": section.title,
                "command": f"python -m benchmarks.{section.command[0]}",
                "made": machine(),
                "printed": printed[max(printed.find(section.summary), 0) :],
            }
            draw(section.name, work, wanted.labelled, wanted.docs / "images")
            figures.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
            (wanted.docs / "benchmarks.md").write_text(page(kept), "utf-8")


if __name__ == "__main__":
    main()
