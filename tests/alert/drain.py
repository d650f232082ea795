"""Drains a full outbox over a stand-in channel: `python -m tests.alert.drain 10000`.

Prints what a message costs and the memory before, at most, and after.
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.alert.made import Clock, compose, hook_channel, queue
from tracker.alert.channel import Sent
from tracker.alert.deliver import deliver
from tracker.archive.archive import Archive
from tracker.archive.outbox import Outbox


def main(count: int) -> None:
    channel, clock = hook_channel("http://127.0.0.1:9/"), Clock(datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "snapshots") as archive:
        outbox = Outbox(archive)
        for number in range(count):
            queue(outbox, str(number), [channel], clock())
        before, most = _resident_mb(), 0.0
        began, spent = time.perf_counter(), time.process_time()
        for _ in deliver(outbox, [channel], compose, clock, senders=lambda _: lambda *_: Sent("ok")):
            most = max(most, _resident_mb())
        seconds, cpu = time.perf_counter() - began, time.process_time() - spent
        print(f"{count} messages, {cpu / count * 1000:.2f} ms of CPU each, all of it but the network")
        print(f"{seconds / count * 1000:.2f} ms by the clock on the wall")
        print(f"memory: {before:.1f} MB before, {most:.1f} MB at most, {_resident_mb():.1f} MB after")


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]))
