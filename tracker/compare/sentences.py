"""Blocks are cut into sentences without losing a character."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from tracker.compare.comparison import Sentence
from tracker.extract.document import Block, Document
from tracker.recent import recent

# A stop, then one of: what closes behind it with the white space before something that can open a sentence;
# nothing, for a full-width stop; nothing, for a stop that lost its space: "…your data.We also…".
_CANDIDATE = re.compile(
    r"[.!?…。！？](?:[\"'”’»)\]]*\s+(?=[\"'“‘«‹„(\[¿¡]*[^\W_a-z])|(?<=[。！？])"
    r"|(?<=[^\W\d_]{3}[.!?])(?=[A-ZÀ-Þ][a-zß-ÿ]+[ ,]))"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"“„«'’/]+$")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\. )+[^\W\d_]$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"[^\W\d_]|(?:\w\.)+\w")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVXLCivxlc]{1,6})[.)]*")
_MONTHS = re.compile(
    r"(?:jan|feb|fév|mar|mär|maa|apr|avr|abr|may|mai|mei|mag|jun|jui|giu|jul|lug|aug|aoû|ago|sep|set|oct|okt"
    r"|ott|nov|dec|déc|dez|dic|ene|gen)",
    re.IGNORECASE,
)
_LANGUAGES = ("en", "nl", "fr", "de", "es", "it")


class _Abbreviations:
    """The word lists of one language, with those that hold for any."""

    __slots__ = ("company", "never", "number", "starters")

    def __init__(self, tables: list[dict[str, list[str]]]) -> None:
        self.never = frozenset(word for table in tables for word in table.get("never", ()))
        self.number = frozenset(word for table in tables for word in table.get("number", ()))
        self.company = frozenset(word for table in tables for word in table.get("company", ()))
        self.starters = frozenset(word for table in tables for word in table.get("starters", ()))


@cache
def _abbreviations(language: str | None) -> _Abbreviations:
    text = files("tracker.compare").joinpath("abbreviations.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    chosen = [language] if language in _LANGUAGES else ["en"]
    return _Abbreviations([tables["any"], *(tables[name] for name in chosen)])


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences of a document; those of one block joined give its text apart from white space."""
    return tuple(
        sentence
        for index, block in enumerate(document.blocks)
        for sentence in sentences_of(block, index, document.language)
    )


def sentences_of(block: Block, index: int, language: str | None) -> Iterator[Sentence]:
    """The sentences of one block; headings and rows are never cut."""
    if block.kind in {"heading", "row"}:
        yield Sentence(block.text, index, 0, block.path)
        return
    for start, end in split(block.text, language):
        yield Sentence(block.text[start:end], index, start, block.path)


@recent
def split(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence in a text on one line; white space between them belongs to none."""
    return tuple(_split(text, language))


def _split(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CANDIDATE.finditer(text):
        if match[0][0] == "." and not _ends(text, start, match.start(), match.end(), language):
            continue
        end = match.end()
        while text[end - 1].isspace():
            end -= 1
        yield start, end
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        yield start, len(text)


def _ends(text: str, start: int, stop: int, following: int, language: str | None) -> bool:
    """Whether the full stop at `stop` ends a sentence that began at `start`."""
    before = _WORD_BEFORE.search(text, max(start, stop - 40), stop)
    if before is None:
        return True
    word = before[0].lower()
    lists = _abbreviations(language)
    if _ENUMERATOR.fullmatch(text, start, stop) or word in lists.never:
        return False
    spaced = _SPACED.search(text, max(start, stop - 12), stop)
    if spaced is not None and spaced[0].lower() in lists.never:  # "z. B."
        return False
    opener = _FIRST_WORD.search(text, following)
    first = opener[0].lower() if opener else ""
    starts = first in lists.starters
    if word.isdigit() and len(word) <= 3:
        return starts or not (first[:1].isdigit() or _MONTHS.match(first) or language == "de")
    if word in lists.number:
        return starts
    return starts or not (word in lists.company or _INITIALS.fullmatch(word))
