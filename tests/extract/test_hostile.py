"""Hostile pages cost a bounded amount of time and memory, and crash nothing."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract import pages
from tests.extract.bombs import BOMBS
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

MOST_MEGABYTES = 600
"""A million siblings take 385, five million 477: beyond `MAX_CHARS` a page is not read."""


def test_no_bomb_takes_much_memory() -> None:
    """It reads each in a process of its own, and looks at what that took."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.extract.bombs"], capture_output=True, check=True, timeout=300
    )
    taken = json.loads(done.stdout)
    assert taken.keys() == BOMBS.keys()
    assert {name: megabytes for name, megabytes in taken.items() if megabytes > MOST_MEGABYTES} == {}


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
