"""Print what building the site costs, as a Markdown table.

    python -m benchmarks.site FOLDER [--policies 1000] [--versions 20]

Invents policies of about 20 kB whose versions change a few sentences each, takes them into an archive below
FOLDER, has `tracker report` write the whole site in a process of its own, and then lets one policy change
once more: what is written then, and how long that takes. An archive that is there is used as it is.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.archive.importers.recorded import RecordedVersion
from tracker.watchlist.read import read_watchlist
from tracker.workspace import Tracker

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
EVERY = timedelta(days=30)
DATA = (
    "your name", "your e-mail address", "your IP address", "your precise location", "your employment history",
    "your contacts", "photos and videos that you upload", "biometric information", "your search history",
    "your payment card", "health information", "the model of your device", "your voice recordings",
)  # fmt: skip
PURPOSES = ("to run the service", "to show you advertising", "for security", "to improve our products")
SECTIONS, SENTENCES = 12, 20


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--policies", type=int, default=1000)
    parser.add_argument("--versions", type=int, default=20)
    asked = parser.parse_args()
    toml = _watchlist(asked.folder, asked.policies)
    if not (asked.folder / "snapshots").is_dir():
        with Tracker.open(read_watchlist(toml)) as tracker:
            for number in range(asked.policies):
                for _ in tracker.replay(_versions(number, asked.versions)):
                    pass
    seconds, megabytes = _build(toml)
    files = [path for path in (asked.folder / "reports").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    again, _ = _build(toml)
    written, one = _one_change(asked.folder, toml, asked.versions)
    print(f"| {asked.policies} policies with {asked.versions} versions each | |\n|---|---|")
    print(f"| whole site | {len(files)} files, {size:.0f} MB |")
    print(f"| built | {seconds:.0f} s of one core, {megabytes:.0f} MB of memory at most |")
    print(f"| built again, nothing new | {again:.0f} s |")
    print(f"| one policy changed: files written | {written} |")
    print(f"| one policy changed: all of its check, reports included | {one:.1f} s of one core |")


def _watchlist(folder: Path, policies: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    entries = (
        f'[[policy]]\nservice = "Service {number:04}"\nurl = "https://example.org/{number}"\n'
        for number in range(policies)
    )
    path = folder / "tracker.toml"
    path.write_text("[tracker]\n" + "".join(entries), "utf-8")
    return path


def _versions(number: int, count: int, start: int = 0) -> Iterator[RecordedVersion]:
    dice = random.Random(number)  # noqa: S311 - the same texts in every run
    lines = [[_sentence(dice) for _ in range(SENTENCES)] for _ in range(SECTIONS)]
    for version in range(count):
        for _ in range(3):
            lines[dice.randrange(SECTIONS)][dice.randrange(SENTENCES)] = _sentence(dice)
        text = "# Privacy Policy\n\n" + "\n\n".join(
            f"## {at + 1}. Section\n\n" + " ".join(held) for at, held in enumerate(lines)
        )
        if version >= start:
            yield RecordedVersion(
                policy=f"service-{number:04}/privacy",
                service=f"Service {number:04}",
                title="Privacy Policy",
                url=f"https://example.org/{number}",
                recorded_at=FIRST + version * EVERY,
                body=f"{text}\n".encode(),
                content_type="text/markdown",
            )


def _sentence(dice: random.Random) -> str:
    data, purpose = dice.choice(DATA), dice.choice(PURPOSES)
    return f"When you visit part {dice.randrange(1000)} of it, we may collect {data} {purpose}."


def _build(toml: Path) -> tuple[float, float]:
    """Seconds of one core and megabytes of `tracker report`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tracker", "-w", toml.name, "report"]
    subprocess.run(  # noqa: S603 - this very program
        command, cwd=toml.parent, check=True, stdout=subprocess.DEVNULL, env=_environment()
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, after.ru_maxrss / 1000


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}


def _one_change(folder: Path, toml: Path, versions: int) -> tuple[int, float]:
    """Files written, and seconds of one core, when one policy gets one more version."""
    was = {path: path.stat().st_mtime_ns for path in (folder / "reports").rglob("*") if path.is_file()}
    os.chdir(folder)
    with Tracker.open(read_watchlist(toml)) as tracker:
        started = time.process_time()
        tracker.write_news(list(tracker.replay(_versions(0, versions + 1, versions))))
        used = time.process_time() - started
    now = {path: path.stat().st_mtime_ns for path in (folder / "reports").rglob("*") if path.is_file()}
    return sum(was.get(path) != at for path, at in now.items()), used


if __name__ == "__main__":
    main()
