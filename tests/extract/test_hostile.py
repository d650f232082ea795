"""Hostile pages cost a bounded amount of time and memory, and crash nothing."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract import pages
from tracker.extract.defuse import defused
from tracker.extract.markdown import from_markdown, to_markdown
from tracker.extract.page import extract, to_text
from tracker.extract.tree import MAX_NODES

TAGS = (
    *(
        "<p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<li>",
        "<ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "<a href=#>",
        "</a>",
    ),
    *(
        "<h2>",
        "<br>",
        "<button>",
        "<pre>",
        "\n",
        "&amp;",
        "&#",
        "\x1b",
        "\0",
        "privacy",
        "data",
        "we",
        "collect",
        "<!--",
    ),
    *(
        "-->",
        "<script>",
        "</script>",
        "<x-y>",
        "<svg>",
        "<select>",
        "<option>",
        "<form>",
        "</form>",
        "<title>",
    ),
    *(
        "<textarea>",
        "<template>",
        "<noscript>",
        "<frameset>",
        "</body>",
        "</html>",
        "<summary>",
        "<a href=/cookies>",
    ),
)
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.html"))
LIMIT_SECONDS = 20
"""Generous: what is guarded against takes minutes or gigabytes."""

BOMBS = {
    "nested": "<div>" * 50_000 + "deep",
    "nested and closed": "<div>" * 30_000 + "deep" + "</div>" * 30_000,
    "nested behind comments": "<div><!--</div>-->" * 25_000,
    "siblings": "<p>a" * 1_000_000,
    "formatting in every block": "<p>" + "".join(f"<b id={n}>" for n in range(9_000)) + "</p><p>x" * 9_000,
    "formatting hidden in attributes": "<p>"
    + "".join(f'<i id={n} x="</i>">' for n in range(9_000))
    + "<p>x" * 9_000,
    "long attribute": "<a b='" + "x" * 5_000_000 + "'>y",
    "many attributes": "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">y",
    "plaintext": "<plaintext>" + "<b>" * 100_000,
    "tables": "<table><tr><td>" * 5_000,
    "spans": "<table><tr>" + "<td colspan=1000 rowspan=65534>x" * 3_000 + "</table>",
    "open comments": "<!--" * 100_000,
    "open scripts": "<script " * 100_000,
    "open quotes": "<a '" * 100_000,
    "lists": "<ul><li>" * 20_000,
    "links": "<a href=/privacy>x" * 20_000,
    "broken entities": "&#xFFFFFFFF;&bogus;&#0;&#xD800;&" * 50_000,
    "zeros": "\0<\0p\0>a\0" * 50_000,
    "one word": "<p>" + "privacy" * 500_000,
    "one long line": "<p>" + "personal data " * 200_000,
    "buttons": "<div>" * 200 + "<button>Accept all</button>" * 20_000,
    "breaks": "<br>" * 200_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_bounded_time(name: str) -> None:
    """Seconds at most, a bounded number of blocks, and the written form is still read back."""
    body = BOMBS[name].encode()
    started = time.process_time()
    document = extract(body)
    seconds = time.process_time() - started
    assert seconds < LIMIT_SECONDS
    assert len(document.blocks) <= MAX_NODES * 2
    assert from_markdown(to_markdown(document)).blocks == document.blocks


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_of_odd_pages_is_read(path: Path) -> None:
    """Pages that a fuzzing run found worth keeping: same text twice, written form read back."""
    body = path.read_bytes()
    document = extract(body)
    assert document == extract(body)
    assert from_markdown(to_markdown(document)).blocks == document.blocks


@given(st.lists(st.sampled_from(TAGS), max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_soup_of_tags_is_some_document(pieces: list[str]) -> None:
    """Nothing makes it fail, and blocks keep their promises."""
    document = extract(" ".join(pieces).encode())
    for block in document.blocks:
        assert all(part == " ".join(part.split()) for part in block.cells or (block.text,))
        assert block.text
        assert 1 <= block.level <= 6 if block.kind == "heading" else block.level >= 0
        assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)
    assert from_markdown(to_markdown(document)).blocks == document.blocks


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_some_document(body: bytes) -> None:
    """Whatever a server sends."""
    assert extract(body) == extract(body)


def test_a_real_page_is_never_flattened() -> None:
    """The guard against bombs leaves pages alone, long ones too."""
    long = pages.page(
        pages.ENGLISH, inside="<p>We keep <b>your</b> <a href='/x'>data</a>.</p>" * 1_500
    ).decode()
    assert defused(long) == long


def test_a_flattened_page_keeps_its_text() -> None:
    """A bomb around a policy hides no word of it."""
    bomb = "<div>" * 50_000
    found = to_text(pages.page(pages.ENGLISH, before=bomb))
    assert all(line in found for line in pages.ENGLISH.lines)
