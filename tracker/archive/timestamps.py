"""Timestamps of an authority prove that records existed on a day."""

from collections.abc import Iterator

from tracker.archive.archive import Archive
from tracker.archive.problem import Problem


def verify_timestamps(archive: Archive) -> Iterator[Problem]:
    """Manifests and tokens that do not hold."""
    yield from ()
