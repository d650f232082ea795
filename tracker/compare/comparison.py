"""A comparison is the edits that lead from one document to another."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

EditKind = Literal["insert", "delete", "replace", "move"]
WordMark = Literal["equal", "insert", "delete"]


class EditClass(IntEnum):
    """What an edit touches, from least to most; a change takes the highest of its edits."""

    SPACE = 1
    """White space, markup, quotes and dashes."""
    LINKS = 2
    """Link targets, ids, tracking parameters, obfuscated addresses."""
    DATE = 3
    """The digits of a date line."""
    ORDER = 4
    """The same text at another place."""
    FURNITURE = 5
    """Menus, banners, related links left in the text."""
    WORDING = 6
    """Other words, as far as the rules can see the same meaning."""
    SUBSTANCE = 7


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading, item or row of a document."""

    text: str
    block: int
    """Index of its block in the document."""
    start: int
    """Offset in the block's text."""
    path: tuple[str, ...]
    """Heading path of the block."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: sentences gone, come, re-worded or moved."""

    kind: EditKind
    edit_class: EditClass
    old: tuple[Sentence, ...]
    """What stood there; empty for an insertion."""
    new: tuple[Sentence, ...]
    """What stands there; empty for a deletion."""
    words: tuple[tuple[WordMark, str], ...] = ()
    """For a replacement: runs of text; equal and deleted spell the old text, equal and inserted the new."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All edits between two documents, in the order of the new one."""

    edits: tuple[Edit, ...]
    capped: bool = False
    """Whether the work cap ended the fine alignment early; the edits are right but coarse."""

    @property
    def edit_class(self) -> EditClass | None:
        """The highest class; None where the texts are the same."""
        return max((edit.edit_class for edit in self.edits), default=None)
