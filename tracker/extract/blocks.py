"""Lines become the blocks of a document."""

from collections.abc import Iterator

from tracker.extract.document import Block, Link
from tracker.extract.line import Line
from tracker.extract.links import kept_target
from tracker.extract.outline import BOLD_LEVEL, reads_like_heading, with_paths


def blocks_of(lines: list[Line], url: str) -> tuple[Block, ...]:
    """The blocks with their heading paths; a table's head stands in the columns of its rows."""
    return tuple(with_paths(_blocks(lines, url)))


def _blocks(lines: list[Line], url: str) -> Iterator[Block]:
    for at, line in enumerate(lines):
        if line.kind == "head":
            following = lines[at + 1] if at + 1 < len(lines) else None
            if following is None or following.kind != "row" or following.columns != line.columns:
                yield Block("row", line.text, 0, line.cells, links=_links(line, url))
        elif line.kind == "row":
            yield Block("row", line.text, 0, line.cells, line.columns, links=_links(line, url))
        elif (
            line.kind in {"paragraph", "term"}
            and line.bold
            and line.linked < line.words
            and reads_like_heading(line.text)
        ):
            yield Block("heading", line.text, BOLD_LEVEL, links=_links(line, url))
        else:
            yield Block(line.kind, line.text, line.level, links=_links(line, url))


def _links(line: Line, url: str) -> tuple[Link, ...]:
    """The links that keep their targets, in order; of two that overlap, the first."""
    links: list[Link] = []
    for start, end, target in sorted(line.links):
        if links and start < links[-1].end:
            continue
        kept = kept_target(line.text[start:end], target, url)
        if kept:
            links.append(Link(start, end, kept))
    return tuple(links)
