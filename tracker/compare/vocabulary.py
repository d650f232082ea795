"""The word lists that say what an edit touches, one set for each language."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from tracker.once import once

MAX_ASKED = 20_000
"""Words whose look-up is kept."""

GUIDE_VERBS = 3
"""Verbs of handling from which on a sentence is a guide."""

_LANGUAGES = ("en", "nl", "fr", "de", "es", "it")


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, and beginnings of words."""

    words: frozenset[str]
    stems: tuple[str, ...]
    asked: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Words that were looked up before: a policy has few different ones."""

    def __contains__(self, word: str) -> bool:
        known = self.asked.get(word)
        if known is None:
            known = word in self.words or word.startswith(self.stems)
            if len(self.asked) < MAX_ASKED:
                self.asked[word] = known
        return known


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lists of one language, joined with the English ones, which policies borrow from."""

    practice: WordList
    faint: WordList
    """Those of practice that alone say nothing of it: "privacy", "account"."""
    contact: WordList
    guide: WordList
    """Verbs of what one does with a page or an app: click, tap, scroll."""
    weighty: WordList
    plain: WordList
    page: WordList
    referral: re.Pattern[str]
    banner: re.Pattern[str]
    groups: dict[str, str]
    """The name of the group of synonyms a word belongs to."""
    consent: dict[str, bool]
    """Lines of consent dialogs; whether no policy has such a line."""

    def is_guide(self, words: Sequence[str]) -> bool:
        """Whether a sentence leads through menus and buttons."""
        return sum(word in self.guide for word in words) >= GUIDE_VERBS


@once
def vocabulary(language: str | None) -> Vocabulary:
    """The lists for a language code; those of all languages where it is unknown."""
    text = files("tracker.compare").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    chosen = dict.fromkeys(("en", language)) if language in _LANGUAGES else _LANGUAGES
    lists = [tables[name] for name in chosen]

    def words(name: str) -> WordList:
        entries = [entry for table in lists for entry in table[name]]
        stems = tuple(sorted(entry[:-1] for entry in entries if entry.endswith("*")))
        return WordList(frozenset(entry for entry in entries if not entry.endswith("*")), stems)

    def phrases(name: str, start: str) -> re.Pattern[str]:
        return _any(start, (entry for table in lists for entry in table[name]))

    groups = {word: group[0] for group in reversed(tables["synonyms"]["groups"]) for word in group}
    return Vocabulary(
        words("practice"),
        words("faint"),
        words("contact"),
        words("guide"),
        words("weighty"),
        words("plain"),
        words("page"),
        phrases("referral", r"^\W*"),
        phrases("banner", r"^\W*"),
        groups,
        {line: kind == "strong" for kind in ("weak", "strong") for line in tables["consent"][kind]},
    )


def _any(start: str, entries: Iterable[str]) -> re.Pattern[str]:
    return re.compile(start + "(?:" + "|".join(entries) + ")", re.IGNORECASE)
