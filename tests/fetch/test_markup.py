"""Pages are compared and followed without being parsed."""

from datetime import UTC, datetime

import pytest

from tests.fetch.scripted import ScriptedServer, answer
from tracker.fetch.capture import Capture
from tracker.fetch.client import Client
from tracker.fetch.fingerprint import fingerprint
from tracker.fetch.markup import same_site, visible_words
from tracker.fetch.recorded import recorded_capture
from tracker.watchlist.policy import Source

TEXT = "<p>We collect your e-mail address when you sign up.</p>" * 40
AT = datetime(2026, 3, 1, tzinfo=UTC)


def _print(html: str, content_type: str = "text/html") -> str:
    return fingerprint(recorded_capture("https://example.org/privacy", html.encode(), AT, content_type))


@pytest.mark.parametrize(
    "fresh",
    [
        "<script>var token = '{}';</script>",
        "<SCRIPT nonce='{}'>run()</SCRIPT >",
        "<style>.a{} {{}}</style>",
        "<!-- built {} -->",
        "<meta name='csrf-token' content='{}'>",
        "<input type='hidden' name='authenticity_token' value='{}'>",
        "<link rel='stylesheet' href='/app.{}.css'>",
        "<p nonce='{}'>Contact us</p>",
        "<a data-cfemail='{}' href='/cdn-cgi/l/email-protection#{}'>mail</a>",
    ],
)
def test_what_differs_on_every_request_does_not_count(fresh: str) -> None:
    """It sees the same page behind a fresh token."""
    first, second = (fresh.replace("{}", token) for token in ("4f9a", "88c0"))
    assert _print(TEXT + first) == _print(TEXT + second)


@pytest.mark.parametrize("change", ["<p>One more word.</p>", "<a href='/opt-out'>Choices</a>"])
def test_a_change_of_the_text_counts(change: str) -> None:
    """It tells a page with one more line."""
    assert _print(TEXT) != _print(TEXT + change)


def test_scripts_count_where_a_page_is_nothing_else() -> None:
    """It compares all of a page that may keep its text in a script."""
    shell = "<div id='root'></div><script>render('{}')</script>"
    assert _print(shell.format("old text")) != _print(shell.format("new text"))


def test_text_behind_an_unclosed_script_counts() -> None:
    """It drops nothing that it cannot see the end of."""
    assert _print(TEXT + "<script><p>a") != _print(TEXT + "<script><p>b")


def test_other_types_are_compared_byte_by_byte() -> None:
    """It leaves plain text as it is."""
    assert _print(TEXT + "<!-- 1 -->", "text/plain") != _print(TEXT + "<!-- 2 -->", "text/plain")


def test_only_words_that_a_reader_sees_are_counted() -> None:
    """It counts neither scripts nor tags."""
    assert visible_words(b"<p class='a b'>two words</p><script>not these</script><!-- nor these -->") == 2


@pytest.mark.parametrize("unit", [b"<script>", b"<!--", b"<", b"<a ", b"<style x='"])
def test_hostile_markup_is_scanned_once(unit: bytes) -> None:
    """It gets through megabytes of openings that are never closed."""
    body = unit * (2_000_000 // len(unit))
    assert visible_words(body) >= 0
    assert len(fingerprint(recorded_capture("https://example.org", body, AT, "text/html"))) == 64


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://example.org/a", "https://example.org/b", True),
        ("https://www.example.org/", "https://legal.example.org/", True),
        ("https://example.org/", "https://example.com/", False),
        ("https://shop.example.co.uk/", "https://other.co.uk/", False),
        ("https://example.co.uk/", "https://legal.example.co.uk/", True),
        ("https://10.0.0.1/", "https://10.1.0.1/", False),
        ("https:///", "https:///", False),
    ],
)
def test_sites_are_told_apart(one: str, other: str, same: bool) -> None:
    """It takes hosts of one owner together, also below registries of two labels."""
    assert same_site(one, other) is same


def test_the_frame_that_holds_the_text_is_followed(server: ScriptedServer, client: Client) -> None:
    """It reads the policy inside a frame of the same site."""
    server.scripts["/"] = answer(b"<h1>Privacy</h1><iframe title=x src='/inner?a=1&amp;b=2'></iframe>")
    server.scripts["/inner?a=1&b=2"] = answer(TEXT.encode())
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].answer.body == TEXT.encode()
    assert len(fetched.pages[0].exchanges) == 2


def test_a_frame_of_another_site_is_not_followed(server: ScriptedServer, client: Client) -> None:
    """It leaves advertisements alone."""
    server.scripts["/"] = answer(b"<iframe src='https://ads.example.com/'></iframe>")
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Capture)
    assert len(fetched.pages[0].exchanges) == 1


def test_a_frame_beside_the_text_is_not_followed(server: ScriptedServer, client: Client) -> None:
    """It stays on a page that has text of its own."""
    server.scripts["/"] = answer(TEXT.encode() + b"<iframe src='/widget'></iframe>")
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Capture)
    assert server.paths == ["/"]


def test_a_quick_refresh_is_followed(server: ScriptedServer, client: Client) -> None:
    """It takes a refresh for the redirect that it is meant as."""
    server.scripts["/"] = answer(b"<meta http-equiv='refresh' content=\"0; url='/policy'\">")
    server.scripts["/policy"] = answer(TEXT.encode())
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].answer.url == server.url("/policy")


def test_frames_that_hold_each_other_come_to_an_end(server: ScriptedServer, client: Client) -> None:
    """It follows two wrappers, and none twice."""
    server.scripts["/"] = answer(b"<iframe src='/a'></iframe>")
    server.scripts["/a"] = answer(b"<iframe src='/'></iframe>")
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Capture)
    assert server.paths == ["/", "/a"]


def test_a_frame_with_a_nonsense_address_is_passed_over(server: ScriptedServer, client: Client) -> None:
    """It survives whatever a page calls an address."""
    server.scripts["/"] = answer(b"<iframe src='http://[::1'></iframe><iframe src='/policy'></iframe>")
    server.scripts["/policy"] = answer(TEXT.encode())
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Capture)
    assert server.paths == ["/", "/policy"]
