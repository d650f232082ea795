"""A capture becomes a document, or the reason why not."""

# ruff: noqa: E501 - a sentence of a text stays on one line

from datetime import UTC, datetime

import pytest

from tests.extract import pages
from tracker.extract.document import Document
from tracker.extract.read import RULES, read
from tracker.fetch.capture import Capture, Exchange, Page
from tracker.gate.reading import Reason, Unreadable
from tracker.watchlist.policy import Source

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
URL = "https://larkspur.example/privacy"


def capture(*answers: tuple[bytes, str]) -> Capture:
    found = []
    for body, media in answers:
        headers = (("Content-Type", media),) if media else ()
        found.append(Page(URL, (Exchange(URL, (), 200, "OK", headers, body, body, NOW, 0.1),)))
    return Capture(tuple(found), NOW, "http")


def document(*answers: tuple[bytes, str], source: Source | None = None) -> Document:
    reading = read(capture(*answers), source or Source((URL,)))
    assert isinstance(reading, Document), reading
    return reading


def reason(*answers: tuple[bytes, str], source: Source | None = None) -> Reason:
    reading = read(capture(*answers), source or Source((URL,)))
    assert isinstance(reading, Unreadable), reading
    assert reading.detail.endswith(".")
    return reading.reason


def test_a_page_is_read_with_title_language_dates_and_rules() -> None:
    """All that the text tells of itself."""
    found = document((pages.page(pages.GERMAN), "text/html; charset=utf-8"))
    assert found.title == pages.GERMAN.title
    assert (found.language, found.declared_language) == ("de", "de")
    assert [(stated.role, stated.date) for stated in found.dates] == [("updated", "2024-03-04")]
    assert found.rules == RULES


@pytest.mark.parametrize(
    "media", ["text/markdown", "text/plain; charset=utf-8", "application/octet-stream", ""]
)
def test_markdown_and_plain_text_take_the_same_form(media: str) -> None:
    """Headings, items, paragraphs."""
    found = document((b"# Notice\n\nWe collect your name.\n\n- mail\n", media))
    assert [(b.kind, b.text) for b in found] == [
        ("heading", "Notice"),
        ("paragraph", "We collect your name."),
        ("item", "mail"),
    ]


@pytest.mark.parametrize("media", ["text/plain", "", "application/xhtml+xml", "TEXT/HTML;charset=utf-8"])
def test_html_is_known_by_its_beginning_where_the_server_says_little(media: str) -> None:
    """Misconfigured servers send pages as plain text."""
    assert document((pages.page(pages.ENGLISH), media)).blocks[0].text == pages.ENGLISH.title


def test_several_pages_are_joined_in_their_order() -> None:
    """One document, headings of each page on their own."""
    found = document((pages.page(pages.ENGLISH), "text/html"), (pages.page(pages.DUTCH), "text/html"))
    assert [b.text for b in found] == [*pages.ENGLISH.lines, *pages.DUTCH.lines]
    assert found.title == pages.ENGLISH.title
    assert len(found.diagnostics.root.split(" || ")) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-15", "utf-16"])
@pytest.mark.parametrize("said", ["header", "page", "nowhere"])
def test_letters_come_out_right_whatever_the_encoding(encoding: str, said: str) -> None:
    """Said by the server, by the page, or by nobody."""
    if said == "nowhere" and encoding == "iso-8859-15":
        encoding = "utf-8"
    text = pages.page(pages.FRENCH).decode().replace('<meta charset="utf-8">', "")
    if said == "page" and encoding != "utf-16":
        text = text.replace("<head>", f'<head><meta charset="{encoding}">')
    body = text.encode(encoding)
    media = f"text/html; charset={encoding}" if said == "header" else "text/html"
    assert [b.text for b in document((body, media))] == list(pages.FRENCH.lines)


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "rot13", "utf-7", "unicode_escape", "x" * 500, "zip"]
)
def test_an_odd_charset_is_ignored(charset: str) -> None:
    """Codecs that browsers do not know are not run on strangers' bytes."""
    found = document((pages.page(pages.ENGLISH), f"text/html; charset={charset}"))
    assert [b.text for b in found] == list(pages.ENGLISH.lines)


def test_a_selector_that_matches_nothing_is_an_incident() -> None:
    """With its name and what to do."""
    source = Source((URL,), select=("#gone",))
    assert reason((pages.page(pages.ENGLISH), "text/html"), source=source) == Reason.SELECTOR


def test_a_selector_that_matches_a_stub_is_an_incident() -> None:
    """Three words are no policy."""
    source = Source((URL,), select=("h1",))
    assert reason((pages.page(pages.ENGLISH), "text/html"), source=source) == Reason.SELECTOR


def test_a_page_that_needs_its_scripts_says_so() -> None:
    """An empty root and a bundle."""
    shell = b"<html><body><div id=root></div><script src=app.js></script><noscript>Enable it</noscript></body></html>"
    assert reason((shell, "text/html")) == Reason.SHELL


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"{}", "application/json"),
        (b"\0\1\2\3", "application/octet-stream"),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, media: str) -> None:
    """An image, data, bytes."""
    assert reason((body, media)) == Reason.NOT_TEXT


def test_a_broken_pdf_is_refused() -> None:
    """The reason comes from the reader of PDF files."""
    assert reason((b"%PDF-1.4 broken", "application/pdf")) == Reason.NOT_TEXT
