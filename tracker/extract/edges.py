"""The edges of a policy are cleaned element by element, then line by line."""

import re
from collections import Counter
from collections.abc import Iterator

from tracker.extract.line import Line
from tracker.extract.names import kinds_of, label_of
from tracker.extract.tree import Node
from tracker.extract.vocabulary import vocabulary
from tracker.extract.weigh import PROSE_WORDS, Weights

NO_PROSE = 3.0
"""Less policy prose than this is none: a word of the vocabulary stands in many a teaser."""

MAX_LEVELS = 12

_CONTAINERS = frozenset(
    {
        "div",
        "section",
        "aside",
        "nav",
        "form",
        "footer",
        "header",
        "ul",
        "ol",
        "figure",
        "a",
        "button",
        "span",
    }
    | {"center", "table", "article", "details", "fieldset", "dl", "main"}
)
_NUMBER = re.compile(r"\A\W{0,5}(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\s+", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)


def edge_furniture(root: Node, weights: Weights, gone: bytearray) -> Iterator[Node]:
    """What stands before the first and after the last policy prose, on every level down, and is no text."""
    for last in (False, True):
        node: Node | None = root
        for _ in range(MAX_LEVELS):
            if node is None:
                break
            kids = [kid for kid in node.elements() if not gone[kid.index]]
            if last:
                kids.reverse()
            inner = None
            for kid in kids:
                if weights.prose[kid.index] >= NO_PROSE:
                    inner = kid
                    break
                if _is_furniture(kid, weights, strict=root.tag == "body"):
                    yield kid
            node = inner


def _is_furniture(node: Node, weights: Weights, *, strict: bool) -> bool:
    at = node.index
    if node.tag not in _CONTAINERS or not weights.words[at] or "@" in label_of(node):
        return False
    linked = weights.link_share(node)
    if node.tag in {"ul", "ol", "table", "dl"}:
        return linked > 0.6
    if linked > 0.3 or weights.controls[at] or (linked > 0 and kinds_of(node)):
        return True
    if weights.links[at] >= 3 and linked > 0.1:
        return True
    return strict and weights.plain[at] > 0


def trimmed(lines: list[Line]) -> list[Line]:
    """The lines without lists of contents, "back to top", menus at both ends."""
    drop = _contents_lists(lines) | _furniture_lines(lines)
    lines = [line for at, line in enumerate(lines) if at not in drop]
    following = [*lines[1:], None]
    lines = [line for line, after in zip(lines, following, strict=False) if not _heads_nothing(line, after)]
    begin, end = 0, len(lines)
    while begin < end and _is_menu_line(lines[begin]):
        begin += 1
    while end > begin and _is_tail_line(lines[end - 1]):
        end -= 1
    return lines[begin:end]


def _is_menu_line(line: Line) -> bool:
    """A short line at the edge that is nothing but links, none of them an address to write to."""
    if line.kind == "heading" or line.words >= PROSE_WORDS * 3:
        return False
    if vocabulary().furniture.match(line.text):
        return True
    return line.linked >= 0.8 * line.words and "@" not in line.text


def _is_tail_line(line: Line) -> bool:
    if line.kind == "heading":
        return bool(vocabulary().related.match(line.text))
    return _is_menu_line(line) or bool(_COPYRIGHT.match(line.text) and line.words < 40)


def _furniture_lines(lines: list[Line]) -> set[int]:
    """Lines such as "back to top": a link or a button throughout, known by its words or by coming again."""
    known = vocabulary().furniture
    links = {at: line for at, line in enumerate(lines) if _is_short_link(line)}
    often = Counter(line.text for line in links.values() if line.links and _inside(line))
    return {at for at, line in links.items() if often[line.text] >= 3 or known.match(line.text)}


def _is_short_link(line: Line) -> bool:
    return line.words <= 6 and line.kind != "row" and (line.linked == line.words or line.node.tag == "button")


def _inside(line: Line) -> bool:
    """Whether all its links lead to places on the page itself."""
    return all("#" in target or target.startswith("javascript:") for _, _, target in line.links)


def _contents_lists(lines: list[Line]) -> set[int]:
    """Runs of links into the page itself, with the head above them."""
    drop: set[int] = set()
    seen = Counter(_bare(line) for line in lines)
    run: list[int] = []
    for at, line in enumerate([*lines, None]):
        if line is not None and _is_contents_line(line):
            run.append(at)
            continue
        if len(run) >= 3 and _leads_into_page([lines[one] for one in run], seen):
            drop.update(run)
            before = run[0] - 1
            if before >= 0 and vocabulary().contents.match(lines[before].text):
                drop.add(before)
        run = []
    return drop


def _leads_into_page(run: list[Line], seen: Counter[str]) -> bool:
    """Whether links to places on one page mean this page: they say so, or repeat its headings."""
    pages = {target.partition("#")[0] for line in run for _, _, target in line.links}
    repeated = sum(seen[_bare(line)] > 1 for line in run)
    return pages == {""} or (len(pages) == 1 and 2 * repeated >= len(run))


def _bare(line: Line) -> str:
    """The text without number, case, closing mark."""
    return _NUMBER.sub("", line.text).rstrip(".:?! ").casefold()


def _heads_nothing(line: Line, after: Line | None) -> bool:
    """The head of a list of contents that is gone."""
    follows = after is None or after.kind == "heading"
    return line.kind == "heading" and follows and bool(vocabulary().contents.match(line.text))


def _is_contents_line(line: Line) -> bool:
    return (
        line.kind not in {"row", "head"}
        and line.linked >= 0.7 * line.words
        and bool(line.links)
        and all("#" in target[:-1] for _, _, target in line.links)
    )
