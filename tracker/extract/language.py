"""The language of a text is told by its script or by its function words."""

import re
import tomllib
from collections import Counter
from pathlib import Path

from tracker.once import once

SAMPLE_CHARS = 6_000
"""Taken in equal parts from the beginning, the middle and the end: titles and lists of countries mislead."""

MIN_WORDS = 12
MIN_SHARE = 0.12
"""Function words among all words; running text has 0.3 to 0.5, a menu or a list of names less than 0.1."""

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_BEYOND = re.compile(r"[\u0370-\u1fff\u2c00-\ud7ff]")
"""Letters of all these scripts, and few other signs."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_MARKS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "ru": (("uk", re.compile(r"[іїєґ]")), ("bg", re.compile(r"ъ(?=[а-я])"))),
    "ar": (("fa", re.compile(r"[پچژگ]")),),
}


def detect(text: str) -> str | None:
    """The ISO 639-1 code; None where the text is too short or too mixed to tell."""
    sample = _sample(text)
    return _by_script(sample) or _by_words(sample)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    part = SAMPLE_CHARS // 3
    middle = len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def _by_script(sample: str) -> str | None:
    """Languages that have a script of their own; kana outweigh the Chinese characters beside them."""
    if sample.isascii() or len(_BEYOND.findall(sample)) < MIN_WORDS:
        return None
    latin = len(_LATIN.findall(sample))
    for code, script in _SCRIPTS:
        count = len(script.findall(sample))
        if count >= MIN_WORDS and count * (8 if code == "ja" else 2) > latin:
            return _within_script(code, sample)
    return None


def _within_script(code: str, sample: str) -> str:
    """Ukrainian, Bulgarian and Persian write letters that Russian and Arabic do not."""
    lower = sample.lower()
    others = _MARKS.get(code, ())
    return next((other for other, mark in others if len(mark.findall(lower)) * 200 > len(lower)), code)


def _by_words(sample: str) -> str | None:
    words = _WORD.findall(sample.lower())
    if len(words) < MIN_WORDS:
        return None
    counts = Counter(words)
    scores = {
        code: sum(counts[word] for word in stop & counts.keys()) for code, stop in _function_words().items()
    }
    best, second = sorted(scores, key=lambda code: (-scores[code], code))[:2]
    if scores[best] < MIN_SHARE * len(words) or scores[best] == scores[second]:
        return None
    return best


@once
def _function_words() -> dict[str, frozenset[str]]:
    path = Path(__file__).parent / "vocabulary" / "stopwords.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))["words"]
    return {code: frozenset(words.split()) for code, words in lists.items()}
