"""How a comparison looks in a terminal."""

import io

from rich.console import Console

from tracker.compare.align import compare
from tracker.compare.comparison import Comparison, EditClass
from tracker.compare.patch import parse_patch
from tracker.compare.terminal import rows, show, show_patch
from tracker.extract.document import Block, Document


def document(*texts: str) -> Document:
    return Document(tuple(Block("paragraph", text, path=("Policy", "Data")) for text in texts), language="en")


OLD = document(
    "We log calls here.",
    "Last updated: 1 May 2030",
    "We collect your name.",
    "We keep your letters.",
    "We lock doors.",
)
NEW = document(
    "Last updated: 2 May 2030", "We collect your name and voice.", "We keep your letters.", "We lock doors.",
    "We log calls here.", "We sell \x1b[2Jdata.",
)  # fmt: skip


def shown(comparison: Comparison, width: int, **options: object) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    show(comparison, console, **options)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_narrow_terminal_shows_word_marks_in_line() -> None:
    """Without colours, brackets tell what went and what came."""
    text = shown(compare(OLD, NEW), 100)
    assert "Policy › Data" in text
    assert "~ We collect your name{+ and voice+}." in text
    assert "> We log calls here.  (moved)" in text


def test_a_wide_terminal_shows_both_sides() -> None:
    """Old to the left, new to the right, on one line."""
    line = next(line for line in shown(compare(OLD, NEW), 140).split("\n") if "and voice" in line)
    assert "We collect your name." in line


def test_side_by_side_can_be_asked_for() -> None:
    """Also on a narrow terminal."""
    assert "{+" not in shown(compare(OLD, NEW), 80, side_by_side=True)


def test_nothing_of_a_page_steers_the_terminal() -> None:
    """Escapes, controls and marks of direction are gone."""
    hostile = document("We sell \x1b[2J\x1b]0;x\x07data\u202e.", "And \x9b31m more \u2066data.")
    for side_by_side in (True, False):
        text = shown(compare(document("We log."), hostile), 140, side_by_side=side_by_side)
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"} & set(text)


def test_lesser_edits_can_be_left_out_and_are_counted() -> None:
    """A reader knows that there is more."""
    comparison = compare(OLD, NEW)
    assert len(list(rows(comparison, EditClass.SUBSTANCE))) < len(comparison.edits)
    assert "of lesser kinds not shown." in shown(comparison, 100, least=EditClass.SUBSTANCE)


def test_equal_texts_are_said_to_be_the_same() -> None:
    """Silence would leave a doubt."""
    assert shown(compare(OLD, OLD), 100) == "The texts are the same.\n"


def test_a_patch_from_elsewhere_is_shown_word_by_word() -> None:
    """Under the heading of each hunk, as our own comparisons are; its escapes steer nothing."""
    patch = (
        "diff --git a/privacy.md b/privacy.md\n--- a/privacy.md\n+++ b/privacy.md\n"
        "@@ -3,3 +3,4 @@ Policy › Data\n We log calls.\n-We keep them for 6 months.\n"
        "+We keep them for 18 months.\n We lock doors.\n+We sell \x1b[2Jdata.\n"
    )
    console = Console(width=100, file=io.StringIO(), force_terminal=False)
    show_patch(parse_patch(patch), console)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "a/privacy.md → b/privacy.md",
        "Policy › Data",
        "  ~ We keep them for[- 6-]{+ 18+} months.",
        "  + We sell data.",
    ]
