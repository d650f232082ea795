"""Rows are the paragraphs of two texts with what changed marked inside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tracker.compare.comparison import Comparison, Edit, Sentence
from tracker.extract.document import Block, Document
from tracker.report.messages import Messages
from tracker.report.place import Gap, Touched, interleave, visible
from tracker.report.view import Row, RowKind, Span, SpanKind

REWRITTEN_SHARE = 0.4
"""With less than this share of the longer sentence kept, word marks confuse more than they show."""

Placed = tuple[tuple[str, ...], Row]
_KINDS: dict[str, SpanKind] = {"equal": "plain", "insert": "insert", "delete": "delete"}


@dataclass(slots=True)
class _Open:
    """The row that is being written."""

    key: tuple[str, int]
    """Which text its block is of, "old" or "new", with the block's number."""
    path: tuple[str, ...]
    block: str
    spans: list[Span] = field(default_factory=list)
    loose: bool = False
    """Whether the last span is a gone sentence, which takes its space with it."""

    def add(self, spans: Iterable[Span], *, gone: bool) -> None:
        """Append spans, with a space where a gone sentence meets its neighbour."""
        for span in spans:
            seam = self.spans and not (self.spans[-1].text[-1:].isspace() or span.text[:1].isspace())
            if seam and (gone or self.loose):
                self.spans.append(Span("plain", " "))
            self.spans.append(span)
            self.loose = gone

    def close(self) -> Placed:
        """The row with its heading path."""
        return self.path, Row(_kind(self.spans), self.block, tuple(self.spans))


def rows(comparison: Comparison, old: Document, new: Document, m: Messages) -> Iterator[Placed]:
    """Every paragraph of the new text, and those of the old one that are gone, with their heading paths."""
    whole = _whole_blocks_gone(comparison, old)
    current: _Open | None = None
    path: tuple[str, ...] = ()
    early: list[Span] = []
    for piece in interleave(comparison, old, new):
        if isinstance(piece, tuple):
            point, following = piece
            edit = comparison.edits[point.edit]
            sentence = edit.old[point.part]
            path = _path_of_gone(sentence, path, new, following)
            spans = _gone(point, edit, m)
            key = ("old", sentence.block)
            if key[1] not in whole:
                if sentence.start and current:
                    current.add(spans, gone=True)
                else:
                    early += spans
                continue
            kind = old.blocks[point.block].kind
        else:
            block = new.blocks[piece.block]
            path, kind, key = heading_path(block), block.kind, ("new", piece.block)
            spans = _standing(piece, comparison, m)
        if current is None or current.key != key:
            if current is not None:
                yield current.close()
            current = _Open(key, path, kind)
            current.add(early, gone=True)
            early = []
        current.add(spans, gone=isinstance(piece, tuple))
    if current is None and early:
        current = _Open(("old", 0), path, "paragraph")
    if current is not None:
        current.add(early, gone=True)
        yield current.close()


def heading_path(block: Block) -> tuple[str, ...]:
    """The heading path of a block; a heading stands in its own section."""
    return (*block.path, block.text) if block.kind == "heading" else block.path


def merged(edit: Edit) -> tuple[Span, ...]:
    """A replacement as runs; as the two whole texts where little was kept."""
    if is_rewritten(edit):
        before, after = (" ".join(each.text for each in side) for side in (edit.old, edit.new))
        return Span("delete", before), Span("plain", " "), Span("insert", after)
    return tuple(span for mark, text in edit.words for span in _trimmed(_KINDS[mark], text))


def is_rewritten(edit: Edit) -> bool:
    """Whether so little was kept that the two texts only stand at the same place."""
    longer = max(sum(len(each.text) + 1 for each in side) for side in (edit.old, edit.new)) - 1
    kept = sum(len(text) for mark, text in edit.words if mark == "equal")
    return kept < REWRITTEN_SHARE * max(longer, 1)


def _trimmed(kind: SpanKind, text: str) -> Iterator[Span]:
    """A marked run, the white space at its ends as runs of their own: it belongs to it, but looks bare."""
    inner = text.strip()
    if kind == "plain" or not inner or inner == text:
        yield Span(kind, text)
        return
    start = text.index(inner)
    if start:
        yield Span(kind, text[:start])
    yield Span(kind, inner)
    if start + len(inner) < len(text):
        yield Span(kind, text[start + len(inner) :])


def anchor(number: int, part: int = 0) -> str:
    """Id of a sentence of an edit in the page."""
    return f"edit-{number + 1}-{part + 1}" if part else f"edit-{number + 1}"


def _whole_blocks_gone(comparison: Comparison, old: Document) -> set[int]:
    """Blocks of the old text of which nothing stands where it stood."""
    kept = [visible(block.text) for block in old.blocks]
    for edit in comparison.edits:
        if edit.kind in ("delete", "move"):
            for sentence in edit.old:
                if 0 <= sentence.block < len(kept):
                    kept[sentence.block] -= visible(sentence.text)
    return {number for number, left in enumerate(kept) if left <= 0}


def _path_of_gone(
    sentence: Sentence, path: tuple[str, ...], new: Document, following: int
) -> tuple[str, ...]:
    """The section in which gone text is shown: the one it stood in if that comes next, else the present."""
    coming = heading_path(new.blocks[following]) if following < len(new.blocks) else path
    return coming if sentence.path == coming else path


def _standing(piece: Gap | Touched, comparison: Comparison, m: Messages) -> list[Span]:
    if isinstance(piece, Gap):
        return [Span("plain", piece.text)]
    edit, name = comparison.edits[piece.edit], anchor(piece.edit, piece.part)
    if edit.kind == "replace":
        spans = list(merged(edit))
        first = next((at for at, span in enumerate(spans) if span.text.strip()), 0)
        spans[first] = replace(spans[first], anchor=name)
        return spans
    after = edit.new[piece.part].text
    if edit.kind == "move":
        note = "" if piece.part else m("moved here from {place}", place=_place(edit.old, m))
        return [Span("moved-here", after, name, note, f"{name}-from" if note else "")]
    return [Span("insert", after, name)]


def _gone(point: Touched, edit: Edit, m: Messages) -> list[Span]:
    text, name = edit.old[point.part].text, anchor(point.edit, point.part)
    if edit.kind == "move":
        note = "" if point.part else m("moved to {place}", place=_place(edit.new, m))
        return [Span("moved-away", text, f"{name}-from", note, name if note else "")]
    return [Span("delete", text, name)]


def _place(sentences: Iterable[Sentence], m: Messages) -> str:
    path = next((each.path for each in sentences), ())
    return m("“{text}”", text=path[-1]) if path else m("the top of the text")


def _kind(spans: list[Span]) -> RowKind:
    kinds = {span.kind for span in spans if span.text.strip()}
    if kinds <= {"plain"}:
        return "same"
    if kinds == {"insert"}:
        return "insert"
    if kinds == {"delete"}:
        return "delete"
    return "move" if kinds <= {"moved-here", "moved-away"} else "mixed"
