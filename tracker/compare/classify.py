"""Every edit gets the class of the most that it touches."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.compare.comparison import Edit
from tracker.extract.document import Document


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The two documents that edits are judged in."""

    old: Document
    new: Document


def classified(edits: Sequence[Edit], around: Surroundings) -> tuple[Edit, ...]:
    """The same edits with their classes, neighbouring insertions and deletions of one class joined."""
    return tuple(edits)
