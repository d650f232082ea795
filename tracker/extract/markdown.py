"""Canonical Markdown is the one written form of a document.

One block a line, blank lines between them; neighbouring items stand on neighbouring lines, and
neighbouring rows with the same column heads form one table. A table without heads has an empty head row.
A term stands above what it is said to mean, which begins with a colon; a colon alone says that nothing is.
Every character that Markdown would read as markup is escaped, so reading gives back what was written.
"""

import re
import unicodedata
from collections.abc import Iterator

from tracker.extract.document import Block, Document, Link
from tracker.extract.outline import title_of, with_paths

_MARKUP = re.compile(r"[\\`*\[\]<~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w)")
_LEADING = re.compile(r"(?:[-+=](?=\s|\Z|[-=])|#{1,6}(?=\s|\Z)|>|:(?=\s|\Z))")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)")
_CLOSING = re.compile(r"(?:(?<= )|^)(#+)\Z")
_TARGET = re.compile(r"[\\()<>|]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"(#{1,6}) ")
_ITEM = re.compile(r"((?:  )*)- ")
_INLINE = re.compile(r"\\([!-/:-@\[-`{-~])|(\[)|\]\(((?:\\.|[^\\()\s])*)\)")
_CELL = re.compile(r"((?:\\.|[^\\|])*)\|")
_MEANING = ": "
_NO_MEANING = ":"
_RULE_CELL = r"\---"
_RULE = re.compile(r"\|(?: --- \|)+\Z")


def to_markdown(document: Document) -> str:
    """The document as text; ends in one newline, NFC."""
    lines: list[str] = []
    last: Block | None = None
    for block in document.blocks:
        together = last is not None and _stand_together(last, block)
        if last is not None and not together:
            lines.extend((_NO_MEANING, "") if last.kind == "term" else ("",))
        if block.kind == "row" and not together:
            lines.extend(_table_head(block))
        lines.append(_line(block))
        last = block
    if last is not None and last.kind == "term":
        lines.append(_NO_MEANING)
    return unicodedata.normalize("NFC", "\n".join(lines)) + "\n"


def plain_lines(document: Document) -> Iterator[str]:
    """One line a block, marked as in Markdown but without escapes and targets: for reading and measuring."""
    columns: tuple[str, ...] = ()
    for block in document.blocks:
        if block.kind == "row":
            if block.columns and block.columns != columns:
                yield f"| {' | '.join(block.columns)} |"
            yield f"| {block.text} |"
        elif block.kind == "heading":
            yield "#" * block.level + " " + block.text
        else:
            yield "- " + block.text if block.kind == "item" else block.text
        columns = block.columns


def from_markdown(text: str) -> Document:
    """The document that `to_markdown` wrote; its title is the first heading, its language is not detected."""
    blocks = tuple(with_paths(_read_lines(text.split("\n"))))
    return Document(blocks, title=title_of(blocks))


def _stand_together(last: Block, block: Block) -> bool:
    """Whether no blank line stands between two blocks."""
    match last.kind, block.kind:
        case ("item", "item") | ("term", "term" | "definition") | ("definition", "definition"):
            return True
        case ("row", "row"):
            return last.columns == block.columns
    return False


def _line(block: Block) -> str:
    match block.kind:
        case "definition":
            return _MEANING + _inline(block.text, block.links)
        case "heading":
            return "#" * block.level + " " + _CLOSING.sub(r"\\\1", _inline(block.text, block.links))
        case "item":
            return "  " * (block.level - 1) + "- " + _leading(_inline(block.text, block.links))
        case "row":
            return _row(block.cells, block.links)
        case _:
            return _leading(_inline(block.text, block.links))


def _table_head(row: Block) -> Iterator[str]:
    columns = row.columns or ("",) * len(row.cells)
    yield _row(columns, ())
    yield "|" + " --- |" * len(columns)


def _row(cells: tuple[str, ...], links: tuple[Link, ...]) -> str:
    parts = ["|"]
    start = 0
    for cell in cells:
        inside = tuple(
            Link(link.start - start, link.end - start, link.target)
            for link in links
            if start <= link.start and link.end <= start + len(cell)
        )
        parts.append(f" {_RULE_CELL if cell == '---' and not inside else _inline(cell, inside)} |")
        start += len(cell) + len(" | ")
    return "".join(parts)


def _inline(text: str, links: tuple[Link, ...]) -> str:
    if not links:
        return _MARKUP.sub(r"\\\g<0>", text)
    parts = []
    done = 0
    for link in links:
        before = _MARKUP.sub(r"\\\g<0>", text[done : link.start])
        parts.append(before[:-1] + "\\!" if before.endswith("!") else before)
        label = _MARKUP.sub(r"\\\g<0>", text[link.start : link.end])
        target = _TARGET.sub(r"\\\g<0>", link.target)
        parts.append(f"[{label}]({target})")
        done = link.end
    parts.append(_MARKUP.sub(r"\\\g<0>", text[done:]))
    return "".join(parts)


def _leading(line: str) -> str:
    """A paragraph that would look like a heading, an item, a quotation or a numbered item."""
    if _LEADING.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def _read_lines(lines: list[str]) -> Iterator[Block]:
    columns: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        if not line:
            continue
        if line.startswith("|"):
            if _RULE.match(line):
                continue
            cells, links = _read_cells(line)
            if at + 1 < len(lines) and _RULE.match(lines[at + 1]):
                columns = cells if any(cells) else ()
            else:
                yield Block("row", " | ".join(cells), cells=cells, columns=columns, links=links)
        elif heading := _HEADING.match(line):
            text, links = _read_inline(line[heading.end() :])
            yield Block("heading", text, level=len(heading[1]), links=links)
        elif item := _ITEM.match(line):
            text, links = _read_inline(line[item.end() :])
            yield Block("item", text, level=1 + len(item[1]) // 2, links=links)
        elif line.startswith(_MEANING):
            text, links = _read_inline(line[len(_MEANING) :])
            yield Block("definition", text, links=links)
        elif line != _NO_MEANING:
            is_term = at + 1 < len(lines) and bool(
                lines[at + 1]
            )  # what stands alone has blank lines around it
            text, links = _read_inline(line)
            yield Block("term" if is_term else "paragraph", text, links=links)


def _read_cells(line: str) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    cells: list[str] = []
    links: list[Link] = []
    start = 0
    for match in _CELL.finditer(line, 1):
        text, inside = _read_inline(match[1].strip(" "))
        links.extend(Link(link.start + start, link.end + start, link.target) for link in inside)
        cells.append(text)
        start += len(text) + len(" | ")
    return tuple(cells), tuple(links)


def _read_inline(line: str) -> tuple[str, tuple[Link, ...]]:
    if "\\" not in line and "[" not in line:
        return line, ()
    parts: list[str] = []
    links: list[Link] = []
    length = done = opened = 0
    for match in _INLINE.finditer(line):
        before = line[done : match.start()]
        parts.append(before)
        length += len(before)
        done = match.end()
        if match[1]:
            parts.append(match[1])
            length += 1
        elif match[2]:
            opened = length
        else:
            links.append(Link(opened, length, _ESCAPED.sub(r"\1", match[3])))
    parts.append(line[done:])
    return "".join(parts), tuple(links)
