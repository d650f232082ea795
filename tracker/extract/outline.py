"""Every block stands under headings."""

import re
from collections.abc import Iterable, Iterator

from tracker.extract.document import Block

BOLD_LEVEL = 6
"""Level of a line that is a heading by its bold type alone: the lowest, it never closes a real one."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")


def with_paths(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the texts of the headings above each, outermost first; a heading's own is not in it."""
    open_headings: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    for block in blocks:
        if block.kind == "heading":
            while open_headings and open_headings[-1][0] >= block.level:
                open_headings.pop()
            path = tuple(text for _, text in open_headings)
            yield _below(block, path)
            open_headings.append((block.level, block.text))
            path = (*path, block.text)
        else:
            yield _below(block, path)


def _below(block: Block, path: tuple[str, ...]) -> Block:
    if block.path == path:
        return block
    return Block(block.kind, block.text, block.level, block.cells, block.columns, path, block.links)


def title_of(blocks: Iterable[Block]) -> str:
    """The first heading; "" where there is none."""
    return next((block.text for block in blocks if block.kind == "heading"), "")


def reads_like_heading(text: str) -> bool:
    """Whether a paragraph that is bold throughout is a heading: short, no sentence, no date line."""
    return (
        len(text) <= 120
        and text[-1:] not in {".", ",", ";", "!"}
        and text.count(" ") < 14
        and not _YEAR.search(text)
        and bool(_LETTER.search(text))
    )
