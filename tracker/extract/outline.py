"""Every block stands under headings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.extract.document import Block


def with_paths(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the texts of the headings above each, outermost first; a heading's own is not in it."""
    open_headings: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    for block in blocks:
        if block.kind == "heading":
            while open_headings and open_headings[-1][0] >= block.level:
                open_headings.pop()
            path = tuple(text for _, text in open_headings)
            yield block if block.path == path else replace(block, path=path)
            open_headings.append((block.level, block.text))
            path = (*path, block.text)
        else:
            yield block if block.path == path else replace(block, path=path)


def title_of(blocks: Iterable[Block]) -> str:
    """The first heading; "" where there is none."""
    return next((block.text for block in blocks if block.kind == "heading"), "")
