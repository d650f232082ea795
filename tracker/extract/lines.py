"""The text of a page is cut into lines: one heading, paragraph, item or row each."""

import re

from tracker.extract.line import Line, LineKind
from tracker.extract.names import is_unseen
from tracker.extract.notes import is_call, is_way_back
from tracker.extract.tables import columns_of, is_data_table, rows_of
from tracker.extract.text import Text, hidden_email
from tracker.extract.tree import HEADINGS, Node, Tree

BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
    }
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"}
    | {
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
    }
    | {"p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
    | {"marquee", "listing", "plaintext", "xmp"}
)
_BOLD = frozenset({"b", "strong"})
_RAISED = frozenset({"a", "sup"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪●◦‣■○➢✓✔►\uf0b7\u2219][\s\u00a0]*(?=\S)")


def lines_of(tree: Tree) -> list[Line]:
    """All lines of the page in document order, menus and banners included."""
    writer = _Writer()
    writer.block(tree.root)
    return writer.lines


class _Writer:
    """One walk over the tree."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.text = Text()
        self.node: Node | None = None
        self.heading = 0
        self.item = 0
        """Depth of the item whose first line is still to come; 0 otherwise."""
        self.entry: LineKind = "paragraph"
        """Kind of the first line of a term or a definition, while it is still to come."""
        self.has_term = False
        """Whether the open list of definitions has one; old pages indent by `dd` alone."""
        self.depth = 0
        self.bold = 0
        self.preformatted = False
        self.inline = False

    def flush(self) -> None:
        """Ends the line."""
        if not self.text.pieces or self.node is None:
            self.text.drop_gap()
            return
        text, links, bold = self.text.take()
        if not text:
            return
        kind: LineKind = "paragraph"
        level = 0
        if self.heading:
            kind, level = "heading", self.heading
        elif self.item:
            kind, level = "item", self.item
        else:
            kind = self.entry
        self.item, self.entry = 0, "paragraph"
        if kind == "paragraph" and (bullet := _BULLET.match(text)):
            kind, level = "item", self.depth + 1
            cut = bullet.end()
            text, links = text[cut:], [(max(s - cut, 0), e - cut, t) for s, e, t in links if e > cut]
        line = Line(kind, text, level, self.node)
        line.links = links
        line.linked = sum(text.count(" ", start, end) + 1 for start, end, _ in links)
        line.bold = bold
        self.lines.append(line)

    def block(self, node: Node) -> None:
        """A block element: lines end before and after it."""
        if self.inline:
            self.text.gap()
            self.kids(node)
            self.text.gap()
            return
        self.flush()
        outer, self.node = self.node, node
        tag = node.tag
        if tag == "table" and is_data_table(node):
            self.table(node)
        elif tag in HEADINGS or tag == "summary" or node.get("role") == "heading":
            before, self.heading = self.heading, self.heading or _level(node)
            self.kids(node)
            self.flush()
            self.heading = before
        elif tag in _LISTS:
            self.depth += 1
            self.kids(node)
            self.flush()
            self.depth -= 1
        elif tag == "li":
            self.item = max(self.depth, 1)
            self.kids(node)
            self.flush()
            self.item = 0
        elif tag == "dl":
            before_term, self.has_term = self.has_term, False
            self.kids(node)
            self.flush()
            self.has_term = before_term
        elif tag == "dt" or (tag == "dd" and self.has_term):
            self.has_term = True
            self.entry = "term" if tag == "dt" else "definition"
            self.kids(node)
            self.flush()
            self.entry = "paragraph"
        elif tag == "pre" or _PRE_STYLE.search(node.get("style")):
            before_pre, self.preformatted = self.preformatted, True
            self.kids(node)
            self.flush()
            self.preformatted = before_pre
        else:
            self.kids(node)
            self.flush()
        self.node = outer

    def kids(self, node: Node) -> None:
        for kid in node.kids:
            if isinstance(kid, str):
                self.string(kid)
            elif kid.attributes and is_unseen(kid):
                self.text.gap()
            elif kid.tag in BLOCKS or _BLOCK_STYLE.search(kid.get("style")):
                self.block(kid)
            elif kid.tag == "br":
                self.line_break()
            else:
                self.span(kid)

    def string(self, piece: str) -> None:
        if self.preformatted and not self.inline and "\n" in piece:
            for part in re.split(r"\n[ \t\r]*\n", piece):
                if part is not piece:
                    self.text.add(part, bold=self.bold > 0)
                    self.flush()
            return
        self.text.add(piece, bold=self.bold > 0)

    def line_break(self) -> None:
        if self.inline or self.heading:
            self.text.gap()
        else:
            self.flush()

    def span(self, node: Node) -> None:
        """An inline element, or one whose name says nothing."""
        bold = node.tag in _BOLD or bool(_BOLD_STYLE.search(node.get("style")))
        link = node.tag == "a" and node.get("href")
        if "data-cfemail" in node.attributes:
            self.string(hidden_email(node.get("data-cfemail")))
            return
        if link and is_way_back(node):
            return
        button = node.tag == "button"
        self.bold += bold
        if button or (node.tag in _RAISED and is_call(node)):
            self.text.gap()
        if link:
            self.text.open_link(link)
        self.kids(node)
        if link:
            self.text.close_link()
        if button:
            self.text.gap()
        self.bold -= bold

    def table(self, node: Node) -> None:
        """One line a row; the head row, where there is one, gives every row its columns."""
        rows = []
        self.inline = True
        for row, cells in rows_of(node):
            texts = []
            for cell in cells:
                if cell is not None:
                    self.kids(cell)
                texts.append(self.text.take())
            rows.append((row, texts))
        self.inline = False
        heads = columns_of(
            node, [[text for text, _, _ in texts] for _, texts in rows], [b for _, b in _bolds(rows)]
        )
        for at, (row, texts) in enumerate(rows):
            if any(text for text, _, _ in texts):
                self.lines.append(_row_line("head" if heads and at == 0 else "row", row, texts, heads))


def _bolds(
    rows: list[tuple[Node, list[tuple[str, list[tuple[int, int, str]], bool]]]],
) -> list[tuple[Node, bool]]:
    return [(row, all(bold for text, _, bold in texts if text)) for row, texts in rows]


def _row_line(
    kind: LineKind,
    row: Node,
    texts: list[tuple[str, list[tuple[int, int, str]], bool]],
    heads: tuple[str, ...],
) -> Line:
    line = Line(kind, " | ".join(text for text, _, _ in texts), 0, row)
    line.cells = tuple(text for text, _, _ in texts)
    line.columns = heads
    start = 0
    for text, links, _ in texts:
        line.links.extend((begin + start, end + start, target) for begin, end, target in links)
        start += len(text) + len(" | ")
    line.linked = sum(line.text.count(" ", begin, end) + 1 for begin, end, _ in line.links)
    return line


def _level(node: Node) -> int:
    if node.tag in HEADINGS:
        return HEADINGS[node.tag]
    level = node.get("aria-level")
    return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 6 if node.tag == "summary" else 2
