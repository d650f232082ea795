"""The title and the date line of a policy often stand outside of the element that holds its text."""

from tracker.extract.dates import is_date_line
from tracker.extract.line import Line
from tracker.extract.vocabulary import vocabulary

MAX_TITLE_WORDS = 14
NEAR_LINES = 30
"""How far before the policy a date line, or a title that is no heading, is looked for."""


def with_title_and_date(kept: list[Line], lines: list[Line], page_title: str) -> list[Line]:
    """The policy with its title in front, and the date line that stands near it."""
    if not kept:
        return kept
    place = {id(line): at for at, line in enumerate(lines)}
    first = place[id(kept[0])]
    near = lines[max(0, first - NEAR_LINES) : first]
    extra = []
    title = _title(kept, lines[:first], near, page_title)
    if title is not None:
        extra.append(title)
    if not any(is_date_line(line.text) for line in kept[:8]):
        date = next((line for line in reversed(near) if not line.linked and is_date_line(line.text)), None)
        if date is not None:
            extra.append(date)
    extra.sort(key=lambda line: place[id(line)])
    return extra + kept


def _title(kept: list[Line], before: list[Line], near: list[Line], page_title: str) -> Line | None:
    """The line outside that is the title; None where the policy has its own."""
    if any(line.kind == "heading" and line.level == 1 for line in kept[:6]):
        return None
    top = [line for line in before if line.kind == "heading" and line.level == 1]
    named = [line for line in top if _names_policy(line)] or [
        line for line in top if _repeats(line, page_title)
    ]
    own = {line.text.casefold() for line in kept[:6]}
    if named:
        return named[-1] if named[-1].text.casefold() not in own else None
    if any(line.words <= MAX_TITLE_WORDS and _names_policy(line) for line in kept[:4]):
        last = before[-1] if before else None
        return last if last and _is_plain_title(last) and last.text.casefold() not in own else None
    headings = [line for line in before if line.kind == "heading" and _names_policy(line)]
    if headings:
        return headings[-1]
    return next((line for line in reversed(near) if _is_plain_title(line)), None)


def _names_policy(line: Line) -> bool:
    return line.words <= MAX_TITLE_WORDS and bool(vocabulary().title.search(line.text))


def _repeats(line: Line, page_title: str) -> bool:
    return 3 < len(line.text) <= 120 and line.text.casefold() in page_title.casefold()


def _is_plain_title(line: Line) -> bool:
    return line.kind in {"paragraph", "term"} and line.linked == 0 and line.words <= 8 and _names_policy(line)
