"""Timestamps of an authority prove that records existed on a day."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.archive.archive import Archive

if TYPE_CHECKING:
    from tracker.archive.verify import Problem


def verify_timestamps(archive: Archive) -> "Iterator[Problem]":
    """Manifests and tokens that do not hold."""
    yield from ()
