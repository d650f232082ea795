"""Where the bodies of captures are held, so that none is stored twice."""

from dataclasses import dataclass
from typing import Protocol


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
class Base:
    """A body that another one can be told from."""

    held: Held
    body: bytes
    """Decoded."""


class Shelf(Protocol):
    """The bodies of a policy that are held already."""

    def same(self, sha256: str) -> Held | None:
        """The payload with that hash."""

    def near(self, url: str) -> Base | None:
        """The last body of that page of the source, or the one it was told from."""


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
