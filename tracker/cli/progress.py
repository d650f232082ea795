"""Progress of long work, on stderr, where a person is watching."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tracker.cli.session import Session

Step = Callable[[str], None]
"""Called with the name of each thing that is being worked on."""


@contextmanager
def progress(label: str, total: int | None, session: Session) -> Iterator[Step]:
    """A bar while a terminal listens on stderr; else nothing at all. Without a total it only counts."""
    if session.quiet or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(label, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=name)
