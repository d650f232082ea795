"""What commands print: columns and marks for people, one versioned document for programs."""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import click

from tracker.watchlist.duration import format_duration


def emit(kind: str, body: Mapping[str, Any], version: int = 1) -> None:
    """Print the one JSON document of a command: `{"schema": "tracker.KIND/VERSION", …}`."""
    from tracker.report.terminal import escaped_in_json

    document = {"schema": f"tracker.{kind}/{version}", **{key: plain(value) for key, value in body.items()}}
    click.echo(escaped_in_json(json.dumps(document, ensure_ascii=False, indent=2)))


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    """A value as JSON knows it; times in UTC with a Z, to the second."""
    match value:
        case Enum():
            return value.name.lower() if isinstance(value.value, int) else value.value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case timedelta():
            return format_duration(value)
        case Path():
            return str(value)
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case str() | int() | float() | bool() | None:
            return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name.rstrip("_"): plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    return [plain(entry) for entry in value]


def moment(at: datetime) -> str:
    """`2023-08-23T03:41:34Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def short_moment(at: datetime | None) -> str:
    """`2023-08-23 03:41`, UTC; "never" for None."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if at else "never"


def clean(text: str) -> str:
    """Page text on one line, without characters that steer a terminal."""
    from tracker.report.terminal import safe

    return safe(text)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 policy", "2 policies"."""
    return f"{number} {one if number == 1 else many}"


def say(text: str = "") -> None:
    """A line for a person."""
    click.echo(text)


def hint(text: str, *, quiet: bool = False) -> None:
    """A line that helps a person on; on stderr, so that it never mixes with what a program reads."""
    if not quiet:
        click.echo(click.style(text, dim=True), err=True)


def columns(rows: Iterable[Sequence[str]], head: Sequence[str] = ()) -> None:
    """Rows as columns that line up, two spaces apart, the last one as long as it is."""
    table = [tuple(clean(cell) for cell in row) for row in rows]
    everything = [tuple(head), *table] if head else table
    if not everything:
        return
    widths = [max(len(row[n]) for row in everything) for n in range(len(everything[0]))]
    for number, row in enumerate(everything):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        click.echo(click.style(line, bold=True) if head and number == 0 else line)
