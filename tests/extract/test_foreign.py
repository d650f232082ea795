"""Markdown of other tools, as recorded histories hold it."""

# ruff: noqa: E501 - a sentence of a text stays on one line

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.foreign import read_markdown


def read(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text) for b in read_markdown(text).blocks]


def test_headings_of_both_kinds_are_read() -> None:
    """Underlined, with marks, over two lines, with blank lines before the rule, empty with the text below."""
    assert read(
        "Privacy\n=======\n\nData we\nkeep\n---\n\n### Use ###\n\nYour rights\n\n\n-----------\n\n####\n\nMore"
    ) == [
        ("heading", 1, "Privacy"),
        ("heading", 2, "Data we keep"),
        ("heading", 3, "Use"),
        ("heading", 2, "Your rights"),
        ("heading", 4, "More"),
    ]


def test_a_rule_is_no_heading() -> None:
    """Rules between paragraphs say nothing."""
    assert read("One sentence that is long enough.\n\n---\n\nTwo.\n\n* * *\n\nThree.") == [
        ("paragraph", 0, "One sentence that is long enough."),
        ("paragraph", 0, "Two."),
        ("paragraph", 0, "Three."),
    ]


def test_lists_nest_by_their_indentation() -> None:
    """Markers of all kinds, indented by two or four, texts after a blank line, second paragraphs."""
    text = "*   One\n    \n    *   Two\n        \n        more\n*   \n    \n    Three\n\n1.  Four\n2.  Five\n- Six\n  - Seven\n"
    assert read(text) == [
        ("item", 1, "One"),
        ("item", 2, "Two"),
        ("paragraph", 0, "more"),
        ("item", 1, "Three"),
        ("item", 1, "Four"),
        ("item", 1, "Five"),
        ("item", 1, "Six"),
        ("item", 2, "Seven"),
    ]


def test_a_table_of_one_long_cell_is_text() -> None:
    """It only lays out the page: its breaks are line breaks, and none of its words is lost."""
    long = "We keep the notes that you write for as long as your account is open, and a month more. " * 3
    cell = f"{long}<br><br>**Sharing**<br><br>* with your group<br>* with a court<br>  <br>Nobody else."
    assert read(f"Above\n\n| {cell} |\n| --- |\n\nBelow") == [
        ("paragraph", 0, "Above"),
        ("paragraph", 0, long.strip()),
        ("heading", 6, "Sharing"),
        ("item", 1, "with your group"),
        ("item", 1, "with a court"),
        ("paragraph", 0, "Nobody else."),
        ("paragraph", 0, "Below"),
    ]


@pytest.mark.parametrize("size", [3, 60, 4_000])
def test_no_word_of_a_table_is_lost(size: int) -> None:
    """A head without rows below it is a row, and so is one of whole sentences."""
    words = " ".join(f"word{n}" for n in range(size))
    assert read(f"| a | {words} |\n| --- | --- |\n\n| b | {words} |\n| --- | --- |\nNext\n") == [
        ("row", 0, f"a | {words}"),
        ("row", 0, f"b | {words}"),
        ("paragraph", 0, "Next"),
    ]
    assert read(f"| a | b |\n| --- | --- |\n| c | {words} |\n| d | e |") == [
        ("row", 0, f"c | {words}"),
        ("row", 0, "d | e"),
    ]
    found = read(f"| {words} | b |\n| --- | --- |\n| c | d |")
    assert found[-1] == ("row", 0, "c | d")
    assert found[:-1] == ([("row", 0, f"{words} | b")] if size > 3 else [])


def test_terms_and_their_meanings_are_read() -> None:
    """As extended Markdown writes them: a colon begins what a term is said to mean."""
    assert read(
        "**Cookie**\n: A small file.\n: Of a few words\nover two lines.\n\nBeacon\nPixel\n: A picture."
    ) == [
        ("term", 0, "Cookie"),
        ("definition", 0, "A small file."),
        ("definition", 0, "Of a few words over two lines."),
        ("term", 0, "Beacon"),
        ("term", 0, "Pixel"),
        ("definition", 0, "A picture."),
    ]


def test_hard_breaks_end_a_paragraph() -> None:
    """Address lines stay lines; bold type or a link may go on across a break."""
    assert read(
        "Fen Ltd  \nQuay 7  \nBrambleport\n\nPlain\nwrapped.\n\n**We collect some data  \nabout you**"
    ) == [
        ("paragraph", 0, "Fen Ltd"),
        ("paragraph", 0, "Quay 7"),
        ("paragraph", 0, "Brambleport"),
        ("paragraph", 0, "Plain wrapped."),
        ("heading", 6, "We collect some data about you"),
    ]


def test_bold_lines_are_headings_but_dates_and_sentences_are_not() -> None:
    """As on pages."""
    assert read(
        "**2\\. Definitions**\n\n**Effective: 3 May 2024**\n\n**We never sell it.**\n\n**[A link](#x)**"
    ) == [
        ("heading", 6, "2. Definitions"),
        ("paragraph", 0, "Effective: 3 May 2024"),
        ("paragraph", 0, "We never sell it."),
        ("paragraph", 0, "A link"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a \\_b\\_ \\[c\\] 5 \\* 3", "a _b_ [c] 5 * 3"),
        ("**bold**, _italic_, __both__, ~~gone~~, `code`", "bold, italic, both, gone, code"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        ("Fish &amp; chips&nbsp;&copy; 2024", "Fish & chips © 2024"),
        ('See [our **terms**](https://a.example/x_(y) "Title") now', "See our terms now"),
        ("![logo](x.png) Text <br> and <span>more</span>", "Text and more"),
        ("[not a link] and a](b)", "[not a link] and a](b)"),
        ("Write to <dpo@fen.example>", "Write to dpo@fen.example"),
        ("x < 3 and y > 4", "x < 3 and y > 4"),
    ],
)
def test_inline_markup_becomes_text(source: str, text: str) -> None:
    """Emphasis, escapes, entities, links, images, stray tags."""
    assert [block[2] for block in read(source)] == [text]


def test_links_that_matter_keep_their_targets() -> None:
    """Offsets are those of the plain text."""
    block = read_markdown(
        "See **our** [Cookie\nPolicy](https://a.example/cookies) or [us](https://a.example)."
    ).blocks[0]
    assert [(block.text[link.start : link.end], link.target) for link in block.links] == [
        ("Cookie Policy", "https://a.example/cookies")
    ]


def test_tables_are_read_with_their_heads() -> None:
    """Pipes, breaks and lists in cells, an empty head row, text after the rule."""
    text = (
        "| Purpose | Data |\n| --- | --- |\n| Login<br><br>*   fast<br>*   safe | Name \\| mail |\n\n"
        "|     |     |\n| --- | --- |Cookies\n| Name | Kind |\n| --- | --- |\n| \\_id | First |\n"
    )
    found = read_markdown(text).blocks
    assert [(b.kind, b.cells, b.columns) for b in found] == [
        ("row", ("Login fast safe", "Name | mail"), ("Purpose", "Data")),
        ("paragraph", (), ()),
        ("row", ("_id", "First"), ("Name", "Kind")),
    ]


def test_plain_text_is_read_too() -> None:
    """Paragraphs wrapped at a width, typed bullets."""
    assert read("We keep your\ndata for two years.\r\n\r\n• your name\r\n• your age\r\n") == [
        ("paragraph", 0, "We keep your data for two years."),
        ("item", 1, "your name"),
        ("item", 1, "your age"),
    ]


def test_title_and_language_are_told() -> None:
    """The first heading, the detected language."""
    document = read_markdown(
        "# Datenschutz\n\n" + "Wir verarbeiten die Daten, die Sie uns bei der Buchung geben. " * 3
    )
    assert (document.title, document.language) == ("Datenschutz", "de")


@given(st.text("ab \n*_#|[]()<>&-=\\`!~:.1\t>", max_size=300))
@settings(max_examples=300, deadline=None)
def test_nothing_makes_it_fail(text: str) -> None:
    """Any text is some document whose blocks hold one line each."""
    for block in read_markdown(text).blocks:
        assert all(part == " ".join(part.split()) for part in block.cells or (block.text,))
        assert block.text
        assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)


@pytest.mark.parametrize(
    "piece",
    [
        "](",
        "[",
        "![",
        "[a](",
        "**",
        "_a",
        "<",
        "<a ",
        "&",
        "\\",
        "| ",
        "> ",
        "#",
        "# ",
        "- ",
        "    ",
        "a  \n",
        "-\n",
        "1. ",
        "(",
    ],
)
def test_hostile_repetition_costs_linear_time(piece: str) -> None:
    """A hundred thousand of anything is read in seconds, not hours."""
    started = time.process_time()
    read_markdown(piece * 100_000)
    assert time.process_time() - started < 20
