"""What a reader is shown of a change."""

from tracker.compare.align import compare
from tracker.compare.comparison import Edit, EditClass
from tracker.extract.document import Block, Document

PLAIN = (
    "We collect your name when you order a lamp.",
    "We keep invoices for ten years because tax law asks for it.",
    "Our couriers receive your postal address to bring the parcel.",
    "You may object to letters about new lamps at any time.",
)


def document(*texts: str | Block) -> Document:
    blocks = tuple(text if isinstance(text, Block) else Block("paragraph", text) for text in texts)
    return Document(blocks, language="en")


def edits(old: Document, new: Document) -> tuple[Edit, ...]:
    return compare(old, new).edits


def gone(edit: Edit) -> list[str]:
    return [sentence.text for sentence in edit.old]


def come(edit: Edit) -> list[str]:
    return [sentence.text for sentence in edit.new]


def test_one_new_sentence_is_one_insertion() -> None:
    """The sentences around it do not show."""
    (edit,) = edits(
        document(" ".join(PLAIN)), document(" ".join((*PLAIN[:2], "We record your voice.", *PLAIN[2:])))
    )
    assert (edit.kind, come(edit), edit.old) == ("insert", ["We record your voice."], ())


def test_a_word_inserted_in_a_sentence_is_marked_as_that_word() -> None:
    """The pair is a replacement whose marks name the one word."""
    new = PLAIN[0].replace("name", "name, voiceprint")
    (edit,) = edits(document(*PLAIN), document(new, *PLAIN[1:]))
    assert edit.kind == "replace"
    assert [run for run in edit.words if run[0] != "equal"] == [("insert", ", voiceprint")]


def test_neighbouring_re_worded_sentences_are_paired_each_with_its_own() -> None:
    """Two changes side by side do not fall back to one block."""
    old = "We use your phone number to confirm orders. We use your birthday to send a voucher."
    new = "We use your phone number to confirm returns. We use your date of birth to send a voucher."
    pairs = [(gone(edit), come(edit)) for edit in edits(document(old), document(new))]
    assert pairs == [
        (["We use your phone number to confirm orders."], ["We use your phone number to confirm returns."]),
        (["We use your birthday to send a voucher."], ["We use your date of birth to send a voucher."]),
    ]


def test_short_equal_runs_do_not_chop_a_re_written_stretch() -> None:
    """A word that both stretches happen to share is part of what was re-written."""
    old = "We ask for your name so that couriers of the post office find the door of your house."
    new = "We ask for your name so that drivers in blue vans and the office staff greet you by phone."
    (edit,) = edits(document(old), document(new))
    assert [mark for mark, _ in edit.words] == ["equal", "delete", "insert", "equal"]


def test_a_moved_section_is_one_edit_named_as_moved() -> None:
    """It is shown once, at its new place."""
    section = (Block("heading", "Letters", 2), PLAIN[3], "Letters are sent by post.")
    old = document(*section, *PLAIN[:3])
    new = document(*PLAIN[:3], *section)
    found = edits(old, new)
    assert [edit.kind for edit in found] == ["move"]
    assert found[0].edit_class == EditClass.ORDER


def test_a_sentence_that_moved_and_changed_a_word_is_a_replacement() -> None:
    """Neither gone nor new."""
    old = document(*PLAIN, "The board of the guild approves this text every spring.")
    new = document(PLAIN[3].replace("letters", "e-mails"), *PLAIN[:3], "The board approves it.")
    moved = next(edit for edit in edits(old, new) if gone(edit) == [PLAIN[3]])
    assert moved.kind == "replace"


def test_a_paragraph_cut_in_two_is_no_change_of_substance() -> None:
    """Nor are two that became one."""
    whole, parts = document(" ".join(PLAIN)), document(*PLAIN)
    assert compare(whole, parts).edit_class == EditClass.SPACE
    assert compare(parts, whole).edit_class == EditClass.SPACE


def test_a_sentence_made_a_list_is_no_change_of_substance() -> None:
    """The same words in the same order."""
    old = document("We collect: your name; your address; your order.")
    items = [Block("item", text, 1) for text in ("your name", "your address", "your order")]
    assert compare(old, document("We collect:", *items)).edit_class == EditClass.SPACE


def test_lines_broken_anew_show_the_one_word_that_changed() -> None:
    """As in the text of a PDF, whose lines end elsewhere."""
    old = document(
        "We keep your name, your address and your", "order for two years after the last", "purchase you made."
    )
    new = document(
        "We keep your name, your address",
        "and your order for three years after the",
        "last purchase you made.",
    )
    changed = [run for edit in edits(old, new) for run in edit.words if run[0] != "equal"]
    assert changed == [("delete", " two"), ("insert", " three")]


def test_a_sentence_cut_in_two_is_paired_with_both_halves() -> None:
    """Both halves stand in one edit."""
    old = document(
        "We collect your name and your address, and we pass them to the courier who brings the lamp."
    )
    new = document("We collect your name and your address. We pass them to the courier who brings the lamp.")
    (edit,) = edits(old, new)
    assert (len(edit.old), len(edit.new)) == (1, 2)


def test_re_numbering_is_no_change() -> None:
    """A section that became the third is the same section."""
    old = document(Block("heading", "2. Letters", 2), "(a) " + PLAIN[0])
    new = document(Block("heading", "3. Letters", 2), "(b) " + PLAIN[0])
    assert compare(old, new).edit_class == EditClass.SPACE


def test_another_kind_of_block_is_an_edit_of_markup() -> None:
    """A paragraph that became a heading reads the same."""
    new = document(Block("heading", PLAIN[0], 2), *PLAIN[1:])
    (edit,) = edits(document(*PLAIN), new)
    assert edit.edit_class == EditClass.SPACE


def test_neighbouring_new_sentences_are_one_edit() -> None:
    """A new section of three sentences is not three changes."""
    new = document(*PLAIN, "We record your voice. We keep voice recordings for a month. You may delete them.")
    (edit,) = edits(document(*PLAIN), new)
    assert len(edit.new) == 3


def test_hostile_repetition_is_capped() -> None:
    """Thousands of equal sentences cost a bounded amount of work, and the edits stay right."""
    old = document(*["We log. ", "We do. "] * 2_500)
    new = document(*["We do. ", "We log. ", "We log. "] * 1_700)
    found = compare(old, new)
    assert found.capped
    assert sum(len(edit.new) - len(edit.old) for edit in found.edits) == len(new.blocks) - len(old.blocks)


def test_an_endless_word_costs_little() -> None:
    """Letters are compared in words of human length alone."""
    old, new = document("a" * 100_000), document("a" * 99_999 + "b")
    assert compare(old, new).edit_class == EditClass.WORDING
