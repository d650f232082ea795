"""A section is hollow where its numbered heading meets the next number without a word between."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

from tracker.extract.document import Block, Document

LEAST_NUMBERED = 6
"""Numbered headings below which a numbering proves little."""
MOST_HOLLOW = 0.2
"""Share of hollow sections up to which they are gaps; a text of more is written so, as a list of contents."""

_NUMBER = re.compile(r"^\W*(\d{1,2})(?:[.):]|\s)\s*\S")


def hollow_sections(document: Document) -> tuple[str, ...]:
    """Headings of sections that lost their text, told by the numbers of those around them; usually none."""
    numbered = list(_numbered(document))
    found = tuple(_hollow(numbered))
    if len(numbered) < LEAST_NUMBERED or len(found) > MOST_HOLLOW * len(numbered):
        return ()
    return found


def newly_hollow(document: Document, old: Document) -> tuple[str, ...]:
    """Sections that have lost their text since the last version."""
    found = hollow_sections(document)
    return tuple(text for text in found if text not in hollow_sections(old)) if found else ()


def mark_of_hollow(headings: tuple[str, ...]) -> str:
    """What is the same in every text whose sections of these headings are empty; "" where none is."""
    return hashlib.sha256("\n".join(("hollow", *headings)).encode()).hexdigest() if headings else ""


def _numbered(document: Document) -> Iterator[tuple[int, int, Block]]:
    """Place, number and block of each numbered heading."""
    for at, block in enumerate(document.blocks):
        if block.kind == "heading" and (number := _NUMBER.match(block.text)):
            yield at, int(number[1]), block


def _hollow(numbered: list[tuple[int, int, Block]]) -> Iterator[str]:
    for (at, number, heading), (next_at, next_number, following) in pairwise(numbered):
        if next_at == at + 1 and next_number == number + 1 and heading.level == following.level:
            yield heading.text
