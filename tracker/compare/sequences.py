"""Two sequences of keys are aligned within a bounded amount of work."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

MAX_HITS = 1_000_000
"""Pairs of equal keys that difflib may look at; 138 real pairs of policies stay below 20,000."""

MAX_AREA = 9_000_000
"""Product of the lengths that difflib may be given: 3,000 sentences on either side."""

Run = tuple[int, int, int, int]
"""Bounds of a difference: old from, old to, new from, new to."""


def differing_runs(old: Sequence[str], new: Sequence[str]) -> tuple[list[Run], bool]:
    """What lies between the equal stretches, in order, with whether the work cap made it coarse."""
    head = _common_head(old, new)
    tail = _common_tail(old, new, head)
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not inner_old and not inner_new:
        return [], False
    if not inner_old or not inner_new:
        return [(head, head + len(inner_old), head, head + len(inner_new))], False
    capped = _too_much(inner_old, inner_new)
    if capped:
        matches = _unique_anchors(inner_old, inner_new)
    else:
        matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
        matches = [(match.a, match.b, match.size) for match in matcher.get_matching_blocks()]
    return _gaps(matches, len(inner_old), len(inner_new), head), capped


def _common_head(old: Sequence[str], new: Sequence[str]) -> int:
    length = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        length += 1
    return length


def _common_tail(old: Sequence[str], new: Sequence[str], head: int) -> int:
    length, most = 0, min(len(old), len(new)) - head
    while length < most and old[-1 - length] == new[-1 - length]:
        length += 1
    return length


def _too_much(old: Sequence[str], new: Sequence[str]) -> bool:
    if len(old) * len(new) > MAX_AREA:
        return True
    counts = Counter(new)
    return sum(counts[key] for key in old) > MAX_HITS


def _unique_anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Keys that stand once on either side, as many as stay in order: the patience alignment."""
    old_once = {key for key, count in Counter(old).items() if count == 1}
    new_place = {key: place for place, key in enumerate(new)}
    new_once = {key for key, count in Counter(new).items() if count == 1}
    pairs = [(i, new_place[key]) for i, key in enumerate(old) if key in old_once and key in new_once]
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tops, place)
        before.append(top_pairs[at - 1] if at else -1)
        tops[at : at + 1] = [place]
        top_pairs[at : at + 1] = [number]
    chain: list[tuple[int, int, int]] = []
    number = top_pairs[-1] if top_pairs else -1
    while number >= 0:
        chain.append((*pairs[number], 1))
        number = before[number]
    return chain[::-1]


def _gaps(matches: list[tuple[int, int, int]], old_size: int, new_size: int, offset: int) -> list[Run]:
    runs = []
    at_old = at_new = 0
    for start_old, start_new, size in [*matches, (old_size, new_size, 0)]:
        if at_old < start_old or at_new < start_new:
            runs.append((at_old + offset, start_old + offset, at_new + offset, start_new + offset))
        at_old, at_new = start_old + size, start_new + size
    return runs
