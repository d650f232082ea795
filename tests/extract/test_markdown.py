"""Canonical Markdown: what was written is read back, character by character."""

import html
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.document import Block, Document, Link
from tracker.extract.foreign import read_markdown
from tracker.extract.markdown import from_markdown, to_markdown
from tracker.extract.outline import with_paths
from tracker.extract.page import extract

LETTERS = "abcdeXYZ0189éßжש字 .,;:!?-–—_*`~#+=|<>&()[]{}\\/\"'“”$%^@"
WORDS = st.text(LETTERS.replace(" ", ""), min_size=1, max_size=12)
LINES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
CELLS = st.one_of(st.just(""), LINES)
TARGETS = st.sampled_from(
    (
        "https://a.example/privacy",
        "https://b.example/x_(y)?q=1&r=\\",
        "/cookies",
        "https://c.example/#opt-out",
    )
)


@st.composite
def texts(draw: st.DrawFn, kind: str, level: int) -> Block:
    """A block of words, some of them linked."""
    words = draw(st.lists(WORDS, min_size=1, max_size=8))
    text = " ".join(words)
    links, start = [], 0
    for word in words:
        if draw(st.integers(0, 5)) == 0:
            links.append(Link(start, start + len(word), draw(TARGETS)))
        start += len(word) + 1
    return Block(kind, text, level, links=tuple(links))  # type: ignore[arg-type]


@st.composite
def tables(draw: st.DrawFn) -> list[Block]:
    """Rows of one table, with or without heads."""
    width = draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=width, max_size=width).map(tuple).filter(any)
    columns = draw(st.one_of(st.just(()), row))
    rows = draw(st.lists(row, min_size=1, max_size=3))
    return [Block("row", " | ".join(cells), 0, cells, columns) for cells in rows]


@st.composite
def definitions(draw: st.DrawFn) -> list[Block]:
    """Terms, one or two together, and what they are said to mean."""
    terms = draw(st.lists(texts("term", 0), min_size=1, max_size=2))
    return [*terms, *draw(st.lists(texts("definition", 0), min_size=1, max_size=2))]


BLOCKS = st.one_of(
    st.integers(1, 6).flatmap(lambda level: texts("heading", level)).map(lambda block: [block]),
    texts("paragraph", 0).map(lambda block: [block]),
    st.lists(st.integers(1, 4).flatmap(lambda level: texts("item", level)), min_size=1, max_size=4),
    tables(),
    definitions(),
    st.sampled_from(("term", "definition")).flatmap(lambda kind: texts(kind, 0)).map(lambda block: [block]),
)
DOCUMENTS = st.lists(BLOCKS, max_size=6).map(
    lambda groups: Document(tuple(with_paths(block for group in groups for block in group)))
)


@given(DOCUMENTS)
@settings(max_examples=80, deadline=None)
def test_reading_gives_back_what_was_written(document: Document) -> None:
    """Blocks, levels, cells, columns, paths, links: all of them, exactly."""
    assert from_markdown(to_markdown(document)).blocks == document.blocks


@given(DOCUMENTS)
@settings(max_examples=25, deadline=None)
def test_canonical_markdown_ends_in_one_newline(document: Document) -> None:
    """One newline at the end, never two blank lines, nothing that `splitlines` would cut besides."""
    text = to_markdown(document)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert text.split("\n") == [*text.splitlines(), ""]


@given(DOCUMENTS)
@settings(max_examples=40, deadline=None)
def test_the_lenient_reader_finds_the_same_words(document: Document) -> None:
    """Canonical Markdown is Markdown: another reader sees the same text, but for a dash in front."""
    assert _texts(read_markdown(to_markdown(document))) == _texts(document)


def _texts(document: Document) -> list[str]:
    """Blocks but rows; a dash in front is an item to lenient readers."""
    return [block.text.removeprefix("– ") for block in document.blocks if block.kind != "row"]


def html_of(document: Document) -> Iterator[str]:
    """The document as a page would write it."""
    rows: list[Block] = []
    listing = False
    for block in (*document.blocks, None):
        entry = block is not None and block.kind in ("term", "definition")
        if entry != listing:
            yield "<dl>" if entry else "</dl>"
            listing = entry
        if rows and (block is None or block.kind != "row" or block.columns != rows[0].columns):
            yield _table(rows)
            rows = []
        if block is None:
            return
        text = html.escape(block.text)
        match block.kind:
            case "row":
                rows.append(block)
            case "item":
                yield "<ul>" * block.level + f"<li>{text}</li>" + "</ul>" * block.level
            case "heading":
                yield f"<h{block.level}>{text}</h{block.level}>"
            case "term" | "definition":
                tag = "dt" if block.kind == "term" else "dd"
                yield f"<{tag}>{text}</{tag}>"
            case _:
                yield f"<p>{text}</p>"


def _table(rows: list[Block]) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in rows[0].columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row.cells) + "</tr>" for row in rows
    )
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"


def _without_links(document: Document) -> list[tuple[object, ...]]:
    return [(b.kind, b.text, b.level, b.cells, b.columns, b.path) for b in document.blocks]


@st.composite
def full_tables(draw: st.DrawFn) -> list[Block]:
    """A table that is surely one: heads, and two rows of full cells."""
    width = draw(st.integers(2, 4))
    row = st.lists(LINES, min_size=width, max_size=width).map(tuple)
    columns = draw(row)
    return [
        Block("row", " | ".join(cells), 0, cells, columns)
        for cells in draw(st.lists(row, min_size=2, max_size=3))
    ]


PAGES = st.lists(
    st.one_of(BLOCKS.filter(lambda group: group[0].kind not in ("row", "definition")), full_tables()),
    max_size=6,
).map(lambda groups: Document(tuple(with_paths(block for group in groups for block in group))))


@given(PAGES)
@settings(max_examples=40, deadline=None)
def test_extracting_the_page_of_a_document_gives_the_document(document: Document) -> None:
    """No character is lost or doubled between a page and its document."""
    body = f"<html><head><meta charset=utf-8></head><body>{''.join(html_of(document))}</body></html>".encode()
    assert _without_links(extract(body, select=("body",))) == _without_links(document)


def test_the_written_form_is_the_documented_one() -> None:
    """The form that archives hold, to the letter."""
    document = Document(
        tuple(
            with_paths(
                (
                    Block("heading", "1. What we *collect*", 2),
                    Block(
                        "paragraph", "2. See our Cookie Policy.", links=(Link(11, 24, "https://a.example/c"),)
                    ),
                    Block("item", "- your name", 1),
                    Block("item", "your_name and _id", 2),
                    Block("term", "Cookie"),
                    Block("definition", "A small file."),
                    Block("definition", "- of a few words"),
                    Block("term", "Beacon"),
                    Block("paragraph", ": see above"),
                    Block("row", "Biometric | No", 0, ("Biometric", "No"), ("Category", "Sold?")),
                    Block("row", "a|b | ", 0, ("a|b", "")),
                )
            )
        )
    )
    assert to_markdown(document) == (
        "## 1. What we \\*collect\\*\n"
        "\n"
        "2\\. See our [Cookie Policy](https://a.example/c).\n"
        "\n"
        "- \\- your name\n"
        "  - your_name and \\_id\n"
        "\n"
        "Cookie\n"
        ": A small file.\n"
        ": - of a few words\n"
        "\n"
        "Beacon\n"
        ":\n"
        "\n"
        "\\: see above\n"
        "\n"
        "| Category | Sold? |\n"
        "| --- | --- |\n"
        "| Biometric | No |\n"
        "\n"
        "|  |  |\n"
        "| --- | --- |\n"
        "| a\\|b |  |\n"
    )


def test_an_empty_document_is_one_newline() -> None:
    """The empty text is a text."""
    assert to_markdown(Document(())) == "\n"
    assert from_markdown("\n").blocks == ()
