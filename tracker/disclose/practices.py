"""Practice findings say which of the organisation's practices a change touches."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from tracker.compare.comparison import Comparison, Edit, EditClass, Sentence
from tracker.compare.sentences import sentences
from tracker.disclose.context import frame
from tracker.disclose.disclosure import Finding, FindingKind
from tracker.disclose.lexicon import Lexicon, lexicon
from tracker.disclose.read import rules
from tracker.disclose.tokens import fold, words
from tracker.extract.document import Document
from tracker.recent import recent

_LIKE = 0.5  # share of their long words that two sentences have in common which say the same
_LONG = 4  # letters of a word that tells sentences apart
_MOST = 400  # changed sentences that are looked for in the other text; a new text is told by its first ones

Told = tuple[FindingKind, Sentence, Edit]
Spoken = dict[str, list[Sentence]]


def practice_findings(
    old: Document, new: Document, comparison: Comparison, language: str | None
) -> Iterator[Finding]:
    """One finding a practice, with the first sentence that speaks of it and has no like in the other text."""
    told = _told(_Text(old), _Text(new), comparison, lexicon((language or "en")[:2]))
    for tag in sorted(told):
        kind, sentence, edit = told[tag]
        beside = edit.old if kind == "practice-added" else ()
        yield Finding(
            kind=kind,
            subject=tag,
            quote=sentence.text,
            path=sentence.path,
            block=sentence.block,
            old_quote=" ".join(s.text for s in beside),
            confidence=0.6,
            reasons=("a changed sentence speaks of it",),
            rules=rules(),
        )


def _told(old: "_Text", new: "_Text", comparison: Comparison, words_of: Lexicon) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for edit in comparison.edits:
        if edit.edit_class < EditClass.WORDING or edit.kind == "move":
            continue
        gone = _spoken(edit.old, words_of)
        come = _spoken(edit.new, words_of)
        sides: tuple[tuple[FindingKind, Spoken, Spoken, _Text], ...] = (
            ("practice-added", come, gone, old),
            ("practice-removed", gone, come, new),
        )
        for kind, here, there, other in sides:
            for tag in here.keys() - there.keys() - told.keys():
                fresh = next((one for one in here[tag] if not other.has_like(one.text)), None)
                if fresh:
                    told[tag] = (kind, fresh, edit)
    return told


def _spoken(changed: Iterable[Sentence], words_of: Lexicon) -> Spoken:
    """The sentences that speak of each practice; titles speak of none."""
    told: Spoken = {}
    for sentence in changed:
        found = frame(sentence.text, words_of)
        if not found.title:
            for tag in found.practices:
                told.setdefault(tag, []).append(sentence)
    return told


class _Text:
    """One side of a change, for finding sentences that are like another."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.asked = 0

    @cached_property
    def known(self) -> list[frozenset[str]]:
        return [_telling(sentence.text) for sentence in sentences(self.document)]

    def has_like(self, text: str) -> bool:
        """Whether a sentence of this text shares most of its words with another."""
        self.asked += 1
        if self.asked > _MOST:
            return False
        one = _telling(text)
        return any(len(one & other) >= _LIKE * len(one | other) for other in self.known if other)


@recent
def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in words(fold(text)) if len(word) >= _LONG)
