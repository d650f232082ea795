"""The words of policies in six languages, as data files."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STEM = 5
"""Letters of a word that are compared: the forms of a word begin alike in these languages."""

LANGUAGES = ("en", "nl", "fr", "de", "es", "it")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of all languages as one set of patterns; page and vocabulary may differ in language."""

    policy: frozenset[str]
    """Beginnings, `STEM` letters long, of the words that make a sentence one of a privacy policy."""

    title: re.Pattern[str]
    """Titles of policies."""

    link_text: re.Pattern[str]
    """Texts of links to other policies and opt-outs."""

    link_target: re.Pattern[str]
    """Pieces of the addresses of such links."""

    furniture: re.Pattern[str]
    """Whole lines that are no policy text: "back to top", "print this page"."""

    consent: re.Pattern[str]
    """Phrases of consent banners and consent managers."""

    contents: re.Pattern[str]
    """Heads of a list of contents."""

    date: re.Pattern[str]
    """Words of a "last updated" line."""


@cache
def vocabulary() -> Vocabulary:
    """The word lists, read once."""
    lists: dict[str, list[str]] = {}
    for language in LANGUAGES:
        text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
        for name, phrases in tomllib.loads(text)["words"].items():
            lists.setdefault(name, []).extend(phrases)
    return Vocabulary(
        policy=frozenset(word[:STEM] for word in lists["policy"]),
        title=_anywhere(lists["title"]),
        link_text=_anywhere(lists["link_text"], stems=True),
        link_target=re.compile("|".join(sorted(set(lists["link_target"]))), re.IGNORECASE),
        furniture=re.compile(rf"(?:{_any_of(lists['furniture'])})\W*\Z", re.IGNORECASE),
        consent=_anywhere(lists["consent"]),
        contents=re.compile(rf"\W*(?:{_any_of(lists['contents'])})\W*\Z", re.IGNORECASE),
        date=_anywhere(lists["date"]),
    )


def _any_of(phrases: list[str]) -> str:
    """Longest first, so that a phrase wins over its beginning; a space stands for any white space."""
    return "|".join(
        re.escape(phrase).replace(r"\ ", r"\s+")
        for phrase in sorted(set(phrases), key=lambda p: (-len(p), p))
    )


def _anywhere(phrases: list[str], *, stems: bool = False) -> re.Pattern[str]:
    """Whole words, or words that begin so."""
    return re.compile(rf"\b(?:{_any_of(phrases)})" + ("" if stems else r"\b"), re.IGNORECASE)
