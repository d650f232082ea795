"""Hostile text in a page."""

import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from tests.report.hostile import PAYLOAD, hostile
from tests.report.sample import subject
from tracker.report import html, markdown
from tracker.report.change_view import change_view
from tracker.report.console import show_change
from tracker.report.csv_form import cell, findings_csv
from tracker.report.feed import FeedEntry, atom
from tracker.report.links import safe_link
from tracker.report.mail import mail_parts, subject_line
from tracker.report.markup import escape
from tracker.report.terminal import safe

OURS = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link style body a header nav main article p span h1 h2 h3 dl div dt dd "
        "time small section figure figcaption blockquote mark ins del input label details summary "
        "table thead tbody tr th td pre ul li footer b strong",
    )
)
LINKS = ("https:", "http:", "#", "./", "../", "20260")


class _Tags(HTMLParser):
    """Gathers the tags, attributes and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.names.add(name)
            if name in ("href", "src"):
                self.links.append(value or "")


@pytest.mark.parametrize("form", ["page", "mail"])
def test_no_tag_or_attribute_of_a_page_gets_into_html(form: str) -> None:
    """The report's tags are our own, whatever stands in names, quotes, headers and addresses."""
    view = change_view(hostile())
    tags = _Tags(html.render_change(view) if form == "page" else mail_parts(view).html)

    assert tags.tags <= OURS
    assert not {name for name in tags.names if name.startswith("on")}
    assert all(not link or link.startswith(LINKS) for link in tags.links)


def test_a_page_may_load_nothing() -> None:
    """The policy of the page forbids every resource but its own style sheet."""
    text = html.render_change(change_view(subject()))
    tags = _Tags(text)

    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in text
    assert not tags.tags & {"script", "img", "iframe", "object", "base", "form"}
    assert "style" not in tags.names


def test_markdown_of_a_page_stays_text() -> None:
    """A forge shows the hostile text as it is: no image, link, HTML or mention comes of it."""
    text = markdown.render_change(change_view(hostile()))
    tags = _Tags(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))

    assert tags.tags <= OURS | {"h3", "em", "code", "br", "hr", "ol", "strong"}
    assert all(link.startswith(("https://eur-lex", "https://leginfo", "20260")) for link in tags.links)
    assert "@everyone" not in re.sub(r"`[^`]*`", "", text)


def test_an_escaped_text_reads_as_it_was() -> None:
    """What Markdown shows is the text, white space and control characters aside."""
    for text in (
        "1. What we collect",
        "- a dash",
        "a*b_c`d",
        "x < y & z",
        "#5 | a",
        "2) b",
        "=> + c",
        "~~a~~",
    ):
        shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).renderInline(escape(text))
        held: list[str] = []
        parser = HTMLParser()
        parser.handle_data = held.append  # type: ignore[method-assign]
        parser.feed(shown)
        assert "".join(held) == text


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example/", "\\\\evil.example\\", "http://",
    ],
)  # fmt: skip
def test_a_link_that_could_run_or_read_something_is_dropped(target: str) -> None:
    """Only http, https and files of the report itself are linked."""
    assert safe_link(target) == ""


def test_a_mail_subject_cannot_open_another_header() -> None:
    """Line breaks and control characters are gone, and the line is bounded."""
    line = subject_line("Plaza\r\nBcc: all@example.org\x00\u2028x " + "long " * 100)

    assert "\n" not in line
    assert "\r" not in line
    assert len(line) <= 160
    assert len(line.splitlines()) == 1


def test_a_terminal_shows_escapes_and_does_not_obey_them() -> None:
    """Colours, titles, links and marks that turn the direction are stripped."""
    text = "a\x1b[31mb\x1b]0;t\x07c\x1b]8;;http://x\x1b\\d\x9b31me\u202ef\rg\x08h"

    assert safe(text) == "abcd31mefgh"


def test_a_narrow_terminal_gets_no_escape_of_the_page() -> None:
    """The rendering at 80 columns holds our own styles only, and no line is longer."""
    out = io.StringIO()
    show_change(change_view(hostile()), Console(file=out, width=80, color_system=None))

    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert max(len(line) for line in out.getvalue().split("\n")) <= 80


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\x1b[1m=1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(text: str) -> None:
    """A cell that begins like a formula begins with an apostrophe instead."""
    assert cell(text).startswith("'")


def test_every_finding_is_a_line_of_csv() -> None:
    """The quotes stay whole, also with commas and quotation marks."""
    lines = findings_csv([change_view(subject())]).split("\r\n")

    assert len(lines) == 6
    assert "we may collect and use your biometric information" in lines[1]


def test_a_feed_stays_well_formed() -> None:
    """Titles of a page cannot break the XML."""
    feed = atom(
        PAYLOAD,
        "x",
        [FeedEntry("1", PAYLOAD, PAYLOAD, "a.html", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")],
        "en",
        "i",
    )

    titles = [node.text for node in ElementTree.fromstring(feed).iter("{http://www.w3.org/2005/Atom}title")]
    assert len(titles) == 2
