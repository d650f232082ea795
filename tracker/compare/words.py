"""A re-worded sentence is marked word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

from tracker.compare.comparison import WordMark

_TOKEN = re.compile(r"\s*(?:\w+(?:['’.\-]\w+)*|[^\w\s])|\s+")
MAX_TOKENS = 1_500
"""Longest side that is marked word by word; a policy's longest sentences have about 400 tokens."""

Marks = tuple[tuple[WordMark, str], ...]
_Run = tuple[WordMark, list[str], list[str]]


def marks(old: str, new: str) -> Marks:
    """Runs of text: equal and deleted ones spell the old text, equal and inserted ones the new."""
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(old_tokens), len(new_tokens)) > MAX_TOKENS:
        return whole(old, new)
    old_words, new_words = [t.strip() for t in old_tokens], [t.strip() for t in new_tokens]
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    runs: list[_Run] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        mark: WordMark = "equal" if tag == "equal" else "delete"
        runs.append((mark, old_tokens[i1:i2], new_tokens[j1:j2]))
    return _joined(_spelled(_bridged(runs)))


def whole(old: str, new: str) -> Marks:
    """The old text as deleted, the new one as inserted."""
    return _joined(iter([("delete", old), ("insert", new)]))


def _bridged(runs: list[_Run]) -> list[_Run]:
    """Without the equal runs of one or two words that would chop up what was re-written around them."""
    bridged: list[_Run] = []
    for place, (mark, old, new) in enumerate(runs):
        inner = 0 < place < len(runs) - 1
        chops = mark == "equal" and inner and _is_island(old, runs[place - 1], runs[place + 1])
        bridged.append(("delete" if chops else mark, old, new))
    merged: list[_Run] = []
    for mark, group in groupby(bridged, key=lambda run: run[0]):
        parts = list(group)
        merged.append(
            (mark, [t for _, old, _ in parts for t in old], [t for _, _, new in parts for t in new])
        )
    return merged


def _is_island(equal: list[str], before: _Run, after: _Run) -> bool:
    """Whether a short equal run stands between changes that replace more words than it has."""
    words = _count(equal)
    if words > 2:
        return False
    if words == 0:
        return True
    around = [max(_count(side[1]), _count(side[2])) for side in (before, after)]
    replaced = (before[1] and before[2]) or (after[1] and after[2])
    return bool(replaced) and min(around) >= words and sum(around) > 2 * words


def _count(tokens: list[str]) -> int:
    return sum(token.strip().isalnum() or len(token.strip()) > 1 for token in tokens)


def _spelled(runs: list[_Run]) -> Iterator[tuple[WordMark, str]]:
    for mark, old, new in runs:
        if mark == "delete":
            yield "delete", "".join(old)
            yield "insert", "".join(new)
            continue
        for one, other in zip(old, new, strict=True):
            if one == other:
                yield "equal", one
                continue
            word = one.strip()
            yield "delete", one[: len(one) - len(word)]
            yield "insert", other[: len(other) - len(word)]
            yield "equal", word


def _joined(parts: Iterator[tuple[WordMark, str]]) -> Marks:
    filled = ((mark, text) for mark, text in parts if text)
    return tuple(
        (mark, "".join(text for _, text in group)) for mark, group in groupby(filled, lambda p: p[0])
    )
