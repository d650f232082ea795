"""Measure how cost grows with the number of policies, of versions, and with the size of a policy.

    python -m benchmarks.scale [--quick] [--json FILE]

Prints a table a question; each should grow no faster than its first column. Seconds are CPU time of one core.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.texts import policy_text, recorded_versions
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.importers.recorded import RecordedVersion
from tracker.compare.align import compare
from tracker.disclose.findings import findings
from tracker.disclose.read import disclosures
from tracker.extract.document import Document
from tracker.extract.foreign import read_markdown
from tracker.extract.page import extract
from tracker.schedule.tick import Looked, tick
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.read import read_watchlist
from tracker.workspace import Tracker

Row = dict[str, Any]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def policies(counts: tuple[int, ...]) -> Iterator[Row]:
    """A tick that finds all policies due, and one that finds none, by number of policies."""
    for count in counts:
        watched = {each.key: each for each in map(_policy, range(count))}
        with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
            due = Due(archive)
            due.plan(watched.values(), NOW)
            looked = _timed(partial(_tick, due, watched, NOW))
            idle = _timed(partial(_tick, due, watched, NOW + timedelta(seconds=1)))
        yield {"policies": count, "all due, s": looked, "none due, s": idle}


def _tick(due: Due, watched: dict[str, Policy], at: datetime) -> None:
    for _ in tick(due, watched, lambda _: Looked("unchanged"), lambda: at):
        pass


def _policy(number: int) -> Policy:
    url = f"https://h{number // 3}.example/privacy"
    return Policy(f"P{number}", f"p{number}", "privacy", "Privacy Policy", Source((url,)), timedelta(days=1))


def versions(counts: tuple[int, ...]) -> Iterator[Row]:
    """Importing a history of a policy of 45 kB, and what the next version then costs, by its length."""
    for count in counts:
        with tempfile.TemporaryDirectory() as made:
            toml = Path(made) / "tracker.toml"
            toml.write_text(
                '[tracker]\n[[policy]]\nservice = "A"\nurl = "https://a.example/privacy"\n', "utf-8"
            )
            with Tracker.open(read_watchlist(toml)) as tracker:
                history = list(recorded_versions("a/privacy", count + 1))
                whole = _timed(partial(_replay, tracker, history[:-1]))
                one = _timed(partial(_replay, tracker, history[-1:]))
        yield {"versions": count, "import, s": whole, "next version, ms": 1000 * one}


def _replay(tracker: Tracker, history: list[RecordedVersion]) -> None:
    for _ in tracker.replay(history):
        pass


def sizes(kilobytes: tuple[int, ...]) -> Iterator[Row]:
    """Reading a page, its disclosures, and comparing two versions, by size of the policy's text."""
    for size in (kilobytes[0], *kilobytes):  # the first time warms imports, word lists and caches
        old, new = policy_text(1, size * 1000), policy_text(1, size * 1000, version=1)
        page = _page(new)
        before, after = read_markdown(old), read_markdown(new)
        yield {
            "kB of text": size,
            "extract, ms": 1000 * _timed(partial(extract, page)),
            "disclosures, ms": 1000 * _timed(partial(disclosures, after)),
            "compare and find, ms": 1000 * _timed(partial(_found, before, after)),
        }


def _found(before: Document, after: Document) -> None:
    findings(before, after, compare(before, after), "en")


def _page(text: str) -> bytes:
    lines = [line for line in text.split("\n") if line]
    body = "".join(f"<h2>{line[3:]}</h2>" if line.startswith("## ") else f"<p>{line}</p>" for line in lines)
    menu = "".join(f'<li><a href="/{at}">Page {at}</a></li>' for at in range(50))
    return f"<html><body><nav><ul>{menu}</ul></nav><main>{body}</main></body></html>".encode()


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return round(time.process_time() - began, 4)


def table(rows: list[Row]) -> Iterator[str]:
    yield f"| {' | '.join(rows[0])} |"
    yield "|---" * len(rows[0]) + "|"
    for row in rows:
        cells = (f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" for value in row.values())
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="leave out the largest sizes")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    most = -1 if wanted.quick else None
    found = {
        "policies": list(policies((100, 1_000, 10_000, 100_000)[:most])),
        "versions": list(versions((10, 100, 1_000, 5_000)[: -2 if wanted.quick else None])),
        "sizes": list(sizes((5, 20, 80, 320, 2_000)[:most]))[1:],
    }
    for rows in found.values():
        print("\n".join([*table(rows), ""]))
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
