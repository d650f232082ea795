"""The console shows a change on a terminal, narrow or wide."""

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tracker.report.messages import Messages, messages
from tracker.report.terminal import safe, strip_controls
from tracker.report.view import ChangeView, Proof, Row, Section, Span

STAGE_STYLES = {
    "alarm": "bold white on red",
    "notice": "bold black on yellow",
    "calm": "bold",
    "good": "bold",
}
SPAN_STYLES = {
    "plain": "", "insert": "green underline", "delete": "red strike", "hit": "bold yellow",
    "moved-here": "cyan", "moved-away": "cyan strike",
}  # fmt: skip
MARKS = {"insert": ("{+", "+}"), "delete": ("[-", "-]")}
"""Around the words of a reworded sentence where no colour tells them apart, as git's word diff has them."""
SIGNS = {"insert": "+", "delete": "-", "mixed": "~", "move": "↕", "same": " "}
READING_COLUMNS = 100
"""Longer lines are hard to read; a wider terminal gets them no longer."""


def show_change(view: ChangeView, console: Console, *, text: bool = True) -> None:
    """Print a change; with `text` also the whole difference."""
    width = min(console.width, READING_COLUMNS)
    parts = _parts(view, messages(view.language), text, marked=console.color_system is None)
    console.print(Group(*parts), width=width, highlight=False)


def _parts(view: ChangeView, m: Messages, text: bool, marked: bool) -> Iterator[RenderableType]:
    yield Text.assemble(
        (f" {view.stage.label} ", STAGE_STYLES[view.stage.tone]), " ", _plain(f"{view.service}: {view.title}")
    )
    yield Text("")
    yield Text(safe(view.headline), style="bold")
    yield Text(safe(view.deck))
    yield Text("")
    yield _facts(view)
    for group in view.groups:
        yield Text("")
        yield Rule(Text(group.title, style="bold"), align="left", style="dim")
        for proof in group.proofs:
            yield from _proof(proof, m)
    if text:
        yield Text("")
        yield Rule(Text(m("Every word that changed"), style="bold"), align="left", style="dim")
        yield Text(view.diff_sum, style="dim")
        for section in view.diff.sections:
            if section.changed:
                yield from _section(section, marked)


def _plain(text: str) -> Text:
    return Text(safe(text))


def _unbroken(text: str) -> str:
    """The same, never broken over two lines."""
    return safe(text).replace(" ", "\N{NO-BREAK SPACE}")


def _facts(view: ChangeView) -> Table:
    table = Table.grid(padding=(0, 2))
    for fact in view.facts:
        value = Text(safe(fact.value), style="bold" if fact.state != "aside" else "")
        if fact.note:
            value.append(f"  {safe(fact.note)}", style="not bold dim")
        table.add_row(Text(fact.label, style="dim"), value)
    return table


def _proof(proof: Proof, m: Messages) -> Iterator[RenderableType]:
    heading = Text(safe(proof.heading), style="bold")
    for badge in proof.badges:
        heading.append(f"  [{_unbroken(badge.label)}]", style="not bold magenta")
    yield Text("")
    yield heading
    if proof.path:
        yield Text(" › ".join(safe(part) for part in proof.path), style="dim")
    yield Padding(_spans(proof.quote), (0, 0, 0, 2))
    if proof.old:
        yield Text(f"{m('Before, it said')}:", style="dim")
        yield Padding(_spans(proof.old), (0, 0, 0, 2))
    notes = Table.grid(padding=(0, 2))
    for label, text in (*proof.notes, *(((m("How sure"), proof.sure),) if proof.sure else ())):
        notes.add_row(Text(label, style="dim"), _plain(text))
    yield notes


def _section(section: Section, marked: bool) -> Iterator[RenderableType]:
    yield Text("")
    if section.path:
        yield Text(" › ".join(safe(part) for part in section.path), style="bold")
    rows = Table.grid(padding=(0, 1))
    for stretch in section.stretches:
        for row in stretch.rows:
            if row.kind != "same":
                rows.add_row(Text(SIGNS[row.kind]), _row(row, marked and row.kind == "mixed"))
    yield rows


def _row(row: Row, marked: bool) -> Text:
    text = _spans(row.spans, marked)
    return Text.assemble("• ", text) if row.block == "item" else text


def _spans(spans: Iterable[Span], marked: bool = False) -> Text:
    text = Text()
    for span in spans:
        said = strip_controls(span.text)
        before, after = MARKS.get(span.kind, ("", "")) if marked else ("", "")
        text.append(f"{before}{said}{after}", style=SPAN_STYLES[span.kind] if said.strip() else "")
        if span.note:
            text.append(f" ({safe(span.note)})", style="dim")
    return text
