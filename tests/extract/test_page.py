"""The policy comes out whole, alone, and the same from any page."""

# ruff: noqa: E501 - a sentence of a page stays on one line

import pytest

from tests.extract import pages
from tracker.extract.markdown import to_markdown
from tracker.extract.page import extract, to_text

LANGUAGES = pytest.mark.parametrize("policy", pages.POLICIES, ids=lambda policy: policy.language)
CARDS = "".join(
    f'<div><a href="/s/{n}"><h3>{title}</h3></a><p>A long read about {title.lower()} and what came of it later.</p></div>'
    for n, title in enumerate(("Rain over the harbour", "Ten soups for winter", "A clockmaker retires"))
)


def texts(body: bytes) -> list[str]:
    return [block.text for block in extract(body).blocks]


@LANGUAGES
def test_the_policy_comes_out_whole_and_alone(policy: pages.Policy) -> None:
    """Title, date, headings, paragraphs, items come out; menu and footer do not."""
    assert texts(pages.page(policy)) == list(policy.lines)


@LANGUAGES
@pytest.mark.parametrize(
    "names", ['class="x1"', 'id="onetrust-banner-sdk"', 'role="dialog"', 'style="display:none" class="cmp"']
)
def test_a_consent_banner_changes_nothing(policy: pages.Policy, names: str) -> None:
    """A banner in the language of the page is no part of the policy, whatever it is called."""
    shown = pages.banner(policy, names)
    assert to_text(pages.page(policy, before=shown)) == to_text(pages.page(policy))
    assert to_text(pages.page(policy, after=shown)) == to_text(pages.page(policy))


@LANGUAGES
def test_related_stories_change_nothing(policy: pages.Policy) -> None:
    """Cards with teasers after the policy are no part of it, in its own container neither."""
    plain = to_text(pages.page(policy))
    assert to_text(pages.page(policy, after=f"<div class='k9'><h2>More</h2>{CARDS}</div>")) == plain
    assert to_text(pages.page(policy, inside=f"<div class='related'><h2>More</h2>{CARDS}</div>")) == plain


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>',
        '<div class="newsletter"><h3>Post from us</h3><p>A letter every second Friday.</p><input name=mail></div>',
        "<nav><a href='/'>Home</a> <a href='/a'>About</a></nav>",
        '<div class="feedback">Was this page helpful? <button>Yes</button> <button>No</button></div>',
        '<p><a href="#top">Back to top</a></p>',
        '<div class="ad-slot"><span>Advertisement</span> <a href="//ads.example/x">Half price boots</a></div>',
        '<div class="userway_widget"><p>Choose a profile for your way of reading on this website.</p></div>',
        '<footer>Larkspur Ferries and partners. <a href="/a">About</a> <a href="/b">Legal</a></footer>',
    ],
)
def test_furniture_inside_the_policy_changes_nothing(furniture: str) -> None:
    """What stands in the policy's own container is taken out by what it is called and what is in it."""
    assert to_text(pages.page(pages.ENGLISH, inside=furniture)) == to_text(pages.page(pages.ENGLISH))


@pytest.mark.parametrize(
    "section",
    [
        '<section id="share-your-data"><h2>Sharing</h2><p>We share personal data with harbour pilots only.</p></section>',
        '<div class="cookie-policy" id="cookies"><h2>Cookies</h2><p>We use cookies to keep you signed in here.</p></div>',
        '<div class="modal" style="display:none"><h2>More</h2><p>We keep your personal data for two years.</p></div>',
        "<details><summary>Retention</summary><p>We keep your personal information for two years.</p></details>",
        '<div id="sign-up"><h2>Accounts</h2><p>We collect your e-mail address when you open an account.</p></div>',
    ],
)
def test_a_section_is_kept_whatever_it_is_called(section: str) -> None:
    """Names and hidden state alone never drop policy text."""
    kept = set(texts(pages.page(pages.ENGLISH, inside=section)))
    assert {"Sharing", "Cookies", "More", "Retention", "Accounts"} & kept
    assert len(kept) == len(pages.ENGLISH.lines) + 2


@pytest.mark.parametrize(
    "wrap", ["<form action=x><input name=q>{}</form>", "<table><tr><td>{}</td></tr></table>"]
)
def test_a_page_wide_form_or_layout_table_hides_nothing(wrap: str) -> None:
    """Old pages put everything into one form or one table cell."""
    body = pages.page(pages.ENGLISH).decode()
    start, end = body.index("<body>") + 6, body.index("</body>")
    wrapped = body[:start] + wrap.format(body[start:end]) + body[end:]
    assert texts(wrapped.encode()) == list(pages.ENGLISH.lines)


def test_a_title_far_away_is_put_back() -> None:
    """The title in the page's header and the date beside it belong to the policy."""
    body = pages.ENGLISH.body.split("</p>", 1)[1]
    top = (
        "<header><h1>Privacy Policy of Larkspur Ferries</h1><span>Last updated: 4 March 2024</span></header>"
    )
    policy = pages.Policy("en", pages.ENGLISH.title, body, (), pages.ENGLISH.menu, "", "")
    assert texts(pages.page(policy, before=top)) == list(pages.ENGLISH.lines)


def test_a_list_of_contents_goes() -> None:
    """Links into the page repeat its headings."""
    contents = (
        '<h2>Contents</h2><ul><li><a href="#a">What we collect</a><li><a href="#b">Whom we share it with</a>'
        '<li><a href="#c">Contact</a></ul>'
    )
    policy = pages.ENGLISH
    with_contents = policy.body.replace("</p>\n<h2>", f"</p>{contents}<h2>", 1)
    changed = pages.Policy("en", policy.title, with_contents, (), policy.menu, "", "")
    assert texts(pages.page(changed)) == list(policy.lines)


def test_a_short_policy_survives_a_long_consent_text() -> None:
    """Three sentences of policy beside a consent manager of two hundred words."""
    short = (
        "<h1>Privacy notice</h1><p>We collect your name and your e-mail address when you order seeds from us.</p>"
        "<p>We do not disclose personal information to third parties, and we use no cookies for marketing.</p>"
        "<p>You have the right to access your personal data and to have it deleted at any time.</p>"
    )
    purpose = "<h4>Targeting</h4><p>These cookies may be set by our advertising partners to build a profile of you.</p>"
    manager = f'<div id="cookiebot-x">{purpose * 12}<button>Allow all</button></div>'
    policy = pages.Policy("en", "Privacy notice", short, (), ("Seeds", "Bulbs"), "", "")
    assert to_text(pages.page(policy, after=manager)) == to_text(pages.page(policy))
    assert len(texts(pages.page(policy))) == 4


def test_a_page_in_an_unknown_language_is_read_by_its_prose() -> None:
    """Without a vocabulary, all running text counts."""
    body = (
        "<h1>Adatvédelem</h1><p>A foglalás során nevet és címet kérünk, amelyeket két évig őrzünk meg.</p>"
        "<p>Az adatokat harmadik félnek csak az érintett kifejezett hozzájárulásával adjuk tovább.</p>"
    )
    policy = pages.Policy("hu", "Adatvédelem", body, (), ("Szobák", "Árak"), "", "")
    assert len(texts(pages.page(policy))) == 3


def test_extracting_twice_gives_the_same() -> None:
    """Same bytes in, same bytes out."""
    body = pages.page(pages.GERMAN, before=pages.banner(pages.GERMAN))
    assert to_markdown(extract(body)) == to_markdown(extract(body))


def test_the_root_of_last_time_is_taken_again() -> None:
    """A second half of equal weight beside the first does not move the root, when told of it."""
    page = pages.page(pages.ENGLISH)
    root = extract(page).diagnostics.root
    assert root.startswith("html>body>div")
    assert extract(page, hint="html>body").diagnostics.root == "html>body"
    assert extract(page, hint="html>body>main").diagnostics.root == root


def test_the_diagnostics_say_what_was_dropped_and_why() -> None:
    """A new layout can be told from a new policy."""
    found = extract(pages.page(pages.ENGLISH, before=pages.banner(pages.ENGLISH))).diagnostics
    assert ("consent" in {reason for _, reason, _ in found.pruned}) is True
    assert 0.5 < found.prose_share <= 1.0
