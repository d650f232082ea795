"""Hostile text in a page."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from tests.report.hostile import PAYLOAD, hostile
from tests.report.sample import OLD, policy_subject, subject
from tracker.report import html, markdown
from tracker.report.change_view import change_view
from tracker.report.console import show_change
from tracker.report.csv_form import cell, findings_csv
from tracker.report.digest import digest_parts, digest_view
from tracker.report.feed import FeedEntry, atom
from tracker.report.json_form import render_change
from tracker.report.links import safe_link
from tracker.report.mail import mail_parts, subject_line
from tracker.report.markup import escape
from tracker.report.overview import overview
from tracker.report.site import write_change, write_digest, write_overview, write_policy
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole site about a hostile policy: its names, quotes, incidents and checks are payloads."""
    made, told = hostile(), policy_subject()
    write_change(tmp_path, made)
    incident = replace(told.incidents[0], detail=PAYLOAD, closed_at=None)
    named = tuple(
        replace(version, named=tuple(replace(one, quote=PAYLOAD, phrase=PAYLOAD) for one in version.named))
        for version in told.categories
    )
    whole = replace(
        told,
        policy=made.policy,
        changes=(replace(made.change, verdict=replace(made.change.verdict, refers_to="")),),
        categories=named,
        incidents=(incident,),
        last_check=replace(made.checks[0], detail=PAYLOAD),
        archive="javascript:alert(1)//",
    )
    write_policy(tmp_path, whole)
    write_digest(tmp_path, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))
    write_overview(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "page",
    ["index.html", "plaza/index.html", "plaza/privacy/index.html", "digests/2026-03-01_2026-04-30.html"],
)
def test_no_page_of_the_site_is_broken_out_of(folder: Path, page: str) -> None:
    """Every page is made of our own tags, runs nothing and leads nowhere but to its own files."""
    text = (folder / page).read_text("utf-8")
    tags = _Tags(text)

    assert "alert(1)" in text, "the payload is on this page"
    assert tags.tags <= OURS | {"svg", "rect", "line", "ol", "i", "br"}
    assert not {name for name in tags.names if name.startswith("on")}
    own = (folder / page).parent
    for link in tags.links:
        ours = link.startswith(("#", "https://eur-lex.europa.eu/", "https://leginfo.legislature.ca.gov/"))
        assert ours or (own / link).resolve().is_file(), link
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_every_file_of_a_hostile_site_can_be_read_by_its_programs(folder: Path) -> None:
    """Feeds are XML, summaries and reports are JSON, and no control character is in either."""
    feeds = sorted(folder.rglob("*.xml"))
    documents = sorted((folder / "plaza").rglob("*.json"))
    for feed in feeds:
        ElementTree.fromstring(feed.read_text("utf-8"))
    for document in documents:
        json.loads(document.read_text("utf-8"))

    assert len(feeds) >= 4
    assert len(documents) == 2


def test_a_hostile_digest_is_plain_in_a_mail(folder: Path) -> None:
    """Neither its subject, nor its text, nor its HTML obeys the page."""
    period = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    mail = digest_parts(digest_view(overview(folder), *period), "https://reports.example")
    tags = _Tags(mail.html)

    assert tags.tags <= OURS
    assert all(link.startswith("https://reports.example/") for link in tags.links)
    assert "\n" not in mail.subject
    assert not {"\x1b", "\u202e", "\x07"} & set(mail.subject + mail.text + mail.html)


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


def test_a_hostile_table_of_findings_is_only_text() -> None:
    """Its cells hold the payload, and neither formulas nor escapes."""
    rows = list(csv.reader(io.StringIO(findings_csv([change_view(hostile())]))))

    assert len(rows) > 1
    assert any("alert(1)" in value for value in rows[1])
    assert not [value for row in rows for value in row if value.lstrip().startswith(("=", "+", "-", "@"))]
    assert not {"\x1b", "\x07", "\u202e", "\n"} & {
        letter for row in rows for value in row for letter in value
    }


def test_the_name_of_a_section_in_a_headline_stays_text() -> None:
    """A page chooses its own headings: in the headline they are one line of plain text."""
    heading = "3. <b>Whom</b> \x1b[31m\u202eshare"
    old = OLD.replace("3. Whom we share it with", heading)
    view = change_view(subject(old=old, new=old.replace("only where the law obliges us", "on request")))
    page, mail = html.render_change(view), mail_parts(view)

    assert view.headline.startswith("Plaza changed “3. <b>Whom</b> share” in its Privacy Policy")
    assert "<h1>Plaza changed “3. &lt;b&gt;Whom&lt;/b&gt; share” in its" in page
    assert "# Plaza changed “3. &lt;b&gt;Whom&lt;/b&gt; share” in its" in markdown.render_change(view)
    assert "<b>Whom" not in mail.html
    assert not {"\x1b", "\u202e"} & set(page + mail.subject + mail.text + mail.html)


def test_json_escapes_what_steers() -> None:
    """A document for programs can be looked at on a terminal too."""
    text = render_change(change_view(hostile()))

    assert not [letter for letter in text if ord(letter) < 32 and letter != "\n"]
    assert "\u202e" not in text
    assert PAYLOAD in json.loads(text)["findings"][0]["quote"]


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
