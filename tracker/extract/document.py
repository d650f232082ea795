"""A document is the policy text as blocks, in the order of reading."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row", "term", "definition"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link kept because its target matters: another policy, an opt-out."""

    start: int
    """Offset of its text in the block's text."""
    end: int
    target: str
    """Absolute URL or fragment, without tracking parameters."""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table row; or a term, and what it is said to mean."""

    kind: BlockKind
    text: str
    """Plain text on one line, NFC, single spaces, never empty; a row's cells are joined with " | "."""
    level: int = 0
    """Heading 1 to 6; item depth from 1; else 0."""
    cells: tuple[str, ...] = ()
    """A row's cells, one a column, may be empty strings."""
    columns: tuple[str, ...] = ()
    """A row's column heads, where the table has them."""
    path: tuple[str, ...] = ()
    """Texts of the headings above it, outermost first."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that the text states of itself."""

    role: Literal["updated", "effective"]
    date: str
    """ISO: 2023-09-29; month only: 2023-09."""
    quote: str


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the text was found, so that a new layout can be told from a new policy."""

    root: str = ""
    """CSS-like path of the element chosen, e.g. "html>body>div#content"."""
    prose_share: float = 1.0
    """Share of the page's prose that was kept, 0 to 1."""
    pruned: tuple[tuple[str, str, int], ...] = ()
    """What was dropped: path, reason, words."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy text; equality is equality of what a reader would read."""

    blocks: tuple[Block, ...]
    title: str = ""
    language: str | None = None
    """Detected, ISO 639-1; None where the text is too short to tell."""
    declared_language: str | None = None
    """As the page states it (`<html lang>`), may be wrong."""
    dates: tuple[StatedDate, ...] = ()
    rules: str = ""
    """Version of the extraction rules that read it."""
    diagnostics: Diagnostics = field(default=Diagnostics(), compare=False)

    @property
    def words(self) -> int:
        """Number of words in all blocks."""
        return sum(len(block.text.split()) for block in self.blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)
