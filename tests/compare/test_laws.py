"""Laws that hold for any two documents."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.compare.align import compare
from tracker.compare.comparison import Comparison, EditClass, Sentence
from tracker.compare.sentences import sentences
from tracker.extract.document import Block, Document, Link

VOCABULARY = (
    "we you collect share keep store name e-mail voice print location data cookies partners law may not with "
    "when for of the your 30 days 1.5 etc. e.g. U.S. Inc. never sell, (logs) “quoted” naïve Größe 数据 é"
)
WORDS = VOCABULARY.split()

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
sentence_texts = st.builds(
    lambda text, stop: text[0].upper() + text[1:] + stop,
    texts,
    st.sampled_from([".", "!", "?", ":", "", " ."]),
)
paragraphs = st.builds(
    lambda parts, kind, level: Block(kind, " ".join(parts), level if kind in {"heading", "item"} else 0),
    st.lists(sentence_texts, min_size=1, max_size=4),
    st.sampled_from(["paragraph", "item", "heading", "row"]),
    st.integers(1, 3),
)
documents = st.lists(paragraphs, max_size=8).map(lambda blocks: Document(tuple(blocks), language="en"))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document and a mutated copy of it."""
    old = draw(documents)
    blocks = list(old.blocks)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(blocks)))
        match draw(st.sampled_from(["insert", "delete", "swap", "word"])):
            case "insert":
                blocks.insert(place, draw(paragraphs))
            case "delete" if place < len(blocks):
                del blocks[place]
            case "swap" if place < len(blocks):
                blocks.append(blocks.pop(place))
            case "word" if place < len(blocks):
                block = blocks[place]
                cut = draw(st.integers(0, len(block.text)))
                text = " ".join((block.text[:cut] + draw(texts) + block.text[cut:]).split())
                blocks[place] = Block(block.kind, text, block.level)
    return old, Document(tuple(blocks), language="en")


def place(sentence: Sentence) -> tuple[int, int]:
    return sentence.block, sentence.start


def untouched(document: Document, edited: list[Sentence]) -> list[str]:
    touched = {place(sentence) for sentence in edited}
    return [sentence.text for sentence in sentences(document) if place(sentence) not in touched]


def edited(comparison: Comparison) -> tuple[list[Sentence], list[Sentence]]:
    return (
        [sentence for edit in comparison.edits for sentence in edit.old],
        [sentence for edit in comparison.edits for sentence in edit.new],
    )


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_applying_the_edits_gives_the_new_text(pair: tuple[Document, Document]) -> None:
    """What no edit touches is the same on both sides, in the same order; the edits hold all the rest."""
    old, new = pair
    gone, come = edited(compare(old, new))
    assert untouched(old, gone) == untouched(new, come)


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_every_sentence_belongs_to_one_edit_at_most(pair: tuple[Document, Document]) -> None:
    """Edits do not overlap, and quote sentences that stand in the documents."""
    old, new = pair
    gone, come = edited(compare(old, new))
    for document, side in ((old, gone), (new, come)):
        places = [place(sentence) for sentence in side]
        assert len(places) == len(set(places))
        assert set(side) <= set(sentences(document))


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_word_marks_spell_both_sides(pair: tuple[Document, Document]) -> None:
    """Equal and deleted runs spell the old sentences, equal and inserted ones the new."""
    for edit in compare(*pair).edits:
        if edit.words:
            old = "".join(text for mark, text in edit.words if mark != "insert")
            new = "".join(text for mark, text in edit.words if mark != "delete")
            assert old == " ".join(sentence.text for sentence in edit.old)
            assert new == " ".join(sentence.text for sentence in edit.new)
        if edit.kind == "replace" and edit.edit_class > EditClass.LINKS:
            assert edit.words


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_edits_come_in_the_order_of_the_new_text(pair: tuple[Document, Document]) -> None:
    """A reader meets the edits as they stand on the page."""
    places = [place(edit.new[0]) for edit in compare(*pair).edits if edit.new]
    assert places == sorted(places)


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_the_same_pair_gives_the_same_comparison(pair: tuple[Document, Document]) -> None:
    """Comparing twice gives the same value."""
    assert compare(*pair) == compare(*pair)


@given(documents)
@settings(max_examples=40, deadline=None)
def test_a_text_compared_with_itself_has_no_edits(document: Document) -> None:
    """No edit, no class."""
    assert compare(document, document) == Comparison(())


@given(documents, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_re_ordered_twin_is_cosmetic(document: Document, random: object) -> None:
    """Blocks in another order are moved, not gone and come."""
    blocks = list(document.blocks)
    random.shuffle(blocks)  # type: ignore[attr-defined]
    found = compare(document, Document(tuple(blocks), language="en"))
    assert (found.edit_class or 0) <= EditClass.ORDER


@given(documents)
@settings(max_examples=40, deadline=None)
def test_a_re_flowed_twin_is_cosmetic(document: Document) -> None:
    """Every sentence a paragraph of its own: other markup, the same text."""
    blocks = tuple(Block("paragraph", sentence.text) for sentence in sentences(document))
    found = compare(document, Document(blocks, language="en"))
    assert (found.edit_class or 0) <= EditClass.ORDER  # of sentences that are the same, either may have moved


@given(documents)
@settings(max_examples=40, deadline=None)
def test_a_re_linked_twin_is_cosmetic(document: Document) -> None:
    """Other link targets are an edit of links, and one for each block."""
    blocks = tuple(
        Block(b.kind, b.text, b.level, links=(Link(0, len(b.text), "https://example.org/new"),))
        for b in document.blocks
    )
    found = compare(document, Document(blocks, language="en"))
    assert {edit.edit_class for edit in found.edits} <= {EditClass.LINKS}
    assert len(found.edits) == len(document.blocks)
