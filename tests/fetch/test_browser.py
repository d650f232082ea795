"""Pages are rendered by a real Chromium, which goes out through our own door."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.fetch.conftest import LOOPBACK
from tests.fetch.scripted import ScriptedServer, answer
from tracker.fetch.browser import find_chromium, missing_browser
from tracker.fetch.capture import Capture, Failure
from tracker.fetch.client import Client
from tracker.fetch.egress import Egress
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.policy import Source

MISSING = missing_browser(FetchSettings())
needs_chromium = pytest.mark.skipif(MISSING is not None, reason=f"NO BROWSER TEST WAS RUN. {MISSING}")
TEXT = "<p>Larkspur collects your e-mail address when you open an account.</p>" * 30


@pytest.fixture(scope="module")
def browser_client() -> Iterator[Client]:
    with Client(FetchSettings(allow_networks=LOOPBACK, host_delay_seconds=0, deadline_seconds=20)) as client:
        yield client


def _render(client: Client, url: str) -> str:
    fetched = client.fetch(Source((url,), fetch="browser"))
    assert isinstance(fetched, Capture), fetched
    assert fetched.fetcher == "browser"
    return fetched.pages[0].answer.body.decode()


def _page(body: str) -> bytes:
    return answer(f"<!doctype html><html><body>{body}</body></html>".encode())


@needs_chromium
def test_a_page_that_a_script_puts_together_is_read(server: ScriptedServer, browser_client: Client) -> None:
    """It waits for the text that a script writes, and keeps the chain that led there."""
    server.scripts["/"] = answer(status="302 Found", location="/policy")
    server.scripts["/policy"] = _page(
        "<div id=root></div><script>setTimeout(() => fetch('/text').then(r => r.text())"
        ".then(t => { root.innerHTML = t }), 300)</script>"
    )
    server.scripts["/text"] = answer(TEXT.encode() + b"<h2>Written late</h2>")
    fetched = browser_client.fetch(Source((server.url(),), fetch="browser"))
    assert isinstance(fetched, Capture)
    page = fetched.pages[0]
    assert b"<h2>Written late</h2>" in page.answer.body
    assert [exchange.status for exchange in page.exchanges] == [302, 200]
    assert page.answer.header("content-type") == "text/html; charset=utf-8"


@needs_chromium
def test_accordions_are_opened_and_banners_are_not_accepted(
    server: ScriptedServer, browser_client: Client
) -> None:
    """It opens what a reader would open, and agrees to nothing."""
    server.scripts["/"] = _page(
        "<main><h1>Privacy</h1>"
        + TEXT
        + "<button aria-expanded=false id=more>Partners</button><div id=panel></div>"
        "<details><summary>Retention</summary><p>Six years</p></details>"
        "<button id=all>Read more</button></main>"
        "<div id=cookie-banner role=dialog><button aria-expanded=false id=accept>Accept all</button></div>"
        "<script>const write = (id, text) => document.getElementById(id).onclick ="
        " () => panel.append(text);"
        "write('more', 'Shared with carriers. '); write('all', 'The rest of it. ');"
        "write('accept', 'AGREED. ')"
        "</script>"
    )
    body = _render(browser_client, server.url())
    assert "Shared with carriers." in body
    assert "The rest of it." in body
    assert "<details open" in body
    assert "AGREED. </div>" not in body


@needs_chromium
def test_opening_does_not_leave_the_page(server: ScriptedServer, browser_client: Client) -> None:
    """It stays where it is, even if a button leads away."""
    server.scripts["/"] = _page(
        f"<main>{TEXT}<button aria-expanded=false onclick=\"location='/away'\">x</button></main>"
    )
    server.scripts["/away"] = _page("somewhere else")
    body = _render(browser_client, server.url())
    assert "Larkspur collects" in body
    assert "/away" not in server.paths


@needs_chromium
def test_a_page_cannot_reach_a_private_address(server: ScriptedServer, browser_client: Client) -> None:
    """It refuses scripts, frames and web sockets what it refuses us."""
    server.scripts["/"] = _page(
        f"<main>{TEXT}<p id=said></p></main><iframe src='http://10.9.8.7/'></iframe>"
        "<script>const say = text => said.append(text + ' ');"
        "fetch('http://192.168.7.7/', {mode: 'no-cors'}).then(() => say('LEAK')).catch(() => say('shut-1'));"
        "const s = new WebSocket('ws://10.9.8.7/');"
        "s.onopen = () => say('LEAK'); s.onerror = () => say('shut-3');"
        "</script>"
    )
    body = _render(browser_client, server.url())
    assert "LEAK </p>" not in body
    assert "shut-1" in body
    assert "shut-3" in body


@needs_chromium
def test_a_page_at_a_private_address_is_refused(browser_client: Client) -> None:
    """It opens no page outside the networks that were allowed."""
    fetched = browser_client.fetch(Source(("http://10.9.8.7/",), fetch="browser", robots=False))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "refused-address"


@needs_chromium
def test_a_page_that_hangs_costs_its_deadline_and_no_more(server: ScriptedServer) -> None:
    """It kills a browser that is stuck in a loop, and starts another."""
    server.scripts["/"] = _page("<script>setTimeout(() => { while (true) {} }, 50)</script>" + TEXT)
    server.scripts["/good"] = _page(TEXT)
    settings = FetchSettings(allow_networks=LOOPBACK, host_delay_seconds=0, deadline_seconds=2)
    with Client(settings) as client:
        fetched = client.fetch(Source((server.url(),), fetch="browser"))
        assert isinstance(fetched, Failure)
        assert fetched.reason == "browser"
        assert isinstance(client.fetch(Source((server.url("/good"),), fetch="browser")), Capture)


@needs_chromium
def test_auto_renders_only_what_has_no_text(server: ScriptedServer, browser_client: Client) -> None:
    """It starts the browser for the shell, and not for the plain page."""
    server.scripts["/plain"] = _page(TEXT)
    server.scripts["/shell"] = _page("<div id=root></div><script>root.innerHTML = `" + TEXT + "`</script>")
    plain = browser_client.fetch(Source((server.url("/plain"),), fetch="auto"))
    shell = browser_client.fetch(Source((server.url("/shell"),), fetch="auto"))
    assert isinstance(plain, Capture)
    assert isinstance(shell, Capture)
    assert (plain.fetcher, shell.fetcher) == ("http", "browser")
    assert b'<div id="root"><p>Larkspur' in shell.pages[0].answer.body


@needs_chromium
def test_auto_renders_a_page_of_menus(server: ScriptedServer, browser_client: Client) -> None:
    """It does not take a long menu for a policy."""
    menu = "".join(f"<a href='/{n}'>Parcels to region {n}</a>" for n in range(100))
    server.scripts["/"] = _page(f"{menu}<div id=root></div><script>root.innerHTML = `{TEXT}`</script>")
    fetched = browser_client.fetch(Source((server.url(),), fetch="auto"))
    assert isinstance(fetched, Capture)
    assert fetched.fetcher == "browser"


@needs_chromium
def test_pictures_are_not_loaded(server: ScriptedServer, browser_client: Client) -> None:
    """It loads neither images nor media."""
    server.scripts["/"] = _page(TEXT + "<img src='/picture.png'><video src='/film.mp4' autoplay></video>")
    _render(browser_client, server.url())
    assert "/picture.png" not in server.paths
    assert "/film.mp4" not in server.paths


@needs_chromium
def test_text_in_a_shadow_root_is_read(server: ScriptedServer, browser_client: Client) -> None:
    """It copies text out of web components."""
    server.scripts["/"] = _page(
        "<legal-text></legal-text><script>customElements.define('legal-text', class extends HTMLElement {"
        "connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = `"
        + TEXT
        + "<h2>Inside</h2>` } })</script>"
    )
    assert "<h2>Inside</h2></div>" in _render(browser_client, server.url())


@needs_chromium
def test_robots_count_for_the_browser_too(server: ScriptedServer, browser_client: Client) -> None:
    """It asks before it renders."""
    server.scripts |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /\n"), "/": _page(TEXT)}
    fetched = browser_client.fetch(Source((server.url(),), fetch="browser"))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "robots"
    assert server.paths == []


def test_a_missing_browser_is_a_failure_that_says_what_to_install(
    client_with: object, server: ScriptedServer
) -> None:
    """It explains how to get a browser, and fetches nothing."""
    settings = FetchSettings(allow_networks=LOOPBACK, chromium="/nowhere/chromium", robots=False)
    with Client(settings) as client:
        fetched = client.fetch(Source((server.url(),), fetch="browser"))
    assert find_chromium(settings) is None
    assert isinstance(fetched, Failure)
    assert fetched.reason == "browser"
    assert "install" in fetched.detail


@needs_chromium
def test_a_browser_that_does_not_start_is_a_failure(server: ScriptedServer) -> None:
    """It says that Chromium is broken, and does not break with it."""
    settings = FetchSettings(allow_networks=LOOPBACK, chromium="/bin/true", robots=False)
    with Client(settings) as client:
        fetched = client.fetch(Source((server.url(),), fetch="browser"))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "browser"
    assert "does not start" in fetched.detail


def test_the_egress_asks_for_its_password() -> None:
    """It is no open proxy for other programs on the machine."""
    egress = Egress((), 1_000_000)
    host, port = egress.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as probe:
        probe.sendall(b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n")
        assert probe.recv(1000).startswith(b"HTTP/1.1 407")
    egress.close()
    assert threading.active_count() < 200
