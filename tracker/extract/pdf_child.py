"""This process reads one PDF from its standard input under limits that it sets on itself."""

import io
import json
import re
import resource
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

BULLET = re.compile(r"\s*(?:[•●▪◦‣·∙]|[-–—*o](?=\s))\s*")
NUMBERED = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")
SENTENCE_END = (".", "!", "?", ":", ";")
LARGER = 1.12
"""A heading is set at least so much larger than the text."""
FURNITURE_SHARE = 0.6
"""A first or last line that stands on so many of the pages is no text."""


@dataclass(slots=True)
class Line:
    """One printed line."""

    text: str = ""
    size: float = 0.0
    bold: bool = True
    y: float = 0.0

    def add(self, text: str, size: float, bold: bool, y: float) -> None:
        if text.strip():
            self.size = max(self.size, size)
            self.bold = self.bold and bold
            self.y = y
        self.text += text


@dataclass(slots=True)
class Lines:
    """Collects the lines of one page, as pypdf visits its pieces of text."""

    done: list[Line] = field(default_factory=list)
    open: Line = field(default_factory=Line)

    def visit(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[3]) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = "bold" in name or "black" in name or "heavy" in name
        for at, piece in enumerate(text.split("\n")):
            if at:
                self.end()
            self.open.add(piece, float(size or 0.0) * scale, bold, float(tm[5]))

    def end(self) -> None:
        """Close the line that is open."""
        self.open.text = " ".join(self.open.text.split())
        if self.open.text:
            self.done.append(self.open)
        self.open = Line()


def main() -> None:
    """Print the text of the PDF as Markdown; the limits come as JSON in the first argument."""
    limits = json.loads(sys.argv[1])
    _limit(resource.RLIMIT_CPU, int(limits["seconds"]) + 1)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform != "darwin":  # there the limit cannot be set below what is mapped already
        _limit(resource.RLIMIT_AS, int(limits["memory_bytes"]))
    body = sys.stdin.buffer.read()
    text = "\n\n".join(blocks(read(body, int(limits["pages"]))))
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace")[: int(limits["text_bytes"])])


def _limit(what: int, value: int) -> None:
    resource.setrlimit(what, (value, value))


def read(body: bytes, most_pages: int) -> list[list[Line]]:
    """The lines of each page, without running heads and page numbers."""
    from pypdf import PdfReader  # noqa: PLC0415  (an extra)

    pages: list[list[Line]] = []
    for page, _ in zip(PdfReader(io.BytesIO(body), strict=False).pages, range(most_pages), strict=False):
        lines = Lines()
        page.extract_text(visitor_text=lines.visit)
        lines.end()
        pages.append(lines.done)
    return [_without_furniture(page, _furniture(pages)) for page in pages]


def _furniture(pages: list[list[Line]]) -> frozenset[str]:
    if len(pages) < 3:
        return frozenset({"#"})
    edges = Counter(mark for page in pages for mark in {_mark(line) for line in (*page[:2], *page[-2:])})
    return frozenset(mark for mark, count in edges.items() if count >= FURNITURE_SHARE * len(pages)) | {"#"}


def _mark(line: Line) -> str:
    """A line as it stands on every page: numbers differ."""
    return re.sub(r"\d+", "#", line.text)


def _without_furniture(page: list[Line], furniture: frozenset[str]) -> list[Line]:
    inner = range(2, len(page) - 2)
    return [line for at, line in enumerate(page) if at in inner or _mark(line) not in furniture]


def blocks(pages: Iterable[list[Line]]) -> Iterator[str]:
    """Markdown blocks: headings by size or weight, items by their marks, paragraphs by gaps."""
    pages = list(pages)
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page:
            weights[round(line.size, 1)] += len(line.text)
    usual = weights.most_common(1)[0][0] if weights else 0.0
    sizes = sorted((size for size in weights if size > usual * LARGER), reverse=True)
    all_bold = all(line.bold for page in pages for line in page)
    open_block = ""
    last: Line | None = None
    for line in (line for page in pages for line in page):
        level = _level(line, usual, sizes, all_bold=all_bold)
        if level:
            yield from (open_block,) if open_block else ()
            open_block, last = "", None
            yield f"{'#' * level} {line.text}"
        elif last is None or _starts_block(line, last, usual):
            yield from (open_block,) if open_block else ()
            open_block, last = _item_or_text(line.text), line
        else:
            open_block, last = _joined(open_block, line.text), line
    yield from (open_block,) if open_block else ()


def _level(line: Line, usual: float, sizes: list[float], *, all_bold: bool) -> int:
    """1 to 4 for a heading, else 0."""
    short = len(line.text.split()) <= 16 and not line.text.endswith((".", ",", ";"))
    if not short or BULLET.match(line.text):
        return 0
    size = round(line.size, 1)
    if size > usual * LARGER:
        return min(sizes.index(size) + 1, 3)
    return 4 if line.bold and not all_bold and size >= usual else 0


def _starts_block(line: Line, last: Line, usual: float) -> bool:
    if BULLET.match(line.text) or (NUMBERED.match(line.text) and last.text.endswith(SENTENCE_END)):
        return True
    gap = last.y - line.y
    if gap > 1.7 * max(usual, 1.0):
        return True
    new_page = gap < 0
    return new_page and last.text.endswith(SENTENCE_END)


def _item_or_text(text: str) -> str:
    bullet = BULLET.match(text)
    return f"- {text[bullet.end() :]}" if bullet and text[bullet.end() :] else text


def _joined(block: str, text: str) -> str:
    """Two lines of one block; a word that was cut at the end of the line is whole again."""
    if re.search(r"[a-zà-ÿ]-$", block) and text[:1].islower():
        return block[:-1] + text
    return f"{block} {text}"


if __name__ == "__main__":
    main()
