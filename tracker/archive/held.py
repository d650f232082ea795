"""Where the bodies of captures are held, so that none is stored twice."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """Where a body is stored in full."""

    snapshot: str
    record: str
    """WARC-Record-ID."""
    url: str
    date: str
    """WARC-Date."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A WARC file, ready to be written."""

    content: bytes
    """Compressed, one gzip member a record."""
    sha256: str
    """Of the uncompressed content, so that it does not depend on the compressor."""
    stored: tuple[tuple[str, Held], ...]
    """Bodies that stand here in full: SHA-256 of the payload and where."""
    revisits: tuple[str, ...]
    """Snapshots whose files hold bodies that this one refers to."""


Find = Callable[[str], Held | None]
