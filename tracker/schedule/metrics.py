"""The status as metrics, in the text format of Prometheus."""

import os
from collections.abc import Iterator
from pathlib import Path

from tracker.schedule.status import Summary

PREFIX = "tracker_"


def metrics(summary: Summary) -> str:
    """What a monitor wants to know, a line each; ends in a newline."""
    return "\n".join(_lines(summary)) + "\n"


def write_metrics(summary: Summary, path: Path) -> None:
    """Leave them for the textfile collector of node_exporter, whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(metrics(summary), encoding="utf-8")
    partial.replace(path)


def _lines(summary: Summary) -> Iterator[str]:
    yield from _gauge("policies", "Policies on the watchlist.", summary.policies)
    yield from _gauge("policies_paused", "Policies that are not checked.", summary.paused)
    yield from _gauge("policies_overdue", "Policies late by more than their interval.", summary.overdue)
    yield from _gauge("policies_unreadable", "Policies that cannot be read now.", summary.unreadable)
    yield from _gauge("policies_never_checked", "Policies without any check yet.", summary.never_checked)
    outbox = summary.outbox
    yield from _header("outbox", "Messages by state.")
    for state, count in (("queued", outbox.queued), ("sent", outbox.sent), ("dead", outbox.dead)):
        yield f'{PREFIX}outbox{{state="{state}"}} {count}'
    waiting = outbox.oldest_queued_at
    age = max((summary.at - waiting).total_seconds(), 0.0) if waiting else 0.0
    yield from _gauge("outbox_oldest_seconds", "Age of the message that waits longest.", age)
    yield from _gauge("up", "Whether the service runs and gives signs of life.", int(summary.is_healthy))
    if summary.heartbeat is not None:
        beat = summary.heartbeat
        yield from _gauge("heartbeat_seconds", "Time of the last sign of life.", beat.at.timestamp())
        yield from _gauge("start_seconds", "When the service began.", beat.started_at.timestamp())
        yield from _gauge("checks", "Checks since the service began.", beat.checks)
        yield from _gauge("alerts", "Messages sent since the service began.", beat.alerts)


def _gauge(name: str, meaning: str, value: float) -> Iterator[str]:
    yield from _header(name, meaning)
    yield f"{PREFIX}{name} {value:.15g}"


def _header(name: str, meaning: str) -> Iterator[str]:
    yield f"# HELP {PREFIX}{name} {meaning}"
    yield f"# TYPE {PREFIX}{name} gauge"
