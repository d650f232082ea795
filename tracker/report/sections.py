"""Sections are the whole difference of two texts, as a reader walks through it."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from tracker.compare.comparison import Comparison, Edit, Sentence
from tracker.extract.document import Block, Document
from tracker.report.messages import Messages
from tracker.report.place import Gap, Touched, interleave
from tracker.report.view import Diff, Row, Section, Span, Stretch

CONTEXT_ROWS = 1
"""Unchanged rows shown before and after a changed one."""
REWRITTEN_SHARE = 0.45
"""With less than this share of the longer text kept, word marks confuse more than they show."""

_Placed = tuple[tuple[str, ...], Row]


def diff(comparison: Comparison, old: Document, new: Document, m: Messages) -> Diff:
    """The whole difference, unchanged stretches marked as folded."""
    edits = comparison.edits
    words = [_words(edit) for edit in edits]
    return Diff(
        sections=tuple(_sections(_rows(comparison, old, new, m))),
        inserted=sum(edit.kind == "insert" for edit in edits),
        deleted=sum(edit.kind == "delete" for edit in edits),
        replaced=sum(edit.kind == "replace" for edit in edits),
        moved=sum(edit.kind == "move" for edit in edits),
        words_added=sum(added for added, _ in words),
        words_removed=sum(removed for _, removed in words),
        capped=comparison.capped,
    )


def anchor_of(comparison: Comparison, block: int, quote: str) -> str:
    """Id of the row that shows a quote of the new text; of the old text where nothing new holds it."""
    for side in ("new", "old"):
        for number, edit in enumerate(comparison.edits):
            sentences: tuple[Sentence, ...] = getattr(edit, side)
            if any(each.block == block and _overlaps(each.text, quote) for each in sentences):
                return f"edit-{number + 1}"
    return ""


def _overlaps(sentence: str, quote: str) -> bool:
    return bool(quote) and (quote in sentence or sentence in quote)


def _rows(comparison: Comparison, old: Document, new: Document, m: Messages) -> Iterator[_Placed]:
    for piece in interleave(comparison, old, new):
        match piece:
            case Gap(block=block, text=text):
                held = new.blocks[block]
                yield _path(held), Row("same", held.kind, (Span("plain", text),))
            case Touched(edit=number, block=block):
                edit = comparison.edits[number]
                held = new.blocks[block]
                yield _path(held), _come(number, edit, held.kind, m)
            case (number, _):
                edit = comparison.edits[number]
                yield _gone_path(edit), _gone(number, edit, old, m)


def _path(block: Block) -> tuple[str, ...]:
    return (*block.path, block.text) if block.kind == "heading" else block.path


def _gone_path(edit: Edit) -> tuple[str, ...]:
    return edit.old[0].path if edit.old else ()


def _come(number: int, edit: Edit, kind: str, m: Messages) -> Row:
    anchor = f"edit-{number + 1}"
    after = " ".join(each.text for each in edit.new)
    if edit.kind == "move":
        where = _where(edit.old, m)
        return Row("move", kind, (Span("insert", after),), anchor, m("moved here from {place}", place=where))
    if edit.kind == "replace":
        before = " ".join(each.text for each in edit.old)
        spans = merged(edit.words, before, after)
        kept = sum(len(span.text) for span in spans if span.kind == "plain")
        rewritten = kept < REWRITTEN_SHARE * max(len(before), len(after), 1)
        return Row("replace", kind, spans, anchor, rewritten=rewritten)
    return Row("insert", kind, (Span("insert", after),), anchor)


def _gone(number: int, edit: Edit, old: Document, m: Messages) -> Row:
    text = " ".join(each.text for each in edit.old)
    block = edit.old[0].block if edit.old else -1
    kind = old.blocks[block].kind if 0 <= block < len(old.blocks) else "paragraph"
    if edit.kind == "move":
        note = m("moved to {place}", place=_where(edit.new, m))
        return Row("moved-away", kind, (Span("delete", text),), f"edit-{number + 1}-from", note)
    return Row("delete", kind, (Span("delete", text),), f"edit-{number + 1}")


def _where(sentences: Iterable[Sentence], m: Messages) -> str:
    path = next((each.path for each in sentences), ())
    return "“" + path[-1] + "”" if path else m("the top of the text")


def merged(words: tuple[tuple[str, str], ...], before: str, after: str) -> tuple[Span, ...]:
    """Runs of a replacement as spans; the two whole texts where there are no runs."""
    if not words:
        return (Span("delete", before), Span("insert", after))
    kinds = {"equal": "plain", "insert": "insert", "delete": "delete"}
    return tuple(Span(kinds[mark], text) for mark, text in words)  # type: ignore[arg-type]


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


def _sections(placed: Iterator[_Placed]) -> Iterator[Section]:
    for path, group in groupby(placed, key=lambda pair: pair[0]):
        rows = [row for _, row in group]
        changed = sum(row.kind != "same" for row in rows)
        words = sum(_row_words(row) for row in rows)
        yield Section(path, tuple(_stretches(rows)), changed, words)


def _stretches(rows: list[Row]) -> Iterator[Stretch]:
    """Runs of rows that are shown or folded; a row beside a changed one is shown."""
    near = [
        any(other.kind != "same" for other in rows[max(at - CONTEXT_ROWS, 0) : at + CONTEXT_ROWS + 1])
        or row.block == "heading"
        for at, row in enumerate(rows)
    ]
    for shown, group in groupby(zip(near, rows, strict=True), key=lambda pair: pair[0]):
        held = tuple(row for _, row in group)
        yield Stretch(held, not shown, sum(_row_words(row) for row in held))


def _row_words(row: Row) -> int:
    return sum(len(span.text.split()) for span in row.spans)
