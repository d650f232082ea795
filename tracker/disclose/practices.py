"""Practice findings say which of the organisation's practices a change touches."""

from collections.abc import Iterator

from tracker.compare.comparison import Comparison, Edit, EditClass, Sentence
from tracker.disclose.context import frame
from tracker.disclose.disclosure import Finding, FindingKind
from tracker.disclose.lexicon import Lexicon, lexicon
from tracker.disclose.read import RULES


def practice_findings(comparison: Comparison, language: str | None) -> Iterator[Finding]:
    """One finding a practice, with the first sentence that speaks of it."""
    words = lexicon((language or "en")[:2])
    told: dict[str, tuple[FindingKind, Sentence, Edit]] = {}
    for edit in comparison.edits:
        if edit.edit_class < EditClass.WORDING or edit.kind == "move":
            continue
        old = _spoken(edit.old, words)
        new = _spoken(edit.new, words)
        for tag in new.keys() - old.keys():
            told.setdefault(tag, ("practice-added", new[tag], edit))
        for tag in old.keys() - new.keys():
            told.setdefault(tag, ("practice-removed", old[tag], edit))
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
            rules=RULES,
        )


def _spoken(sentences: tuple[Sentence, ...], words: Lexicon) -> dict[str, Sentence]:
    """The practices that sentences speak of; titles speak of none."""
    told: dict[str, Sentence] = {}
    for sentence in sentences:
        found = frame(sentence.text, words)
        if not found.title:
            for tag in sorted(found.practices):
                told.setdefault(tag, sentence)
    return told
