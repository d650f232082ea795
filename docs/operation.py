"""Writes the reference of exit codes, health and metrics."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import tracker.cli.codes
from tracker.archive.outbox import Counts
from tracker.schedule.heartbeat import Heartbeat
from tracker.schedule.metrics import metrics
from tracker.schedule.status import Summary

HEALTH = """
`--exit-zero` turns 1 and 3 into 0. News goes before trouble: a run that brings both leaves with 1.

## Health

`tracker run --listen PORT` answers `/healthz`: 200 and `ok` while the service gives signs of life, 503 and
the reason else. The same is in `heartbeat.json` in the folder of the archive, renewed every minute.

## Metrics

`/metrics` of the same port, or `tracker status --metrics FILE`; the text format of Prometheus, all gauges.
Those from `tracker_heartbeat_seconds` on are there once `tracker run` was started.
"""
HELP = re.compile(r"^# HELP (\S+) (.+)$", re.MULTILINE)


def operation() -> Iterator[str]:
    """What a shell, a scheduler and a monitor learn."""
    yield "# Exit codes, health, metrics\n"
    yield "Written by `python docs/generate.py` out of the code.\n"
    yield "## Exit codes\n\n| exit code | name | meaning |\n|---|---|---|"
    for name, code, meaning in _codes():
        yield f"| {code} | `{name}` | {meaning} |"
    yield HEALTH
    yield "| metric | meaning |\n|---|---|"
    for name, meaning in HELP.findall(metrics(_summary())):
        yield f"| `{name}` | {meaning} |"


def _codes() -> Iterator[tuple[str, int, str]]:
    """Name, number and meaning, as they stand in the module of the codes."""
    body = ast.parse(Path(tracker.cli.codes.__file__).read_text("utf-8")).body
    for statement, following in pairwise(body):
        match statement, following:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int(code))),
                ast.Expr(value=ast.Constant(value=str(meaning))),
            ):
                yield name, code, meaning


def _summary() -> Summary:
    """Any numbers; only the names are wanted."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    outbox = Counts(queued=0, sent=0, dead=0, oldest_queued_at=None)
    return Summary(now, 0, 0, 0, 0, 0, outbox, Heartbeat(now, now, 1), None)
