"""Puts the rooms together around the watchlist of a session."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.archive.archive import Archive
from tracker.archive.observation import Observation
from tracker.cli.network import fetch_settings
from tracker.cli.session import Session
from tracker.fetch.client import Client
from tracker.pipeline import Pipeline


def now() -> datetime:
    """The clock of live checks."""
    return datetime.now(UTC)


@contextmanager
def live_pipeline(session: Session) -> Iterator[Pipeline]:
    """The pipeline over the network and the session's archive, which is made where there is none."""
    settings = session.watchlist.settings
    with Archive.open(settings.archive) as archive, Client(fetch_settings(settings)) as client:
        yield Pipeline(archive, client, now)


@contextmanager
def rehearsal(session: Session) -> Iterator[Pipeline]:
    """The same pipeline, but nothing that it finds is written down."""
    settings = session.watchlist.settings
    with ExitStack() as stack:
        folder = settings.archive
        if not folder.is_dir():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tracker-")))
        archive = stack.enter_context(Archive.open(folder))
        client = stack.enter_context(Client(fetch_settings(settings)))
        yield Pipeline(_Unwritten(archive), client, now)  # type: ignore[arg-type]


class _Unwritten:
    """An archive that answers every question and keeps nothing."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def record(self, observation: Observation) -> None:
        """Forget it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)
