"""The policy is found from a home page."""

from tracker.watchlist.discover import is_home, policy_links, title_of

HOME = b"""<html><body><a href="/about">About our privacy-first company</a>
<footer><a href="/cookies">Cookie Policy</a> <a href="/privacy-choices">Your Privacy Choices</a>
<a href="/legal/privacy#top">Privacy&nbsp;Policy</a> <a href="javascript:open('privacy')">Privacy</a>
<a href="mailto:privacy@lumen.example">Privacy desk</a></footer></body></html>"""


def test_the_policy_is_the_likeliest_link() -> None:
    """Choices, cookies and scripts are not the policy."""
    links = policy_links(HOME, "https://lumen.example/en/")
    assert links[0] == "https://lumen.example/legal/privacy"
    assert all(link.startswith("https://lumen.example/") for link in links)


def test_a_page_without_such_a_link_gives_none() -> None:
    """Better none than a wrong one."""
    assert policy_links(b"<a href='/terms'>Terms</a>", "https://lumen.example/") == ()


def test_other_languages_are_known() -> None:
    """A German site calls it otherwise."""
    html = '<a href="/ds">Datenschutzerklärung</a><a href="/i">Impressum</a>'.encode()
    assert policy_links(html, "https://lumen.example/") == ("https://lumen.example/ds",)


def test_the_front_of_a_site_is_told_from_its_texts() -> None:
    """Only a front page is searched for a link."""
    assert is_home("https://lumen.example")
    assert is_home("https://lumen.example/en/")
    assert not is_home("https://lumen.example/privacy")


def test_a_title_is_made_from_the_host() -> None:
    """Good enough to be changed by hand."""
    assert title_of("https://www.tidal-bank.co.uk/x") == "Tidal Bank"
    assert title_of("https://lumen.example/x") == "Lumen"
    assert title_of("http://192.0.2.7:8000/x") == "192.0.2.7"
    assert title_of("http://[2001:db8::1]/x") == "2001:db8::1"
