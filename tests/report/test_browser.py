"""The site in a real browser."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.report.sample import policy_subject, subject
from tracker.fetch.browser import find_chromium, missing_browser
from tracker.fetch.settings import FetchSettings
from tracker.report.change_view import change_view
from tracker.report.digest import digest_view, render_digest
from tracker.report.environment import environment, stylesheet
from tracker.report.html import render_change
from tracker.report.messages import messages
from tracker.report.pdf import render_pdf
from tracker.report.site import write_change, write_overview, write_policy

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
Page = sync_api.Page
CHANGE = "plaza/privacy/20260316T080009Z.html"
PAGES = (
    "index.html",
    "plaza/index.html",
    "plaza/privacy/index.html",
    CHANGE,
    "digests/week.html",
    "matrix.html",
)
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole site with one service."""
    folder = tmp_path_factory.mktemp("reports")
    write_change(folder, subject("in-force"))
    write_policy(folder, policy_subject())
    whole = write_overview(folder)
    week = digest_view(whole, datetime(2026, 4, 13, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC))
    matrix = environment().get_template("matrix.html")
    text = matrix.render(view=whole, _=messages("en"), css=stylesheet(), root="")
    (folder / "matrix.html").write_text(text, "utf-8")
    (folder / "digests").mkdir()
    (folder / "digests" / "week.html").write_text(render_digest(week), "utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """The system's Chromium, or the one that playwright brought."""
    if missing := missing_browser(FetchSettings()):
        pytest.skip(f"NO BROWSER TEST WAS RUN. {missing}")
    named = find_chromium(FetchSettings())
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def open_page(browser: "sync_api.Browser", site: Path) -> Iterator[Open]:
    """Opens a page of the site from the disk, without JavaScript unless asked for."""
    contexts = []

    def open_(
        path: str = "index.html", *, width: int = 1280, scheme: str = "light", script: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script,
            bypass_csp=script,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.goto((site / path).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_reader_gets_from_the_overview_to_the_words_that_prove_it(open_page: Open) -> None:
    """From the disk, without JavaScript: overview, service, change, three kinds of data, their sentences."""
    page = open_page()
    page.click("tbody >> text=Plaza >> nth=0")
    assert page.locator("h1").inner_text() == "Plaza"
    page.click("text=From 15 April 2026, Plaza may collect")

    proofs = page.locator(".group.alarm")
    assert page.locator("h1").inner_text().startswith("From 15 April 2026")
    assert proofs.locator("h3").all_inner_texts()[0].startswith("Biometric data")
    assert proofs.locator("mark").all_inner_texts() == [
        "biometric information",
        "employment history",
        "educational history",
    ]
    assert "15 April 2026" in page.locator(".facts").inner_text()


def test_a_sentence_leads_to_its_place_in_the_whole_text(open_page: Open) -> None:
    """The link below a quote ends at the marked words."""
    page = open_page(CHANGE)
    page.click(".group.alarm .see a >> nth=0")

    target = page.locator(":target")
    assert target.inner_text().startswith("Based on your consent")
    assert target.is_visible()


def test_the_view_switches_without_javascript(open_page: Open) -> None:
    """Side by side puts old words left and new words right; inline shows both in one line."""
    page = open_page(CHANGE)
    row = page.locator(".row.mixed >> nth=0")
    right = row.locator(".right")

    assert not right.is_visible()
    page.click("text=Side by side")
    assert right.is_visible()
    left_box, right_box = row.locator(".left").bounding_box(), right.bounding_box()
    assert left_box is not None
    assert right_box is not None
    assert left_box["x"] + left_box["width"] <= right_box["x"]
    assert "eighteen" in right.inner_text()
    assert not row.locator(".left ins:not(.gap)").is_visible()


def test_the_view_switches_with_the_keyboard(open_page: Open) -> None:
    """The switch takes the focus and obeys the arrow keys."""
    page = open_page(CHANGE)
    page.locator("#view-inline").focus()
    page.keyboard.press("ArrowRight")

    assert page.locator("#view-side").is_checked()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(open_page: Open, width: int) -> None:
    """Everything fits from the smallest phone up."""
    wide = "document.documentElement.scrollWidth"
    widths = {path: open_page(path, width=width, script=True).evaluate(wide) for path in PAGES}

    assert {path: found for path, found in widths.items() if found > width} == {}


def test_a_report_prints(open_page: Open) -> None:
    """On paper there are no switches, and the words stand dark on white."""
    page = open_page(CHANGE, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator(".diff label >> nth=0").is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_paper_shows_what_the_screen_folds(open_page: Open, site: Path) -> None:
    """Sentences about practices that a reader would unfold are printed as they are."""
    made = subject()
    one = made.change.findings[3]
    names = ("retention", "minors", "user-rights", "legal-basis")
    found = tuple(replace(one, subject=name, quote=f"{one.quote} {name}") for name in names)
    view = change_view(replace(made, change=replace(made.change, findings=found)))
    for name, paper in (("folded", False), ("paper", True)):
        (site / f"{name}.html").write_text(render_change(view, on_paper=paper), "utf-8")
    proof = ".group .proof >> nth=3"
    folded, paper_page = open_page("folded.html"), open_page("paper.html")

    assert not folded.locator(proof).is_visible()
    assert paper_page.locator(proof).is_visible()
    folded.emulate_media(media="print")
    assert folded.locator(proof).is_visible()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_an_accessibility_violation(open_page: Open, path: str, scheme: str, width: int) -> None:
    """Axe finds nothing to object to, contrast included, on a desktop or a phone, by day or night."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = open_page(path, width=width, scheme=scheme, script=True)
    found = axe.Axe().run(page).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_report_becomes_the_same_pdf_twice(browser: "sync_api.Browser", site: Path) -> None:
    """On A4, with the date that it is given inside, and byte for byte the same."""
    chromium = find_chromium(FetchSettings())
    assert chromium is not None
    page = (site / CHANGE).read_text("utf-8")
    with ThreadPoolExecutor(max_workers=1) as apart:  # playwright wants a thread without a loop
        first, second = (apart.submit(render_pdf, page, chromium, "20260415080000").result() for _ in "12")

    assert first == second
    assert b"D:20260415080000+00'00'" in first
