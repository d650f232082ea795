"""Measure one cycle of checks over local pages, beside other programs that watch pages.

    python -m benchmarks.cycle [--pages 300] [--repeat 3] [--peers DIR] [--json FILE]

DIR holds an environment a peer, as `python -m venv DIR/urlwatch`, `DIR/webchanges`, `DIR/cdio` make them,
with urlwatch, webchanges, changedetection.io installed; those that are missing are left out. Every program
gets the same invented pages (120 kB of HTML with 8,000 words) from a server on this machine, and goes through
the scenarios in their order, on one fresh store. CPU seconds count the whole process tree; compare them
rather than wall time unless nothing else runs. Linux only.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cycle.measure import run
from benchmarks.cycle.server import Pages, State, served
from benchmarks.cycle.tools import Tool, tools

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the pages do between two cycles."""

    name: str
    state: State
    changed: int | None
    """One page in so many has another text than at the last cycle; 0 none, None where all are new."""


SCENARIOS = (
    Scenario("first", State(validators=True), None),
    Scenario("unchanged, validators", State(validators=True), 0),
    Scenario("unchanged, none", State(), 0),
    Scenario("unchanged, 200 ms latency", State(latency_seconds=0.2), 0),
    Scenario("unchanged, nonce", State(nonce=True), 0),
    Scenario("all changed", State(version=1, validators=True), 1),
    Scenario("5 % changed", State(version=2, validators=True), 20),
)


def measured(pages: int, repeat: int, peers: Path | None, only: str = "") -> Iterator[Row]:
    """A row a program, scenario and repetition."""
    with served(pages) as server:
        for number in range(repeat):
            for tool in tools(peers):
                if only in tool.name:
                    yield from _cycles(tool, server, number)


def _cycles(tool: Tool, server: Pages, number: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cycle-") as made:
        folder = Path(made)
        tool.prepare(folder, server.urls)
        for scenario in SCENARIOS:
            server.become(scenario.state)
            make = tool.first if scenario.changed is None else tool.cycle
            cost = run(make(folder, server.urls), folder, tool.environment)
            answered = server.become(scenario.state)
            count = len(server.urls)
            yield {
                "tool": tool.name,
                "scenario": scenario.name,
                "repetition": number,
                "pages": count,
                "cpu_seconds": cost.cpu_seconds,
                "wall_seconds": cost.wall_seconds,
                "peak_mb": cost.peak_mb,
                "exit_code": cost.exit_code,
                "requests": sum(answered.values()),
                "not_modified": answered.get(304, 0),
                "found": tool.found(folder, cost.printed),
                "changed": -(-count // scenario.changed) if scenario.changed else 0,
            }


def versions(peers: Path | None, only: str = "") -> Iterator[str]:
    """What each program says of its version."""
    for tool in tools(peers):
        if only in tool.name:
            said = subprocess.run(tool.version, capture_output=True, text=True, check=False)  # noqa: S603
            lines = [line for line in (said.stdout or said.stderr).split("\n") if any(map(str.isdigit, line))]
            yield f"- {tool.name}: {lines[-1].strip() if lines else 'unknown version'}"


def table(rows: list[Row]) -> Iterator[str]:
    """CPU seconds by program and scenario, medians; false or missed changes beside them."""
    names = list(dict.fromkeys(row["scenario"] for row in rows))
    yield f"| CPU seconds | {' | '.join(names)} | peak MB |"
    yield "|---|" + "---|" * (len(names) + 1)
    for tool in dict.fromkeys(row["tool"] for row in rows):
        own = [row for row in rows if row["tool"] == tool]
        cells = [_cell([row for row in own if row["scenario"] == name]) for name in names]
        yield f"| {tool} | {' | '.join(cells)} | {max(row['peak_mb'] for row in own):.0f} |"
    yield ""
    yield "Wall seconds with 200 ms latency: " + ", ".join(
        f"{tool} {_median(rows, tool, 'unchanged, 200 ms latency', 'wall_seconds'):.1f}"
        for tool in dict.fromkeys(row["tool"] for row in rows)
    )


def _cell(rows: list[Row]) -> str:
    cpu = f"{statistics.median(row['cpu_seconds'] for row in rows):.1f}"
    if rows[0]["scenario"] == "first":
        return cpu
    wrong = max((row["found"] - row["changed"] for row in rows), key=abs)
    return cpu if not wrong else f"{cpu} ({abs(wrong)} {'false' if wrong > 0 else 'missed'})"


def _median(rows: list[Row], tool: str, scenario: str, key: str) -> float:
    return statistics.median(row[key] for row in rows if row["tool"] == tool and row["scenario"] == scenario)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--only", default="", help="programs whose name holds this")
    parser.add_argument("--json", type=Path, help="also write every row")
    wanted = parser.parse_args()
    rows = []
    for row in measured(wanted.pages, wanted.repeat, wanted.peers, wanted.only):
        print(
            f"{row['tool']:40} {row['scenario']:26} {row['cpu_seconds']:7.2f} s CPU {row['peak_mb']:6.0f} MB"
            f"  {row['found']} of {row['changed']} changes",
            file=sys.stderr,
        )
        rows.append(row)
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    print("\n".join([*table(rows), "", *versions(wanted.peers, wanted.only)]))


if __name__ == "__main__":
    main()
