"""Substance is how much of a text speaks as privacy policies do."""

import re
import tomllib
from importlib.resources import files

from tracker.extract.document import Document
from tracker.once import once

LEAST_DENSITY = 3.5
ENOUGH_DENSITY = 5.0
"""Policy words in a hundred words: measured in `docs/gate.md`, with what lies on either side."""

SAMPLE_WORDS = 3000
STEM_LENGTHS = range(3, 10)

TITLE = re.compile(
    r"privacy|cookie|data (?:policy|protection|notice)|personal data|confidential|vie privée|"
    r"données personnelles|datenschutz|privacidad|datos personales|riservatezza|dati personali|gegevens",
    re.IGNORECASE,
)
"""What policies call themselves."""

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def size_of(document: Document) -> int:
    """Words, where scripts without spaces count two signs as a word."""
    words = document.words
    if words > 400:
        return words
    signs = sum(len(_CJK.findall(block.text)) for block in document.blocks)
    return max(words, signs // 2)


def density(document: Document) -> float | None:
    """Policy words in a hundred words, of an even sample; None where we do not know the language's words."""
    stems = _stems(document.language or "")
    if stems is None:
        return None
    step = document.words // SAMPLE_WORDS + 1
    words = [word for block in document.blocks[::step] for word in _WORD.findall(block.text.lower())]
    return 100 * _hits(words, stems) / len(words) if words else 0.0


def policy_words(text: str) -> int:
    """How many words of a text, in any of the languages, are words of privacy policies."""
    return _hits(_WORD.findall(text.lower()), _stems("") or frozenset())


def _hits(words: list[str], stems: frozenset[str]) -> int:
    return sum(any(word[:length] in stems for length in STEM_LENGTHS) for word in words)


@once
def _stems(language: str) -> frozenset[str] | None:
    """Stems of a language and of English, whose terms others borrow; all of them where none is known."""
    table: dict[str, str] = tomllib.loads(
        (files(__package__) / "policy_words.toml").read_text(encoding="utf-8")
    )["stems"]
    if language and language not in table:
        return None
    chosen = [table[language], table["en"]] if language else list(table.values())
    return frozenset(
        stem[: STEM_LENGTHS[-1]] for text in chosen for stem in text.split() if len(stem) >= STEM_LENGTHS[0]
    )
