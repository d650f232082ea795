"""A stretch of text that was only cut anew is aligned word by word across its sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tracker.compare.fold import folded_words
from tracker.compare.pairing import Loose
from tracker.compare.sequences import differing_runs

ALIKE = 0.7
"""Share of words that both sides must have in common."""

Part = tuple[list[int], list[int]]
"""Indexes of old and of new sentences that hold the same words."""


def take_recut(old: list[Loose], new: list[Loose]) -> list[tuple[list[Loose], list[Loose]]]:
    """Remove from both lists, and return, the groups that hold the same words inside one changed run."""
    sides: defaultdict[int, tuple[list[Loose], list[Loose]]] = defaultdict(lambda: ([], []))
    for loose in old:
        sides[loose.gap][0].append(loose)
    for loose in new:
        sides[loose.gap][1].append(loose)
    groups = []
    for one, other in sides.values():
        if one and other and len(one) + len(other) > 2:
            parts = recut([x.sentence.text for x in one], [x.sentence.text for x in other])
            groups += [
                ([one[i] for i in old_part], [other[j] for j in new_part]) for old_part, new_part in parts
            ]
    gone = {id(loose) for group in groups for side in group for loose in side}
    old[:] = [loose for loose in old if id(loose) not in gone]
    new[:] = [loose for loose in new if id(loose) not in gone]
    return groups


def recut(old: Sequence[str], new: Sequence[str]) -> list[Part]:
    """Sentences grouped by the words they share in order; no groups where the sides differ too much.

    A list made of a sentence, a paragraph that broke in two and lines of a PDF come out as a group each.
    """
    old_words, new_words = _owned(old), _owned(new)
    if not _alike([word for word, _ in old_words], [word for word, _ in new_words]):
        return []
    shared = _shared(old_words, new_words)
    sizes_old, sizes_new = Counter(owner for _, owner in old_words), Counter(owner for _, owner in new_words)
    links = [
        (i, j)
        for (i, j), (count, edges_old, edges_new) in shared.items()
        if (edges_old and edges_new) or count >= 3 or count >= 0.3 * min(sizes_old[i], sizes_new[j])
    ]
    return list(_components(links))


def _owned(texts: Sequence[str]) -> list[tuple[str, int]]:
    return [(word, owner) for owner, text in enumerate(texts) for word in folded_words(text)]


def _alike(old: Sequence[str], new: Sequence[str]) -> bool:
    common = sum((Counter(old) & Counter(new)).values())
    return 2 * common >= ALIKE * (len(old) + len(new))


def _shared(
    old: Sequence[tuple[str, int]], new: Sequence[tuple[str, int]]
) -> dict[tuple[int, int], list[int]]:
    """For two sentences: the words they share in order, and how many lie at an edge of either."""
    runs, _ = differing_runs([word for word, _ in old], [word for word, _ in new])
    shared: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    at_old = at_new = 0
    for run in [*runs, (len(old), len(old), len(new), len(new))]:
        for i, j in zip(range(at_old, run[0]), range(at_new, run[2]), strict=True):
            counts = shared[old[i][1], new[j][1]]
            counts[0] += 1
            counts[1] += _at_edge(old, i)
            counts[2] += _at_edge(new, j)
        at_old, at_new = run[1], run[3]
    return shared


def _at_edge(words: Sequence[tuple[str, int]], place: int) -> bool:
    """Whether a word is the first or last of its sentence."""
    owner = words[place][1]
    return (
        place == 0 or place == len(words) - 1 or words[place - 1][1] != owner or words[place + 1][1] != owner
    )


def _components(links: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Groups of linked sentences; links never cross, so each group is a stretch on either side."""
    group: tuple[set[int], set[int]] | None = None
    for i, j in sorted(links):
        if group is not None and (i in group[0] or j in group[1]):
            group[0].add(i)
            group[1].add(j)
            continue
        if group is not None:
            yield sorted(group[0]), sorted(group[1])
        group = {i}, {j}
    if group is not None:
        yield sorted(group[0]), sorted(group[1])
