"""The whole difference, section by section."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.sample import NEW, OLD, comparison, document, subject
from tracker.compare.align import compare
from tracker.extract.document import Block, Document
from tracker.report.change_view import change_view
from tracker.report.messages import messages
from tracker.report.sections import diff
from tracker.report.view import Diff, Row

EN = messages("en")
SENTENCES = st.sampled_from(
    [
        "We collect your name.", "We store your address for ten days.",
        "We store your address for two years.", "You may object.", "Partners help us.",
        "Partners help us a lot.", "We do not sell data.", "Write to us.",
        "This is the end.", "Nothing is shared with anyone else.", "We use cookies to count visits.",
    ]
)  # fmt: skip
BLOCKS = st.builds(
    lambda parts: Block("paragraph", " ".join(parts)), st.lists(SENTENCES, min_size=1, max_size=4)
)
DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=6).map(
    lambda blocks: Document(tuple(blocks), language="en")
)


def _rows(whole: Diff) -> list[Row]:
    return [row for section in whole.sections for stretch in section.stretches for row in stretch.rows]


def _words(whole: Diff, *kinds: str) -> list[str]:
    return [
        word for row in _rows(whole) for span in row.spans if span.kind in kinds for word in span.text.split()
    ]


def _text(told: Document) -> list[str]:
    return [word for block in told.blocks for word in block.text.split()]


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_every_word_of_both_texts_is_shown(old: Document, new: Document) -> None:
    """Unmarked and added words spell the new text in its order; unmarked and gone ones, all of the old."""
    whole = diff(compare(old, new), old, new, EN)

    assert "".join(_words(whole, "plain", "insert", "moved-here")) == "".join(_text(new))
    assert sorted("".join(_words(whole, "plain", "delete", "moved-away"))) == sorted("".join(_text(old)))


def test_a_changed_sentence_is_shown_inside_its_paragraph() -> None:
    """The paragraph stays whole, with only the changed word marked."""
    view = change_view(subject())
    row = next(row for row in _rows(view.diff) if any(span.text == "eighteen" for span in row.spans))

    marked = [(span.kind, span.text) for span in row.spans if span.kind != "plain" and span.text.strip()]
    assert marked == [("delete", "twelve"), ("insert", "eighteen")]
    assert "".join(span.text for span in row.spans if span.kind != "delete").startswith(
        "We record which squares"
    )


def test_gone_text_is_shown_where_it_stood() -> None:
    """A dropped sentence stands in its own section, between its old neighbours."""
    view = change_view(subject())
    section = next(
        one
        for one in view.diff.sections
        if any("never have" in span.text for row in one.stretches[0].rows for span in row.spans)
    )

    assert section.path == ("2. What we do with it",)


def test_unchanged_sections_are_folded_together() -> None:
    """Neighbouring sections without a change make one fold."""
    parts = change_view(subject()).diff.parts

    assert [differs for differs, _ in parts] == [True, False] * (len(parts) // 2) + [True] * (len(parts) % 2)
    assert parts[-1][0] is False
    assert len(parts[-1][1]) == 2


def test_moved_text_is_named_as_moved() -> None:
    """Both places say where the other one is, and it counts neither as new nor as gone."""
    old = document("# A\n## One\nWe keep a log.\nStay here.\n## Two\nOther words stand here.")
    new = document("# A\n## One\nStay here.\n## Two\nOther words stand here.\nWe keep a log.")
    whole = diff(comparison(old, new), old, new, EN)
    moved = {span.kind: span for row in _rows(whole) for span in row.spans if span.kind.startswith("moved")}

    assert moved["moved-here"].note == "moved here from “One”"
    assert moved["moved-away"].note == "moved to “Two”"
    assert moved["moved-here"].goal == moved["moved-away"].anchor
    assert (whole.words_added, whole.words_removed) == (0, 0)


def test_a_comparison_that_does_not_fit_its_documents_is_shown_all_the_same() -> None:
    """Block numbers beyond the text lose nothing and stop nothing."""
    before, after = document(OLD), document(NEW)
    whole = diff(comparison(before, after), Document(before.blocks[:3]), Document(after.blocks[:3]), EN)

    assert "biometric" in " ".join(_words(whole, "insert"))
