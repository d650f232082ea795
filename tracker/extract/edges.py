"""The edges of a policy are cleaned, and its title and date brought back from outside."""

import re

from tracker.extract.dates import is_date_line
from tracker.extract.lines import Line
from tracker.extract.tree import Node
from tracker.extract.vocabulary import vocabulary
from tracker.extract.weigh import PROSE_WORDS, Weights

MAX_TITLE_WORDS = 14
NEAR_LINES = 25
"""How far before the policy its title and date are looked for."""

_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)


def trimmed(lines: list[Line], root: Node, weights: Weights) -> list[Line]:
    """The lines without furniture at both ends and between."""
    drop = _contents_lists(lines) | _furniture_lines(lines)
    lines = [line for at, line in enumerate(lines) if at not in drop]
    begin, end = 0, len(lines)
    while begin < end and _is_menu_line(lines[begin]):
        begin += 1
    while end > begin and (_is_menu_line(lines[end - 1]) or _COPYRIGHT.match(lines[end - 1].text)):
        end -= 1
    return lines[begin:end]


def _is_menu_line(line: Line) -> bool:
    """A short line at the edge that is nothing but links, none of them an address to write to."""
    if line.kind == "heading" or line.words >= PROSE_WORDS * 3:
        return False
    if vocabulary().furniture.match(line.text):
        return True
    return line.linked >= 0.8 * line.words and "@" not in line.text


def _furniture_lines(lines: list[Line]) -> set[int]:
    """Lines such as "back to top" that are a link or a button throughout."""
    known = vocabulary().furniture
    return {
        at
        for at, line in enumerate(lines)
        if line.words <= 6
        and line.kind != "row"
        and (line.linked == line.words or line.node.tag == "button")
        and known.match(line.text)
    }


def _contents_lists(lines: list[Line]) -> set[int]:
    """Runs of links into the page itself, with the head above them."""
    drop: set[int] = set()
    run: list[int] = []
    for at, line in enumerate([*lines, None]):
        if line is not None and _is_contents_line(line):
            run.append(at)
            continue
        if len(run) >= 3:
            drop.update(run)
            before = run[0] - 1
            if before >= 0 and vocabulary().contents.match(lines[before].text):
                drop.add(before)
        run = []
    return drop


def _is_contents_line(line: Line) -> bool:
    return (
        line.kind in {"paragraph", "item", "heading"}
        and line.linked >= 0.7 * line.words
        and bool(line.links)
        and all(target.startswith("#") and len(target) > 1 for _, _, target in line.links)
    )


def with_title_and_date(kept: list[Line], lines: list[Line], root: Node, page_title: str) -> list[Line]:
    """The policy with its title in front, and the date line that stands between the two."""
    if not kept:
        return kept
    place = {id(line): at for at, line in enumerate(lines)}
    first = place[id(kept[0])]
    before = lines[max(0, first - NEAR_LINES) : first]
    extra: list[Line] = []
    if not any(_is_title(line, page_title) for line in kept[:6]):
        title = next((line for line in reversed(before) if _is_title(line, page_title)), None)
        if title is None:
            title = next((line for line in reversed(lines[:first]) if _is_title(line, page_title)), None)
        if title is not None:
            extra.append(title)
    if not any(is_date_line(line.text) for line in kept[:8]):
        date = next((line for line in reversed(before) if is_date_line(line.text) and not line.linked), None)
        if date is not None:
            extra.append(date)
    extra.sort(key=lambda line: place[id(line)])
    return extra + kept


def _is_title(line: Line, page_title: str) -> bool:
    """A heading, or a short line alone, that names a policy or repeats the title of the page."""
    if line.words > MAX_TITLE_WORDS or line.kind in {"row", "head", "item"}:
        return False
    named = bool(vocabulary().title.search(line.text))
    if line.kind == "heading":
        repeated = line.level == 1 and line.text.casefold() in page_title.casefold() and len(line.text) > 3
        return named or repeated
    return named and line.linked == 0 and line.words <= 8
