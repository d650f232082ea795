"""A place says where the edits of a comparison lie in the two texts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.compare.comparison import Comparison, Sentence
from tracker.extract.document import Block, Document

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")


@dataclass(frozen=True, slots=True)
class Gap:
    """Text of a block that no edit touches."""

    block: int
    text: str
    offset: int
    """Visible characters of untouched text before it."""

    @property
    def end(self) -> int:
        return self.offset + visible(self.text)


@dataclass(frozen=True, slots=True)
class Touched:
    """The point of a text at which an edit stands."""

    edit: int
    block: int
    offset: int


Piece = Gap | Touched


def visible(text: str) -> int:
    """Number of characters that are no white space."""
    return sum(len(word) for word in text.split())


def pieces(document: Document, sides: Iterable[tuple[int, Sentence]]) -> list[Piece]:
    """One text as untouched stretches and points of edits, in order of reading.

    A sentence that is not where it claims to be still gets a point, at the start of its block.
    """
    by_block: dict[int, list[tuple[int, Sentence]]] = {}
    last = max(len(document.blocks) - 1, 0)
    for edit, sentence in sides:
        by_block.setdefault(min(max(sentence.block, 0), last), []).append((edit, sentence))
    found: list[Piece] = []
    offset = 0
    seen: set[int] = set()
    for index, block in enumerate(document.blocks):
        for piece in _block_pieces(index, block, by_block.get(index, []), offset):
            if isinstance(piece, Gap):
                offset = piece.end
            elif piece.edit in seen:
                continue
            else:
                seen.add(piece.edit)
            found.append(piece)
    return found


def _block_pieces(
    index: int, block: Block, sides: list[tuple[int, Sentence]], offset: int
) -> Iterator[Piece]:
    position = 0
    for edit, sentence in sorted(sides, key=lambda side: side[1].start):
        start = _find(block.text, sentence, position)
        if start > position:
            gap = Gap(index, block.text[position:start], offset)
            offset = gap.end
            yield gap
        yield Touched(edit, index, offset)
        end = start + len(sentence.text)
        position = max(position, end) if block.text.startswith(sentence.text, start) else position
    if position < len(block.text):
        yield Gap(index, block.text[position:], offset)


def _find(text: str, sentence: Sentence, position: int) -> int:
    if text.startswith(sentence.text, sentence.start) and sentence.start >= position:
        return sentence.start
    found = text.find(sentence.text, position)
    return found if found >= 0 else position


def old_sides(comparison: Comparison) -> Iterator[tuple[int, Sentence]]:
    """Each sentence of the old text with the number of its edit."""
    return ((number, each) for number, edit in enumerate(comparison.edits) for each in edit.old)


def new_sides(comparison: Comparison) -> Iterator[tuple[int, Sentence]]:
    """Each sentence of the new text with the number of its edit."""
    return ((number, each) for number, edit in enumerate(comparison.edits) for each in edit.new)


def interleave(comparison: Comparison, old: Document, new: Document) -> Iterator[Piece | tuple[int, int]]:
    """The new text with what is gone put where it stood: pairs of edit number and block of the new text.

    Untouched text is the same on both sides, so a point of the old text is found in the new one by
    the untouched characters before it.
    """
    gone = [
        piece
        for piece in pieces(old, old_sides(comparison))
        if isinstance(piece, Touched) and comparison.edits[piece.edit].kind in ("delete", "move")
    ]
    gone.reverse()
    block = 0
    for piece in pieces(new, new_sides(comparison)):
        block = piece.block
        rest: Piece | None = piece
        while gone and rest is not None and _stood_before(gone[-1], rest):
            if isinstance(rest, Gap):
                before, rest = _cut(rest, gone[-1].offset)
                if before:
                    yield before
            yield gone.pop().edit, block
        if rest is not None:
            yield rest
    while gone:
        yield gone.pop().edit, block


def _stood_before(gone: Touched, piece: Piece) -> bool:
    """Whether what is gone stood before the end of a piece of the new text."""
    if isinstance(piece, Gap):
        return gone.offset < piece.end
    return (gone.offset, gone.edit) < (piece.offset, piece.edit)


def _cut(gap: Gap, offset: int) -> tuple[Gap | None, Gap | None]:
    """The gap before and after a number of visible characters, cut at the end of a sentence near it."""
    if offset <= gap.offset:
        return None, gap
    wanted = offset - gap.offset
    ends = [found.end() for found in _SENTENCE_END.finditer(gap.text)]
    cuts = [(abs(visible(gap.text[:end]) - wanted), end) for end in ends]
    distance, cut = min(cuts, default=(wanted, len(gap.text)))
    if distance > wanted or distance > gap.end - offset:
        cut = 0 if wanted < gap.end - offset else len(gap.text)
    before, after = gap.text[:cut], gap.text[cut:]
    first = Gap(gap.block, before, gap.offset) if before else None
    second = Gap(gap.block, after, gap.offset + visible(before)) if after else None
    return first, second
