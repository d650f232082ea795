"""A comparison is shown in a terminal, word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.compare.comparison import Comparison, Edit, EditClass, Sentence
from tracker.compare.patch import FilePatch
from tracker.compare.words import Marks, marks

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

WIDE = 120
"""Columns from which on old and new stand side by side."""

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\)?|\x1b.?"
)
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SIGNS = {"insert": "+", "delete": "-", "replace": "~", "move": ">"}
_NAMES = {
    EditClass.SPACE: "white space, punctuation or markup",
    EditClass.LINKS: "link",
    EditClass.DATE: "date",
    EditClass.ORDER: "same text elsewhere",
    EditClass.FURNITURE: "page furniture",
    EditClass.WORDING: "wording",
    EditClass.SUBSTANCE: "substance",
}
_STYLES = {"equal": "", "delete": "red strike", "insert": "green underline"}


@dataclass(frozen=True, slots=True)
class Row:
    """One edit, ready to be shown; its texts hold nothing that steers a terminal."""

    section: str
    """Heading path, outermost first; "" above the first heading."""
    sign: str
    """"+" come, "-" gone, "~" re-worded, ">" moved."""
    label: str
    """What the edit touches, in words."""
    old: Marks
    """Runs marked equal or deleted; empty for an insertion."""
    new: Marks
    """Runs marked equal or inserted; empty for a deletion."""
    both: Marks
    """The runs of both sides in one line."""


def rows(comparison: Comparison, least: EditClass = EditClass.SPACE) -> Iterator[Row]:
    """The edits of at least a class, in the order of the new text."""
    for edit in comparison.edits:
        if edit.edit_class >= least:
            yield _row(edit)


def show(
    comparison: Comparison,
    console: "Console",
    *,
    side_by_side: bool | None = None,
    least: EditClass = EditClass.SPACE,
) -> None:
    """Print the edits under their headings; side by side where asked for, or where the console is wide."""
    from rich.text import Text  # noqa: PLC0415 - rich is slow to load

    shown = _print(rows(comparison, least), console, side_by_side)
    if not comparison.edits:
        console.print(Text("The texts are the same."))
    elif shown < len(comparison.edits):
        less = len(comparison.edits) - shown
        console.print(Text(f"{less} edit{'' if less == 1 else 's'} of lesser kinds not shown.", style="dim"))


def show_patch(files: Sequence[FilePatch], console: "Console", *, side_by_side: bool | None = None) -> None:
    """Print the hunks of a patch, whoever wrote it, the way the edits of a comparison are printed."""
    from rich.text import Text  # noqa: PLC0415 - rich is slow to load

    for file in files:
        console.print(Text(f"{clean(file.old_name)} → {clean(file.new_name)}", style="bold underline"))
        _print(patch_rows(file), console, side_by_side)


def patch_rows(file: FilePatch) -> Iterator[Row]:
    """The lines of a patch that went or came, each run of them marked word by word."""
    for hunk in file.hunks:
        section = clean(hunk.section)
        for changed, lines in groupby(hunk.lines, key=lambda line: line.mark != " "):
            run = list(lines)
            gone = clean(" ".join(line.text for line in run if line.mark == "-" and line.text))
            come = clean(" ".join(line.text for line in run if line.mark == "+" and line.text))
            if changed and (gone or come):
                yield _patch_row(section, gone, come)


def _patch_row(section: str, gone: str, come: str) -> Row:
    kind = "replace" if gone and come else "insert" if come else "delete"
    both = marks(gone, come)
    old = tuple(run for run in both if run[0] != "insert") if gone else ()
    new = tuple(run for run in both if run[0] != "delete") if come else ()
    return Row(section, _SIGNS[kind], "", old, new, both)


def _print(found: Iterable[Row], console: "Console", side_by_side: bool | None) -> int:
    """Print rows under their headings; how many."""
    from rich.text import Text  # noqa: PLC0415 - rich is slow to load

    wide = console.width >= WIDE if side_by_side is None else side_by_side
    section: str | None = None
    shown = 0
    for row in found:
        if row.section != section:
            section = row.section
            console.print(Text(section or "(top)", style="bold"))
        console.print(_beside(row) if wide and row.old and row.new and row.sign != ">" else _below(row))
        shown += 1
    return shown


def clean(text: str) -> str:
    """Text without terminal escapes, control characters and marks that turn the direction of writing."""
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


def _row(edit: Edit) -> Row:
    anchor = (edit.new or edit.old)[0]
    section = clean(" › ".join(anchor.path))
    if edit.words:
        both: Marks = tuple((mark, clean(text)) for mark, text in edit.words)
    elif edit.kind == "move":
        both = (("equal", _text(edit.new)),)
    else:
        gone, come = _text(edit.old), _text(edit.new)
        both = (*((("delete", gone),) if gone else ()), *((("insert", come),) if come else ()))
    old = tuple(run for run in both if run[0] != "insert") if edit.old else ()
    new = tuple(run for run in both if run[0] != "delete") if edit.new else ()
    label = "moved" if edit.kind == "move" else _NAMES[edit.edit_class]
    return Row(section, _SIGNS[edit.kind], label, old, new, both)


def _text(sentences: tuple[Sentence, ...]) -> str:
    return clean(" ".join(sentence.text for sentence in sentences))


def _styled(runs: Marks) -> "Text":
    from rich.text import Text  # noqa: PLC0415 - rich is slow to load

    return Text.assemble(*((text, _STYLES[mark]) for mark, text in runs))


def _below(row: Row) -> "RenderableType":
    """Sign and text, then what it touches; without colours, brackets tell what went and what came."""
    from rich.text import Text  # noqa: PLC0415 - rich is slow to load

    line = Text(f"  {row.sign} ")
    if row.sign == "~":
        for mark, text in row.both:
            opening, closing = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}.get(mark, ("", ""))
            line.append(f"{opening}{text}{closing}", _STYLES[mark])
    else:
        line.append_text(_styled(row.both))
    if row.label:
        line.append(f"  ({row.label})", "dim")
    return line


def _beside(row: Row) -> "RenderableType":
    from rich.table import Table  # noqa: PLC0415 - rich is slow to load
    from rich.text import Text  # noqa: PLC0415 - rich is slow to load

    table = Table(box=None, show_header=False, expand=True, padding=(0, 1))
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(row.sign, _styled(row.old), _styled(row.new))
    if row.label:
        table.add_row("", Text(f"({row.label})", style="dim"), "")
    return table
