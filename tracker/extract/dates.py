"""A policy's own dates are read out of its text: when it was updated, from when it applies."""

import calendar
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from typing import Literal

from tracker.extract.document import Block, StatedDate
from tracker.once import once
from tracker.recent import recent

MAX_QUOTE = 300
"""Characters of the words that state a date."""
MAX_LINE_WORDS = 14
"""A line of at most this many words states a date without naming the policy."""
MAX_BETWEEN = 45
"""Characters between the words that state a role and their date."""
MAX_CLAUSE = 600
"""Characters of a clause that is read whole; of a longer one, what stands around its dates."""
BEFORE, AFTER = 150, 60
"""Characters that are read before and after a date in a long clause."""
MAX_DATES = 40
"""Dates of a long clause that are looked at."""
MAX_STATED = 50
"""Dates that are read off one text, at most."""
YEARS = range(1995, 2100)
"""Years in which a policy on the web can have been updated or announced."""

Role = Literal["updated", "effective"]

_YEAR_HINT = re.compile(r"(?:19|20)\d\d|\d[./-]\d{1,2}[./-]\d\d")
_CLAUSE = re.compile(r"(?<=\w{3}[.!?;])\s+(?=[^\W\d_a-z])|\s+\|\s+(?=\S{12})")
_DASHES = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class _Found:
    """A date and where it stands."""

    start: int
    end: int
    iso: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled word lists of all languages."""

    months: dict[str, int]
    written: re.Pattern[str]
    effective: re.Pattern[str]
    updated: re.Pattern[str]
    until: re.Pattern[str]
    itself: re.Pattern[str]
    other: re.Pattern[str]
    past: re.Pattern[str]
    archive: re.Pattern[str]


@once
def _grammar() -> _Grammar:
    text = files("tracker.extract").joinpath("dates.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text).values()
    months = {
        name: number
        for table in tables
        for number, names in enumerate(table["months"], 1)
        for name in names.split("|")
    }
    month = "|".join(sorted(months, key=len, reverse=True))
    day = r"(?P<{}>[0-3]?\d)(?:\.|er|ère|°|º|st|nd|rd|th|e)?"
    written = (
        rf"\b{day.format('d1')}(?:\s*(?:of|de|di|-|\s)\s*|\s*)(?P<m1>{month})[^\W\d_]*\.?,?(?:\s*(?:de|del|-)?\s*)(?P<y1>(?:19|20)\d\d)\b"
        rf"|\b(?P<m2>{month})[^\W\d_]*\.?\s+{day.format('d2')}\s*(?:,|\s|\.|-)\s*(?P<y2>(?:19|20)\d\d)\b"
        rf"|\b(?P<m3>{month})[^\W\d_]*\.?,?\s+(?:de\s+|del\s+|of\s+)?(?P<y3>(?:19|20)\d\d)\b"
        r"|\b(?P<y4>(?:19|20)\d\d)(?P<s4>[-/.])(?P<m4>[01]?\d)(?P=s4)(?P<d4>[0-3]?\d)(?!\d)"
        r"|\b(?P<a5>[0-3]?\d)(?P<s5>\s?[-/.]\s?)(?P<b5>[0-3]?\d)(?P=s5)(?P<y5>(?:19|20)?\d\d)(?!\d|[.,]\d)"
        r"|(?P<y6>(?:19|20)\d\d)\s?[年년]\s?(?P<m6>1?\d)\s?[月월]\s?(?:(?P<d6>[0-3]?\d)\s?[日일])?"
        r"|\b(?P<m7>0?[1-9]|1[0-2])/(?P<y7>(?:19|20)\d\d)\b"
    )

    def any_of(role: str) -> re.Pattern[str]:
        phrases = [phrase for table in tables for phrase in table[role]]
        joined = "|".join(sorted(phrases, key=len, reverse=True)).replace(" ", r"\s+")
        return re.compile(rf"(?<![^\W\d_])(?:{joined})", re.IGNORECASE)

    return _Grammar(
        months,
        re.compile(written, re.IGNORECASE),
        *(any_of(role) for role in ("effective", "updated", "until", "self", "other", "past", "archive")),
    )


def stated_dates(blocks: Sequence[Block], language: str | None) -> tuple[StatedDate, ...]:
    """The dates that a text states of itself, in order, each role and date once; "2023-09" if without a day.

    `language` decides the order of day and month in numeric dates, where the text itself does not.
    """
    grammar = _grammar()
    month_first = _month_first(blocks, language)
    stated: dict[tuple[Role, str], StatedDate] = {}
    for index, block in enumerate(blocks):
        if not _YEAR_HINT.search(block.text) or any(
            grammar.archive.match(title) for title in block.path[-1:]
        ):
            continue
        if len(stated) >= MAX_STATED:
            break
        for line in _lines(block):
            found = _found(line, month_first)
            if not found:
                continue
            lead = _lead_in(blocks, index, line, found)
            for role, iso in _roles(line, found, lead):
                stated.setdefault((role, iso), StatedDate(role, iso, _quote(lead, line)))
    return tuple(stated.values())


def without_dates(text: str) -> str:
    """The text with a mark in place of every date, so that texts can be compared but for their dates."""
    if not _YEAR_HINT.search(text):
        return text
    return _grammar().written.sub("~", text.translate(_DASHES))


def is_date_line(text: str) -> bool:
    """Whether a text is a line that does nothing but date the policy: "Last updated: 3 May 2024"."""
    if len(text) > 200 or not _YEAR_HINT.search(text):
        return False
    rest, count = _grammar().written.subn("~", text.translate(_DASHES))
    if not count:
        return False
    words = re.findall(r"[^\W\d_]+", rest)
    labelled = _grammar().effective.search(rest) or _grammar().updated.search(rest)
    return len(words) <= (MAX_LINE_WORDS if labelled else 1)


def _lines(block: Block) -> Iterator[str]:
    """The clauses of a block in which a date and its role stand together."""
    text = block.text.translate(_DASHES)
    start = 0
    for match in _CLAUSE.finditer(text):
        yield from _readable(text[start : match.start()].strip())
        start = match.end()
    yield from _readable(text[start:].strip())


def _readable(clause: str) -> Iterator[str]:
    if len(clause) <= MAX_CLAUSE:
        yield clause
        return
    for match in islice(_grammar().written.finditer(clause), MAX_DATES):
        yield clause[max(0, match.start() - BEFORE) : match.end() + AFTER]


def _month_first(blocks: Sequence[Block], language: str | None) -> bool:
    """Whether 04/05/2023 is a day in April: by the text's other dates, else by its language."""
    if language != "en":
        return False
    for block in blocks:
        for first, second in re.findall(r"\b([0-3]?\d)[-/.]([0-3]?\d)[-/.](?:20)\d\d\b", block.text):
            if int(first) > 12 >= int(second):
                return False
            if int(second) > 12 >= int(first):
                return True
    return True


@recent
def _found(line: str, month_first: bool) -> tuple[_Found, ...]:
    return tuple(_dates_in(line, month_first))


def _dates_in(line: str, month_first: bool) -> Iterator[_Found]:
    months = _grammar().months
    for match in _grammar().written.finditer(line):
        part = match.groupdict()
        if part["m1"]:
            iso = _iso(part["y1"], months[part["m1"].lower()], part["d1"])
        elif part["m2"]:
            iso = _iso(part["y2"], months[part["m2"].lower()], part["d2"])
        elif part["m3"]:
            iso = _iso(part["y3"], months[part["m3"].lower()], None)
        elif part["y4"]:
            iso = _iso(part["y4"], part["m4"], part["d4"])
        elif part["y5"]:
            first = month_first and part["s5"].strip() != "."
            iso = _numeric(part["y5"], part["a5"], part["b5"], first)
        elif part["y6"]:
            iso = _iso(part["y6"], part["m6"], part["d6"])
        else:
            iso = _iso(part["y7"], part["m7"], None)
        if iso:
            yield _Found(match.start(), match.end(), iso)


def _numeric(year: str, one: str, other: str, month_first: bool) -> str | None:
    month, day = (one, other) if month_first else (other, one)
    if int(month) > 12:
        month, day = day, month
    return _iso(year if len(year) == 4 else "20" + year, month, day)


def _iso(year: str, month: str | int, day: str | None) -> str | None:
    """The date in ISO form, None if there is no such day."""
    y, m = int(year), int(month)
    if y not in YEARS or not 1 <= m <= 12:
        return None
    if day is None:
        return f"{y}-{m:02}"
    return f"{y}-{m:02}-{int(day):02}" if 1 <= int(day) <= calendar.monthrange(y, m)[1] else None


def _lead_in(blocks: Sequence[Block], index: int, line: str, found: Sequence[_Found]) -> str:
    """The label above a bare date: "Effective date" as a heading or a line of its own."""
    bare = len(found) == 1 and len(line) - (found[0].end - found[0].start) <= 6
    if not bare:
        return ""
    above = blocks[index - 1].text if index else ""
    label = above if len(above.split()) <= 6 and not _YEAR_HINT.search(above) else ""
    return label or next(reversed(blocks[index].path), "")


def _roles(line: str, found: Sequence[_Found], lead: str) -> Iterator[tuple[Role, str]]:
    if lead:
        label = lead.translate(_DASHES)
        if len(label.split()) <= 6:
            for role in _label_roles(label):
                yield role, found[0].iso
        return
    end = 0
    for date in found:
        before, after = line[end : date.start], line[date.end :]
        yield from ((role, date.iso) for role in _roles_of(line, before, after))
        end = date.end


def _label_roles(label: str) -> Iterator[Role]:
    grammar = _grammar()
    if any(pattern.search(label) for pattern in (grammar.until, grammar.other, grammar.past)):
        return
    if grammar.effective.search(label):
        yield "effective"
    if grammar.updated.search(grammar.effective.sub(_blank, label)):
        yield "updated"


def _roles_of(line: str, before: str, after: str) -> Iterator[Role]:
    """What the words around a date make of it; nothing where they speak of something else."""
    grammar = _grammar()
    close = before[-MAX_BETWEEN - 60 :]
    if _ends_with(grammar.until, close, 4) or _speaks_of_other(before[-90:]):
        return
    effective = _near_end(grammar.effective, close)
    updated = _near_end(grammar.updated, grammar.effective.sub(_blank, close))
    trailing = grammar.effective.match(after.lstrip(" ,(")) if not effective else None
    labelled = before.rstrip().endswith(":")
    if not (labelled or len(line.split()) <= MAX_LINE_WORDS or grammar.itself.search(line)):
        return
    if effective is not None or trailing:
        yield "effective"
    if trailing and effective is None:
        return
    if updated is not None and (effective is None or _share(close, effective, updated)):
        yield "updated"


def _speaks_of_other(before: str) -> bool:
    """Whether the words before a date are about a former text, or about a law and not the text itself."""
    grammar = _grammar()
    if grammar.past.search(before):
        return True
    laws = list(grammar.other.finditer(before))
    return bool(laws) and not grammar.itself.search(before, laws[-1].end())


def _blank(match: re.Match[str]) -> str:
    return "~" * len(match[0])


def _ends_with(pattern: re.Pattern[str], text: str, slack: int) -> bool:
    return any(len(text) - match.end() <= slack for match in pattern.finditer(text))


def _near_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match with few words, and none that end a thought, between it and the date."""
    last = None
    for match in pattern.finditer(text):
        between = text[match.end() :]
        if len(between) <= MAX_BETWEEN and not re.search(r"[.;!?]\s", between):
            last = match
    return last


def _share(text: str, effective: re.Match[str], updated: re.Match[str]) -> bool:
    """Whether the two labels share one date: "Effective and last updated: …"."""
    first, second = sorted((effective.span(), updated.span()))
    between = text[first[1] : second[0]]
    return re.fullmatch(r"\W*(?:[&/,:]|\b\w{1,3}\b)\W*(?:date\W*)?", between) is not None


def _quote(lead: str, line: str) -> str:
    text = f"{lead} {line}" if lead else line
    return text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 1] + "…"
