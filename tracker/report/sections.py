"""Sections are the whole difference of two texts, as a reader walks through it."""

from collections.abc import Iterator
from itertools import groupby

from tracker.compare.comparison import Comparison, Edit, Sentence
from tracker.extract.document import Document
from tracker.report.messages import Messages
from tracker.report.rows import Placed, anchor, rows
from tracker.report.view import Diff, EditView, Row, Section, Stretch

CONTEXT_ROWS = 1
"""Unchanged rows shown before and after a changed one."""


def diff(comparison: Comparison, old: Document, new: Document, m: Messages) -> Diff:
    """The whole difference, unchanged stretches marked as folded."""
    edits = comparison.edits
    words = [_words(edit) for edit in edits]
    return Diff(
        sections=tuple(_sections(rows(comparison, old, new, m), new)),
        edits=tuple(_edit(edit) for edit in edits),
        inserted=sum(edit.kind == "insert" for edit in edits),
        deleted=sum(edit.kind == "delete" for edit in edits),
        replaced=sum(edit.kind == "replace" for edit in edits),
        moved=sum(edit.kind == "move" for edit in edits),
        words_added=sum(added for added, _ in words),
        words_removed=sum(removed for _, removed in words),
        capped=comparison.capped,
    )


def anchor_of(comparison: Comparison, block: int, quote: str) -> str:
    """Id of the edit that holds a quote, in the new text or else in the old one; "" where none does."""
    for side in ("new", "old"):
        for number, edit in enumerate(comparison.edits):
            sentences: tuple[Sentence, ...] = getattr(edit, side)
            for part, each in enumerate(sentences):
                if each.block == block and _overlaps(each.text, quote):
                    return anchor(number, 0 if edit.kind == "replace" else part)
    return ""


def shown_path(path: tuple[str, ...], document: Document) -> tuple[str, ...]:
    """A heading path without the title of the whole text, which stands above every section."""
    title = next((block.text for block in document.blocks if block.kind == "heading"), "")
    return path[1:] if len(path) > 1 and path[0] == title else path


def _overlaps(sentence: str, quote: str) -> bool:
    return bool(quote) and (quote in sentence or sentence in quote)


def _edit(edit: Edit) -> EditView:
    side = edit.new or edit.old
    return EditView(
        edit.kind,
        side[0].path if side else (),
        " ".join(each.text for each in edit.old),
        " ".join(each.text for each in edit.new),
    )


def _words(edit: Edit) -> tuple[int, int]:
    """Words added and removed by an edit; a move adds and removes none."""
    if edit.kind == "move":
        return 0, 0
    if edit.words:
        counted = dict.fromkeys(("equal", "insert", "delete"), 0)
        for mark, text in edit.words:
            counted[mark] += len(text.split())
        return counted["insert"], counted["delete"]
    old, new = (sum(len(each.text.split()) for each in side) for side in (edit.old, edit.new))
    return new, old


def _sections(placed: Iterator[Placed], new: Document) -> Iterator[Section]:
    for path, group in groupby(placed, key=lambda pair: pair[0]):
        held = [row for _, row in group]
        changed = sum(row.kind != "same" for row in held)
        words = sum(row.words for row in held)
        yield Section(shown_path(path, new), tuple(_stretches(held)), changed, words)


def _stretches(held: list[Row]) -> Iterator[Stretch]:
    """Runs of rows that are shown or folded; a row beside a changed one is shown."""
    near = [
        any(other.kind != "same" for other in held[max(at - CONTEXT_ROWS, 0) : at + CONTEXT_ROWS + 1])
        or row.block == "heading"
        for at, row in enumerate(held)
    ]
    for shown, group in groupby(zip(near, held, strict=True), key=lambda pair: pair[0]):
        run = tuple(row for _, row in group)
        yield Stretch(run, not shown, sum(row.words for row in run))
