"""A heartbeat is the sign that the service is alive, for monitors that notice silence."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.fetch.capture import Failure
from tracker.fetch.settings import FetchSettings

FILE = "heartbeat.json"
SILENT_AFTER = timedelta(minutes=10)
PING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The latest sign of life of `tracker run`."""

    at: datetime
    """When the last tick came to its end, or went on; aware, UTC."""
    started_at: datetime
    """When the service started."""
    pid: int
    checks: int = 0
    """Since the start."""
    alerts: int = 0
    """Sent since the start."""
    trouble: str = ""
    """The last failure of a job of ours, "" if there was none since the last tick."""

    def is_silent(self, now: datetime) -> bool:
        """Whether it is too long ago; a clock that was put back is no silence."""
        return now - self.at > SILENT_AFTER


def write_heartbeat(folder: Path, beat: Heartbeat) -> None:
    """Leave the sign in the archive folder, whole or not at all."""
    target = folder / FILE
    values = asdict(beat) | {"at": beat.at.isoformat(), "started_at": beat.started_at.isoformat()}
    partial = target.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps(values) + "\n", encoding="utf-8")
    partial.replace(target)


def read_heartbeat(folder: Path) -> Heartbeat | None:
    """The sign that was left; None where no service ever ran, or the file is damaged."""
    try:
        values = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Heartbeat(
            at=datetime.fromisoformat(values["at"]).astimezone(UTC),
            started_at=datetime.fromisoformat(values["started_at"]).astimezone(UTC),
            pid=int(values["pid"]),
            checks=int(values["checks"]),
            alerts=int(values["alerts"]),
            trouble=str(values["trouble"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def ping(url: str, settings: FetchSettings) -> str:
    """Ask the monitor's address; "" where it answered 2xx, else why not."""
    from tracker.fetch.door import get  # noqa: PLC0415 - requests is heavy

    answer = get(url, {}, settings, PING_SECONDS)
    if isinstance(answer, Failure):
        return answer.detail
    return "" if 200 <= answer.status < 300 else f"{url} answered {answer.status} {answer.phrase}".strip()
