"""Two documents are aligned, from blocks through sentences to words."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from tracker.compare.classify import Surroundings, classified
from tracker.compare.comparison import Comparison, Edit, EditClass, EditKind, Sentence
from tracker.compare.fold import fold
from tracker.compare.pairing import Loose, join_neighbours, take_moved, take_reworded
from tracker.compare.recut import take_recut
from tracker.compare.sentences import sentences_of
from tracker.compare.sequences import Run, differing_runs
from tracker.compare.words import marks, whole
from tracker.extract.document import Block, Document

MAX_MARKED = 400_000
"""Characters of re-worded sentences that are marked word by word in one comparison."""

_Place = tuple[int, int, int]
"""Where an edit stands in the new text: block, offset, and -1 for what stands before it."""


@dataclass(slots=True)
class _Work:
    """What the alignment has found so far."""

    old: Document
    new: Document
    edits: list[tuple[_Place, Edit]] = field(default_factory=list)
    loose_old: list[Loose] = field(default_factory=list)
    loose_new: list[Loose] = field(default_factory=list)
    follows: dict[int, _Place] = field(default_factory=dict)
    """Where in the new text a changed run begins or ends, by its number."""
    moved_old: set[int] = field(default_factory=set)
    """Indexes of blocks that stand whole at another place."""
    moved_new: set[int] = field(default_factory=set)
    gaps: int = 0
    marked: int = 0
    capped: bool = False


def compare(old: Document, new: Document) -> Comparison:
    """All edits that lead from the old to the new document, each with its class."""
    work = _Work(old, new)
    runs, work.capped = differing_runs([b.text for b in old.blocks], [b.text for b in new.blocks])
    _move_blocks(work, runs)
    for run in runs:
        _align_run(work, run)
    _compare_structure(work, runs)
    _match_loose(work)
    edits = [edit for _, edit in sorted(work.edits, key=lambda placed: placed[0])]
    return Comparison(classified(edits, Surroundings.of(old, new)), work.capped)


def _move_blocks(work: _Work, runs: Sequence[Run]) -> None:
    """Name the blocks that stand whole at another place; neighbours that moved together are one edit."""
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for run in runs:
        for i in range(run[0], run[1]):
            waiting[work.old.blocks[i].text].append(i)
    moved: list[tuple[int, int]] = []
    for run in runs:
        for j in range(run[2], run[3]):
            found = waiting.get(work.new.blocks[j].text)
            if found:
                moved.append((found.popleft(), j))
    work.moved_old.update(i for i, _ in moved)
    work.moved_new.update(j for _, j in moved)
    for _, group in groupby(
        enumerate(moved), key=lambda entry: (entry[1][0] - entry[0], entry[1][1] - entry[0])
    ):
        pairs = [pair for _, pair in group]
        old = [sentence for i, _ in pairs for sentence in _sentences(work, work.old, i)]
        new = [sentence for _, j in pairs for sentence in _sentences(work, work.new, j)]
        _add(work, "move", old, new, EditClass.ORDER)


def _align_run(work: _Work, run: Run) -> None:
    """Align the sentences of one run of changed blocks."""
    old = [s for i in range(run[0], run[1]) if i not in work.moved_old for s in _sentences(work, work.old, i)]
    new = [s for i in range(run[2], run[3]) if i not in work.moved_new for s in _sentences(work, work.new, i)]
    old_keys, new_keys = [fold(s.text) for s in old], [fold(s.text) for s in new]
    gaps, capped = differing_runs(old_keys, new_keys)
    work.capped |= capped
    at_old = at_new = 0
    for gap in [*gaps, (len(old), len(old), len(new), len(new))]:
        _same_words(work, old[at_old : gap[0]], new[at_new : gap[2]])
        at_old, at_new = gap[1], gap[3]
        if gap[0] == gap[1] and gap[2] == gap[3]:
            continue
        work.gaps += 1
        work.follows[work.gaps] = _place_of(new[gap[2]]) if gap[2] < len(new) else (run[3], 0, 0)
        _loosen(work.loose_old, old, old_keys, gap[:2], work.gaps)
        _loosen(work.loose_new, new, new_keys, gap[2:], work.gaps)


def _loosen(
    loose: list[Loose], side: Sequence[Sentence], keys: Sequence[str], bounds: tuple[int, int], gap: int
) -> None:
    base = loose[-1].place + 2 if loose else 0
    start, end = bounds
    loose += [Loose(side[i], keys[i], gap, base + i - start) for i in range(start, end)]


def _same_words(work: _Work, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
    """Edits of white space, punctuation, cut, markup and links among sentences with equal keys."""
    set_anew: list[tuple[Sentence, Sentence]] = []
    for one, other in zip(old, new, strict=True):
        if one.text != other.text:
            obscured = "protected]" in one.text + other.text
            _add(work, "replace", [one], [other], EditClass.LINKS if obscured else EditClass.SPACE)
        elif _targets(work.old, one) != _targets(work.new, other):
            _add(work, "replace", [one], [other], EditClass.LINKS)
        elif _set_differently(work, one, other):
            set_anew.append((one, other))
    for stretch in _stretches(set_anew):
        _add(work, "replace", [o for o, _ in stretch], [n for _, n in stretch], EditClass.SPACE)


def _set_differently(work: _Work, one: Sentence, other: Sentence) -> bool:
    """Whether a sentence now stands in another kind of block, or opens one where it did not."""
    old_block, new_block = work.old.blocks[one.block], work.new.blocks[other.block]
    kinds = (old_block.kind, old_block.level) != (new_block.kind, new_block.level)
    return kinds or (one.start == 0) != (other.start == 0)


def _targets(document: Document, sentence: Sentence) -> list[str]:
    end = sentence.start + len(sentence.text)
    links = document.blocks[sentence.block].links
    return [link.target for link in links if link.start < end and link.end > sentence.start]


def _compare_structure(work: _Work, runs: Sequence[Run]) -> None:
    """Edits of markup and links among blocks whose text is the same."""
    at_old = at_new = 0
    for run in [*runs, (len(work.old.blocks), 0, len(work.new.blocks), 0)]:
        for i, j in zip(range(at_old, run[0]), range(at_new, run[2]), strict=True):
            edit_class = _structure_class(work.old.blocks[i], work.new.blocks[j])
            if edit_class is not None:
                _add(
                    work, "replace", _sentences(work, work.old, i), _sentences(work, work.new, j), edit_class
                )
        at_old, at_new = run[1], run[3]


def _structure_class(old: Block, new: Block) -> EditClass | None:
    if [link.target for link in old.links] != [link.target for link in new.links]:
        return EditClass.LINKS
    return EditClass.SPACE if (old.kind, old.level) != (new.kind, new.level) else None


def _sentences(work: _Work, document: Document, index: int) -> list[Sentence]:
    language = work.new.language or work.old.language
    return list(sentences_of(document.blocks[index], index, language))


def _match_loose(work: _Work) -> None:
    """Find moved, re-cut and re-worded counterparts for what has no equal; the rest has come or gone."""
    moved = take_moved(work.loose_old, work.loose_new)
    for stretch in _stretches((one.sentence, other.sentence) for one, other in _by_new_place(moved)):
        _add(work, "move", [o for o, _ in stretch], [n for _, n in stretch], EditClass.ORDER)
    for old, new in take_recut(work.loose_old, work.loose_new):
        _add_reworded(work, old, new)
    pairs, capped = take_reworded(work.loose_old, work.loose_new)
    work.capped |= capped
    join_neighbours(pairs, work.loose_old, work.loose_new)
    for pair in pairs:
        _add_reworded(work, pair.old, pair.new)
    for loose in work.loose_old:
        block, start, _ = work.follows[loose.gap]
        edit = Edit("delete", EditClass.SUBSTANCE, (loose.sentence,), ())
        work.edits.append(((block, start, -1), edit))
    for loose in work.loose_new:
        _add(work, "insert", [], [loose.sentence], EditClass.SUBSTANCE)


def _by_new_place(moved: list[tuple[Loose, Loose]]) -> list[tuple[Loose, Loose]]:
    return sorted(moved, key=lambda pair: _place_of(pair[1].sentence))


def _stretches(pairs: Iterable[tuple[Sentence, Sentence]]) -> Iterator[list[tuple[Sentence, Sentence]]]:
    """Pairs grouped where both sides go on in the same or the next block."""
    stretch: list[tuple[Sentence, Sentence]] = []
    for pair in pairs:
        if stretch and not all(_goes_on(last, this) for last, this in zip(stretch[-1], pair, strict=True)):
            yield stretch
            stretch = []
        stretch.append(pair)
    if stretch:
        yield stretch


def _goes_on(last: Sentence, this: Sentence) -> bool:
    if this.block == last.block:
        return 0 <= this.start - last.start - len(last.text) <= 1
    return this.block == last.block + 1 and this.start == 0


def _add_reworded(work: _Work, loose_old: Sequence[Loose], loose_new: Sequence[Loose]) -> None:
    old, new = [loose.sentence for loose in loose_old], [loose.sentence for loose in loose_new]
    old_text, new_text = _text(old), _text(new)
    work.marked += len(old_text) + len(new_text)
    work.capped |= work.marked > MAX_MARKED
    words = (whole if work.marked > MAX_MARKED else marks)(old_text, new_text)
    same = "".join(loose.key for loose in loose_old) == "".join(loose.key for loose in loose_new)
    edit = Edit("replace", EditClass.SPACE if same else EditClass.SUBSTANCE, tuple(old), tuple(new), words)
    work.edits.append((_place_of(new[0]), edit))


def _add(
    work: _Work, kind: EditKind, old: Sequence[Sentence], new: Sequence[Sentence], edit_class: EditClass
) -> None:
    edit = Edit(kind, edit_class, tuple(old), tuple(new))
    if kind == "replace" and edit_class <= EditClass.LINKS:
        edit = replace(edit, words=marks(_text(old), _text(new)))
    work.edits.append((_place_of(new[0]), edit))


def _text(sentences: Sequence[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _place_of(sentence: Sentence) -> _Place:
    return sentence.block, sentence.start, 0
