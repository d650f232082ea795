"""Measures what it costs to take a history in: CPU-seconds, and bytes a version.

python benchmarks/importing.py                   1,000 versions of 45 kB, made up
python benchmarks/importing.py HISTORY           a file of JSON lines, a repository or bundle of versions
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.archive.archive import Archive
from tracker.archive.importers import jsonl, ota
from tracker.archive.importers.recorded import MARKDOWN, RecordedVersion
from tracker.fetch.client import Client
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.watchlist import Settings, Watchlist
from tracker.workspace import Tracker

VERSIONS = 1_000
SIZE_BYTES = 45_000
EDITED_AT_MOST = 3
"""Paragraphs that one version writes anew."""

WHO = ("We", "Our partners", "Advertisers", "Our vendors", "Your school")
DO = ("collect", "use", "share", "store", "do not sell", "receive")
WHAT = ("your email address", "device identifiers", "precise location", "payment details", "your voice")
WHY = ("to provide the service", "for advertising", "with your consent", "to keep you safe", "for research")
SUFFIXES = (".md", ".warc.gz", ".change.json", ".json")


def made_up() -> Iterator[RecordedVersion]:
    """The history of a policy that changes a few paragraphs a day."""
    chance = random.Random(1)  # noqa: S311 - no secret
    parts: list[str] = []
    while sum(len(part) + 2 for part in parts) < SIZE_BYTES:
        parts += [_heading(len(parts))] * (chance.random() < 0.08) + [_paragraph(chance)]
    written = [place for place, part in enumerate(parts) if not part.startswith("#")]
    start = datetime(2020, 1, 1, tzinfo=UTC)
    for day in range(VERSIONS):
        for _ in range(chance.randint(1, EDITED_AT_MOST)):
            parts[chance.choice(written)] = _paragraph(chance)
        text = "\n\n".join(("# Privacy Policy", *parts))
        yield RecordedVersion(
            policy="harbour/privacy",
            service="Harbour",
            title="Privacy Policy",
            url="https://harbour.example/privacy",
            recorded_at=start + timedelta(days=day),
            body=text.encode(),
            content_type=MARKDOWN,
        )


def _heading(number: int) -> str:
    return f"## {number}. What this part is about"


def _paragraph(chance: random.Random) -> str:
    return " ".join(
        f"{chance.choice(WHO)} {chance.choice(DO)} {chance.choice(WHAT)} {chance.choice(WHY)}, and keep the "
        f"records of it for {chance.randint(1, 900)} days in file {chance.randint(1, 10**6)}."
        for _ in range(chance.randint(1, 4))
    )


def histories(path: Path | None) -> Iterator[RecordedVersion]:
    if path is None:
        return made_up()
    return jsonl.read(path) if ".jsonl" in path.name else ota.read(path)


def main(path: Path | None) -> None:
    versions = list(histories(path))
    mean = sum(len(version.body) for version in versions) / len(versions)
    print(f"{len(versions)} versions of {mean / 1000:.0f} kB")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        watchlist = Watchlist(settings=Settings(archive=home / "snapshots", reports=home / "reports"))
        archive = Archive.open(home / "snapshots")
        with Tracker(watchlist, archive, Client(FetchSettings()), alerts=False) as tracker:
            start = time.process_time()
            outcomes = list(tracker.replay(versions))
            taken = time.process_time()
            tracker.write_news(outcomes)
            print(f"taken in, compared and read for data: {taken - start:.1f} CPU-seconds")
            print(f"reports: {time.process_time() - taken:.1f} CPU-seconds")
        print(
            ", ".join(f"{count} {name}" for name, count in Counter(o.check.outcome for o in outcomes).items())
        )
        stored = sum(outcome.check.outcome in ("first", "changed") for outcome in outcomes)
        for name, size in _sizes(home / "snapshots").items():
            print(f"{name}: {size / stored / 1000:.1f} kB a version")


def _sizes(folder: Path) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for file in folder.rglob("*"):
        kind = next((suffix for suffix in SUFFIXES if file.name.endswith(suffix)), "catalogue")
        sizes[kind] += file.stat().st_size if file.is_file() else 0
    return sizes


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
