"""The words that tell policy text from the rest of a page are data, a file a language."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.once import once

STEM = 5
"""Letters of a word that are compared: the forms of a word begin alike in these languages."""

VENDORS = ("notice", "consent", "widget", "unseen")
"""Lists of furniture's own names, in the order in which they win."""

LANGUAGES = ("en", "nl", "fr", "de", "es", "it")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of all languages as one set of patterns; page and menus may differ in language."""

    policy: frozenset[str]
    """Beginnings, `STEM` letters long, of words that are typical of privacy policies."""

    weak: frozenset[str]
    """The same for words that are common in policies and elsewhere."""

    title: re.Pattern[str]
    """Titles of policies."""

    link_text: re.Pattern[str]
    """Texts of links to other policies and opt-outs."""

    link_target: re.Pattern[str]
    """Pieces of the addresses of such links, in small letters, since `IGNORECASE` is slow."""

    furniture: re.Pattern[str]
    """Whole lines that are no policy text: "back to top", "print this page"."""

    decisions: re.Pattern[str]
    """Whole labels of the buttons that end a consent dialog."""

    consent: re.Pattern[str]
    """Phrases of consent banners and consent managers."""

    related: re.Pattern[str]
    """Whole heads of what follows a text: related stories, a newsletter, a survey."""

    contents: re.Pattern[str]
    """Whole heads of a list of contents."""


@dataclass(frozen=True, slots=True)
class FurnitureNames:
    """How page furniture is called in class, id, role and label."""

    vendors: re.Pattern[str]
    """Groups: 1 the policy itself, 2 a consent manager, 3 a widget, 4 text for screen readers."""

    kinds: dict[str, str]
    """Word to kind: "menu", "footer", "share", "related", "signup", "feedback", "ads", "overlay"."""


@once
def vocabulary() -> Vocabulary:
    """The word lists, read once."""
    lists: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for name, phrases in _table(language)["words"].items():
            lists.setdefault(name, []).extend(phrases)
    return Vocabulary(
        policy=frozenset(word[:STEM] for word in lists["policy"]),
        weak=frozenset(word[:STEM] for word in lists["weak"]),
        title=_anywhere(lists["title"]),
        link_text=_anywhere(lists["link_text"], stems=True),
        link_target=re.compile("|".join(sorted(set(lists["link_target"])))),
        furniture=_whole(lists["furniture"]),
        decisions=_whole(lists["decisions"]),
        consent=_anywhere(lists["consent"]),
        related=re.compile(rf"\W*(?:\d+\s+)?(?:{_any_of(lists['related'])})\W*\Z", re.IGNORECASE),
        contents=_whole(lists["contents"]),
    )


@once
def furniture_names() -> FurnitureNames:
    """The names, read once."""
    table = _table("furniture")
    groups = (f"({'|'.join(map(re.escape, table['vendors'][name]))})" for name in VENDORS)
    kinds = {word: kind for kind, words in table["names"].items() for word in words}
    return FurnitureNames(re.compile("|".join(groups)), kinds)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def _any_of(phrases: list[str]) -> str:
    """Longest first, so that a phrase wins over its beginning; a space stands for any white space."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def _anywhere(phrases: list[str], *, stems: bool = False) -> re.Pattern[str]:
    """Whole words, or words that begin so."""
    return re.compile(rf"\b(?:{_any_of(phrases)})" + ("" if stems else r"\b"), re.IGNORECASE)


def _whole(phrases: list[str]) -> re.Pattern[str]:
    """A whole line, but for marks around it."""
    return re.compile(rf"\W*(?:{_any_of(phrases)})\W*\Z", re.IGNORECASE)
