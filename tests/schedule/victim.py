"""A service in a process of its own, whose check is a file that it writes."""

import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.schedule.made import policy
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.lock import running
from tracker.errors import WatchlistError
from tracker.schedule.service import Job, Service, Work
from tracker.schedule.tick import Looked, tick
from tracker.watchlist.policy import Policy


def main(folder: Path, seconds: float, stop_seconds: float) -> int:
    """Checks the policies that `policies.txt` names; a check takes so many seconds."""
    listed, log = folder / "policies.txt", folder / "checks.txt"
    guard = threading.Lock()

    def now() -> datetime:
        return datetime.now(UTC)

    def note(line: str) -> None:
        with guard, log.open("a") as file:
            file.write(line + "\n")

    def check(each: Policy) -> Looked:
        note(f"begin {each.service_slug}")
        time.sleep(seconds)
        note(f"end {each.service_slug}")
        return Looked("unchanged")

    def load() -> Work:
        names = listed.read_text().split()
        if "broken" in names:
            note("refused")
            raise WatchlistError("a broken name", str(listed))
        archive = Archive.open(folder / "snapshots")
        due = Due(archive)
        watched = {each.key: each for each in (policy(name, timedelta(hours=6)) for name in names)}
        due.plan(watched.values(), now())

        def run(halt: threading.Event) -> None:
            for _ in tick(due, watched, check, now, stop=halt):
                pass

        note(f"loaded {' '.join(names)}")
        return Work((Job("tick", run, 0.1),), archive.close)

    with running(folder / "snapshots", now()):
        ended = Service(load, watched=listed, stop_seconds=stop_seconds).run()
        note(f"ended {ended}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
