"""Markdown that other tools wrote is read leniently.

Recorded histories come as the Markdown of several converters and years: both kinds of headings, lists
nested by two or four spaces, tables with pipes or cells as loose paragraphs, tables of one cell that hold
half a page, escapes, entities, stray tags.
Plain text is Markdown without markup. Nothing here fails, and the work is linear in the size of the text.
"""

import re
from collections.abc import Iterator

from tracker.extract.characters import visible
from tracker.extract.document import Block, BlockKind, Document, Link
from tracker.extract.inline import read_inline
from tracker.extract.language import detect
from tracker.extract.outline import BOLD_LEVEL, reads_like_heading, title_of, with_paths

MAX_CHARS = 8_000_000
MAX_DEPTH = 12

_ATX = re.compile(r"(#{1,6})(?:[ \t](.*))?\Z")
_CLOSING = re.compile(r"(?:^|[ \t])#+\Z")
_SETEXT = re.compile(r"(?:=+|-{2,})\Z")
_HR = re.compile(r"(?:[*_-][ \t]*){3,}\Z")
_ITEM = re.compile(r"([*+\-•·▪●◦‣–]|\d{1,3}[.)])(?:[ \t]+|\Z)")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_DELIMITERS = re.compile(r"\|[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\||\Z)")
_CELL = re.compile(r"((?:\\.|[^\\|])*)(?:\||\Z)")
_BREAK = re.compile(r"<br ?/?>")
_MARKS = frozenset("|=-*_#`:+•·▪●◦‣–0123456789")
"""What a line begins with that may be more than text."""
LONGEST_HEAD = 200
"""Characters of a cell that can be the head of a column."""
_IN_CELL = re.compile(r"(?:\s|<br ?/?>)+(?:[*+-] +|\d{1,3}\. +)?")
_BACKSLASH_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
_BOLD = re.compile(r"(?:\*\*|__)(?:(?!\*\*|__).)+(?:\*\*|__)\Z")


def read_markdown(text: str) -> Document:
    """The document in someone else's Markdown, or in plain text; its language is detected."""
    text = visible(text[:MAX_CHARS].replace("\r\n", "\n").replace("\r", "\n"))
    blocks = tuple(with_paths(_Reader().read(text.split("\n"))))
    language = detect(" ".join(block.text for block in blocks))
    return Document(blocks, title=title_of(blocks), language=language)


class _Reader:
    """One pass over the lines; holds the open paragraph, the open lists and the open table."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.indents: list[int] = []
        self.columns: tuple[str, ...] = ()
        self.head: Block | None = None
        """The head of the open table, until a row below shows that it is one."""
        self.heading_level = 0
        self.blank = True

    def read(self, lines: list[str]) -> list[Block]:
        """The blocks of the text, without paths."""
        self._read(lines)
        self._end()
        self._end_table()
        return self.blocks

    def _read(self, lines: list[str]) -> None:
        for at, raw in enumerate(lines):
            line = raw.expandtabs(4) if "\t" in raw else raw
            stripped = line.strip()
            if stripped.startswith(">"):
                stripped = _QUOTE.sub("", stripped, count=1).strip()
            if not stripped:
                self._end()
                self._end_table()
                self.blank = True
                continue
            if stripped[0] == "|":
                self._row(stripped, lines[at + 1].strip() if at + 1 < len(lines) else "")
            else:
                if self.head:
                    self._end_table()
                if stripped[0] in _MARKS:
                    self._marked(line, stripped)
                else:
                    self._text(line, stripped)
            self.blank = False

    def _text(self, line: str, stripped: str) -> None:
        """A line of a paragraph, or of the open item."""
        if self.blank and line[0] != " ":
            self.indents.clear()
            self._close()
        self.lines.append(_with_break(line, stripped))

    def _marked(self, line: str, stripped: str) -> None:
        """A line that begins as a heading, a rule, an item or a definition does."""
        first = stripped[0]
        if first in "=-" and _SETEXT.match(stripped) and self._underline(stripped):
            pass
        elif first in "*_-" and _HR.match(stripped):
            self._close()
        elif first == "#" and (atx := _ATX.match(stripped)):
            self._close()
            self.indents.clear()
            self._heading(atx[2] or "", len(atx[1]))
        elif stripped.startswith("```"):
            self._close()
        elif first == ":" and stripped[1:2] in ("", " "):
            self._definition(stripped[2:].strip())
        elif item := _ITEM.match(stripped):
            self._item(stripped[item.end() :], len(line) - len(line.lstrip()))
        else:
            self._text(line, stripped)

    def _definition(self, content: str) -> None:
        """What the lines above are said to mean; a colon alone only tells that these are terms."""
        terms, self.lines = (self.lines, []) if self.kind == "paragraph" else ([], self.lines)
        for term in terms:
            self._block(term, "term", 0)
        self._close()
        if content:
            self.lines, self.kind = [content], "definition"

    def _heading(self, content: str, level: int) -> None:
        """A heading; where it is empty, the next short paragraph takes its place."""
        text, links = read_inline(_CLOSING.sub("", content) if content.endswith("#") else content)
        if text:
            self.blocks.append(Block("heading", text, level=level, links=links))
        else:
            self.heading_level = level

    def _underline(self, rule: str) -> bool:
        """Whether the rule underlined a heading; converters may leave blank lines between the two."""
        level = 1 if rule[0] == "=" else 2
        if self.lines and self.kind == "paragraph":
            content = " ".join(self.lines)
            self.lines = []
            self._heading(content, level)
            return True
        last = self.blocks[-1] if self.blocks and self.blank else None
        if last and last.kind == "paragraph" and len(rule) >= 3 and abs(len(rule) - len(last.text)) <= 4:
            self.blocks[-1] = Block("heading", last.text, level=level, links=last.links)
            return True
        return False

    def _item(self, content: str, indent: int) -> None:
        self._close()
        while self.indents and indent < self.indents[-1] - 1:
            self.indents.pop()
        if (not self.indents or indent > self.indents[-1] + 1) and len(self.indents) < MAX_DEPTH:
            self.indents.append(indent)
        if content.startswith("#") and (atx := _ATX.match(content)):
            self._heading(atx[2] or "", len(atx[1]))
            return
        self.lines, self.kind, self.level = ([content] if content else []), "item", len(self.indents)

    def _row(self, stripped: str, following: str) -> None:
        if rule := _DELIMITERS.match(stripped):
            self._block(stripped[rule.end() :], "paragraph", 0)
            return
        self._close()
        parts = _cells_of(stripped)
        if len(parts) == 1 and len(parts[0]) > LONGEST_HEAD:
            self._laid_out(parts[0])
            return
        cells, links = _read_cells(parts)
        is_head = following.startswith("|") and bool(_DELIMITERS.match(following))
        if is_head:
            self._end_table()
        if not any(cells):
            return
        row = Block("row", " | ".join(cells), 0, cells, self.columns, (), links)
        if is_head and max(map(len, cells)) <= LONGEST_HEAD:
            self.head, self.columns = row, cells
        else:
            self.head = None
            self.blocks.append(row)

    def _end_table(self) -> None:
        """A head that no row follows is a row."""
        if self.head:
            self.blocks.append(self.head)
        self.head, self.columns = None, ()

    def _laid_out(self, cell: str) -> None:
        """A table of one long cell is no table: its lines are lines of the page."""
        self._end_table()
        self.blank = True
        self._read(_BREAK.sub("\n", cell).split("\n"))
        self._close()
        self.indents.clear()

    def _close(self) -> None:
        """Ends the open paragraph, an empty item as well."""
        self._end()
        self.kind, self.level = "paragraph", 0

    def _end(self) -> None:
        """Ends the open paragraph; an empty item stays open, since its text may follow a blank line."""
        if not self.lines:
            return
        lines, kind, level = self.lines, self.kind, self.level
        self.lines, self.kind, self.level = [], "paragraph", 0
        if len(lines) == 1:
            self._block(lines[0], kind, level)
            return
        for part in _broken(lines):
            self._block(part, kind, level)
            kind, level = "paragraph", 0

    def _block(self, source: str, kind: BlockKind, level: int) -> None:
        text, links = read_inline(source)
        if not text:
            return
        if kind == "paragraph":
            wanted = self.heading_level or (BOLD_LEVEL if _is_bold(source) else 0)
            self.heading_level = 0
            if wanted and reads_like_heading(text):
                kind, level = "heading", wanted
        self.blocks.append(Block(kind, text, level, links=links))


def _is_bold(source: str) -> bool:
    """Whether a paragraph is bold throughout and more than a link."""
    if source[0] not in "*_ ":
        return False
    source = source.strip()
    return bool(_BOLD.match(source)) and not (source[2] == "[" and source.endswith((")**", ")__")))


def _with_break(line: str, stripped: str) -> str:
    """The line, with two spaces at its end where a hard break follows."""
    if stripped.endswith("\\") and _BACKSLASH_BREAK.search(stripped):
        return stripped[:-1] + "  "
    return stripped + "  " if line.endswith("  ") else stripped


def _broken(lines: list[str]) -> Iterator[str]:
    """Lines joined to paragraphs; a hard break ends one, unless bold type or a link goes on across it."""
    part: list[str] = []
    stars = brackets = 0
    for line in lines:
        part.append(line.rstrip())
        stars += line.count("**")
        brackets += line.count("[") - line.count("]")
        if line.endswith("  ") and stars % 2 == 0 and brackets == 0:
            yield " ".join(part)
            part, stars, brackets = [], 0, 0
    if part:
        yield " ".join(part)


def _cells_of(row: str) -> list[str]:
    inner = row[1:-1] if row.endswith("|") and not row.endswith("\\|") and len(row) > 1 else row[1:]
    return [part[1] for part in _CELL.finditer(inner) if part.start() < len(inner) or not part.start()]


def _read_cells(parts: list[str]) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    cells: list[str] = []
    links: list[Link] = []
    start = 0
    for part in parts:
        text, inside = read_inline(_IN_CELL.sub(" ", " " + part))
        links.extend(Link(link.start + start, link.end + start, link.target) for link in inside)
        cells.append(text)
        start += len(text) + len(" | ")
    return tuple(cells), tuple(links)
