"""What stands on one side alone finds its counterpart on the other: moved, or worded anew."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.compare.comparison import Sentence
from tracker.compare.fold import folded_words

NEAR = 0.45
"""Least likeness of a pair inside one changed run."""
FAR = 0.66
"""Least likeness of a pair that also changed its place."""
SHORT_BAG = 10
"""Size of bag up to which a pair is also compared by letters: in five words, one spelt anew weighs much."""
FAR_SHORT = 0.8
"""The same for a sentence of fewer words than `FAR_WORDS`."""
FAR_WORDS = 6
MAX_PAIRS = 60_000
"""Pairs whose likeness is computed, at most."""
MAX_DF = 12
"""A word that stands in more unmatched sentences than this proposes no pair."""


@dataclass(slots=True)
class Loose:
    """A sentence that has no equal at its place on the other side."""

    sentence: Sentence
    key: str
    gap: int
    """Number of the changed run it stands in."""
    place: int
    """Position in the sequence of its document's changed runs; neighbours differ by one."""
    bag: frozenset[str] = field(default=frozenset())

    letters: frozenset[str] | None = None
    """Runs of three letters of the key, once they were asked for."""

    def trigrams(self) -> frozenset[str]:
        """The runs of three letters of the key."""
        if self.letters is None:
            key = self.key
            self.letters = frozenset([key[i : i + 3] for i in range(len(key) - 2)])
        return self.letters

    def weigh(self) -> None:
        """Fill the bag of words: each occurrence counts, words of four letters and more count twice."""
        self.bag = bag_of(self.sentence.text)


@dataclass(slots=True)
class Pair:
    """Sentences that say the same in other words; mostly one on either side."""

    old: list[Loose]
    new: list[Loose]


def bag_of(text: str) -> frozenset[str]:
    """The words of a text, numbered by occurrence, the long ones twice."""
    seen: dict[str, int] = {}
    bag = set()
    for word in folded_words(text):
        count = seen.get(word, 0)
        seen[word] = count + 1
        name = f"{word} {count}" if count else word
        bag.add(name)
        if len(word) > 3:
            bag.add(name + "+")
    return frozenset(bag)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two bags, 0 to 1."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def take_moved(old: list[Loose], new: list[Loose]) -> list[tuple[Loose, Loose]]:
    """Remove from both lists, and return, what stands with the same key on either side."""
    waiting: defaultdict[str, list[Loose]] = defaultdict(list)
    for loose in reversed(old):
        waiting[loose.key].append(loose)
    moved = []
    for loose in new:
        if waiting.get(loose.key):
            moved.append((waiting[loose.key].pop(), loose))
    gone = {id(one) for pair in moved for one in pair}
    old[:] = [loose for loose in old if id(loose) not in gone]
    new[:] = [loose for loose in new if id(loose) not in gone]
    return moved


def take_reworded(old: list[Loose], new: list[Loose]) -> tuple[list[Pair], bool]:
    """Remove from both lists, and return, the pairs that are alike; and whether the work cap ended it."""
    for loose in (*old, *new):
        loose.weigh()
    scored: list[tuple[float, int, int]] = []
    budget, capped = MAX_PAIRS, False
    for i, j in _proposals(old, new):
        if budget == 0:
            capped = True
            break
        budget -= 1
        near = old[i].gap == new[j].gap
        score = likeness(old[i].bag, new[j].bag)
        if near and score < NEAR and min(len(old[i].bag), len(new[j].bag)) <= SHORT_BAG:
            score = likeness(old[i].trigrams(), new[j].trigrams())
        short = min(len(old[i].bag), len(new[j].bag)) < 1.5 * FAR_WORDS
        if score >= (NEAR if near else FAR_SHORT if short else FAR):
            scored.append((-score - (0.1 if near else 0.0), i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append(Pair([old[i]], [new[j]]))
    old[:] = [loose for i, loose in enumerate(old) if i not in taken_old]
    new[:] = [loose for j, loose in enumerate(new) if j not in taken_new]
    return pairs, capped


def _proposals(old: Sequence[Loose], new: Sequence[Loose]) -> Iterator[tuple[int, int]]:
    """Index pairs worth a look: all inside a small run, else those that share an uncommon word."""
    by_gap: defaultdict[int, list[int]] = defaultdict(list)
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for j, loose in enumerate(new):
        by_gap[loose.gap].append(j)
        for word in loose.bag:
            by_word[word].append(j)
    sizes = Counter(loose.gap for loose in old)
    for i, loose in enumerate(old):
        near = by_gap.get(loose.gap, [])
        proposed: set[int] = set(near) if sizes[loose.gap] * len(near) <= 2_500 else set()
        shared: Counter[int] = Counter()
        for word in loose.bag:
            found = by_word.get(word, ())
            if len(found) <= MAX_DF:
                shared.update(found)
        proposed.update(j for j, count in shared.items() if count >= 2)
        for j in sorted(proposed):
            yield i, j


def join_neighbours(pairs: list[Pair], old: list[Loose], new: list[Loose]) -> None:
    """Give a pair the leftovers beside it that make it more alike: a sentence cut in two, or two made one."""
    old_at = {loose.place: loose for loose in old}
    new_at = {loose.place: loose for loose in new}
    for pair in pairs:
        _grow(pair.old, pair.new, old_at)
        _grow(pair.new, pair.old, new_at)
    old[:] = [loose for loose in old if loose.place in old_at]
    new[:] = [loose for loose in new if loose.place in new_at]


def _grow(side: list[Loose], other: list[Loose], free: dict[int, Loose]) -> None:
    score, target = -1.0, frozenset[str]()
    for _ in range(8):
        beside = [found for found in _beside(side, free) if found.gap == side[0].gap]
        if not beside:
            return
        if score < 0:
            target = _bag(other)
            score = likeness(_bag(side), target)
        for found in beside:
            wider = sorted([*side, found], key=lambda loose: loose.place)
            better = likeness(_bag(wider), target)
            if better > score + 0.05 and len(found.bag & target) >= 0.6 * len(found.bag):
                side[:] = wider
                score = better
                del free[found.place]
                break
        else:
            return


def _beside(side: list[Loose], free: dict[int, Loose]) -> Iterator[Loose]:
    for place in (side[-1].place + 1, side[0].place - 1):
        if place in free:
            yield free[place]


def _bag(side: Sequence[Loose]) -> frozenset[str]:
    return side[0].bag if len(side) == 1 else bag_of(" ".join(loose.sentence.text for loose in side))
