"""A table on a terminal: as wide as the screen allows, with colours where they are wanted."""

import sys
from collections.abc import Iterable, Sequence

STYLES = {
    "ok": "green",
    "confirmed": "bold",
    "in force": "bold",
    "sighted": "yellow",
    "late": "yellow",
    "unreadable": "red",
    "withdrawn": "dim",
    "cosmetic": "dim",
    "checked": "dim",
    "never": "dim",
    "paused": "dim",
}
"""Words of the marked column, each with its look; the word itself says all, the look says it again."""
COLUMNS_AT_MOST = 120
"""Longer lines are hard to read."""


def is_watched() -> bool:
    """Whether a person reads what is printed: lines for programs are never broken."""
    return sys.stdout.isatty()


def show_table(rows: Iterable[Sequence[str]], head: Sequence[str] = (), marked: int = 1) -> None:
    """Print rows whose last column may run over several lines; column `marked` is coloured by its word."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from tracker.report.terminal import safe

    table = Table(box=None, pad_edge=False, show_header=bool(head), header_style="bold", padding=(0, 2, 0, 0))
    held = [tuple(safe(cell) for cell in row) for row in rows]
    if not held:
        return
    last = len(held[0]) - 1
    for number in range(last + 1):
        title = head[number] if head else ""
        table.add_column(title, no_wrap=0 < number < last, overflow="fold", ratio=None)
    for row in held:
        cells = [Text(cell) for cell in row]
        cells[marked].stylize(STYLES.get(row[marked], ""))
        table.add_row(*cells)
    console = Console(highlight=False)
    console.print(table, width=min(console.width, COLUMNS_AT_MOST))
