"""Opens the tracker that a session works with: for real, or so that nothing is kept."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tracker.archive.archive import Archive
from tracker.archive.observation import Observation
from tracker.cli import memory
from tracker.cli.session import Session
from tracker.fetch.client import Client
from tracker.workspace import Tracker, fetch_settings


@contextmanager
def at_work(session: Session, *, alerts: bool = True) -> Iterator[Tracker]:
    """The tracker over the network and the session's archive, which is made where there is none."""
    memory.set_up()
    with Tracker.open(session.optional_watchlist, alerts=alerts) as tracker:
        yield tracker


@contextmanager
def rehearsal(session: Session) -> Iterator[Tracker]:
    """A tracker that sees what the archive holds and writes nothing down."""
    watchlist = session.optional_watchlist
    with ExitStack() as stack:
        folder = watchlist.settings.archive
        if not folder.is_dir():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tracker-")))
        archive = stack.enter_context(Archive.open(folder))
        client = stack.enter_context(Client(fetch_settings(watchlist.settings)))
        yield Tracker(watchlist, _Unwritten(archive), client, alerts=False)  # type: ignore[arg-type]


class _Unwritten:
    """An archive that answers every question and keeps nothing."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def record(self, observation: Observation) -> None:
        """Forget it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)
