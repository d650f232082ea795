"""Every kind of answer becomes a capture, "unchanged", or a failure that says why."""

import gzip
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import trustme

from tests.fetch.conftest import LOOPBACK, MakeClient
from tests.fetch.scripted import ScriptedServer, answer, scripted
from tracker.fetch.capture import Capture, Failure, Unchanged, Validators
from tracker.fetch.client import Client, validators_of
from tracker.fetch.cookies import Cookies
from tracker.fetch.recorded import recorded_capture
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.policy import Source

PAGE = b"<h1>Privacy</h1><p>We collect your e-mail address.</p>"
ETAG, MODIFIED = '"v1"', "Wed, 01 Apr 2015 10:00:00 GMT"


def _source(server: ScriptedServer, *paths: str) -> Source:
    return Source(tuple(server.url(path) for path in paths or ("/",)))


def _header(request: bytes, name: str) -> str | None:
    for line in request.decode().split("\r\n"):
        if line.lower().startswith(name.lower() + ":"):
            return line.split(":", 1)[1].strip()
    return None


def test_a_page_arrives_with_all_that_was_said(server: ScriptedServer, client: Client) -> None:
    """It keeps status, headers, bytes and the chain of redirects."""
    server.scripts["/"] = answer(status="301 Moved", location="/policy")
    server.scripts["/policy"] = answer(PAGE, x_served_by="one")
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Capture)
    page = fetched.pages[0]
    assert [(each.url, each.status) for each in page.exchanges] == [
        (server.url("/"), 301),
        (server.url("/policy"), 200),
    ]
    assert page.answer.body == PAGE
    assert page.answer.payload is page.answer.body
    assert page.answer.header("x-served-by") == "one"
    assert page.content_type == "text/html"


def test_the_payload_is_kept_as_received(server: ScriptedServer, client: Client) -> None:
    """It keeps the compressed bytes for the evidence, and the body for reading."""
    packed = gzip.compress(PAGE)
    server.scripts["/"] = answer(packed, content_encoding="gzip")
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].answer.payload == packed
    assert fetched.pages[0].answer.body == PAGE


@pytest.mark.parametrize(
    ("encoding", "payload"),
    [
        ("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("gzip", gzip.compress(PAGE) + b"\0" * 64),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
        ("identity", PAGE),
        ("x-gzip", gzip.compress(PAGE)),
    ],
    ids=["two members", "padding", "zlib", "raw deflate", "stacked", "identity", "x-gzip"],
)
def test_every_honest_encoding_is_read(
    server: ScriptedServer, client: Client, encoding: str, payload: bytes
) -> None:
    """It unpacks what servers send under these names."""
    server.scripts["/"] = answer(payload, content_encoding=encoding)
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].answer.body == PAGE


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        ("truncated", answer(gzip.compress(PAGE)[:-12], content_encoding="gzip")),
        ("truncated", answer(b"not gzip at all", content_encoding="gzip")),
        ("not-text", answer(PAGE, content_encoding="zstd")),
        ("truncated", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + PAGE),
        ("truncated", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        ("truncated", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"),
        ("unreachable", b"SSH-2.0-OpenSSH_9.2\r\n"),
        ("unreachable", b""),
    ],
    ids=[
        "cut gzip",
        "no gzip",
        "zstd",
        "early close",
        "cut chunks",
        "chunk garbage",
        "other protocol",
        "nothing",
    ],
)
def test_a_broken_answer_is_a_failure(
    server: ScriptedServer, client_with: MakeClient, reason: str, raw: bytes
) -> None:
    """It takes half an answer for none."""
    server.scripts["/"] = lambda connection: connection.sendall(raw)
    fetched = client_with(robots=False).fetch(_source(server))
    assert isinstance(fetched, Failure)
    assert fetched.reason == reason
    assert fetched.detail.endswith(".")


def test_an_old_server_is_read_to_its_end(server: ScriptedServer, client_with: MakeClient) -> None:
    """It reads HTTP/1.0, where the end of the connection is the end of the page."""
    server.scripts["/"] = lambda c: c.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
    fetched = client_with(robots=False).fetch(_source(server))
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].answer.body == PAGE


def test_connections_are_kept_alive(server: ScriptedServer, client: Client) -> None:
    """It asks again over the same connection."""
    server.scripts["/"] = answer(PAGE)
    for _ in range(5):
        assert isinstance(client.fetch(_source(server)), Capture)
    assert server.connections == 1


def test_a_connection_that_the_server_closed_is_replaced(
    server: ScriptedServer, client_with: MakeClient
) -> None:
    """It notices that a kept connection is gone, and opens another."""
    server.scripts["/"] = lambda connection: connection.sendall(answer(PAGE))
    client = client_with(robots=False)
    assert isinstance(client.fetch(_source(server)), Capture)
    assert isinstance(client.fetch(_source(server)), Capture)
    assert server.connections == 2


def test_the_own_validators_of_the_server_come_back_verbatim(server: ScriptedServer, client: Client) -> None:
    """It replays entity tag and date of the page that answered, also behind a redirect."""
    server.scripts["/"] = answer(status="302 Found", location="/policy")
    server.scripts["/policy"] = answer(PAGE, etag=ETAG, last_modified=MODIFIED)
    first = client.fetch(_source(server))
    assert isinstance(first, Capture)
    kept = validators_of(first)
    assert kept == (Validators(server.url("/policy"), ETAG, MODIFIED),)
    server.scripts["/policy"] = b"HTTP/1.1 304 Not Modified\r\nETag: " + ETAG.encode() + b"\r\n\r\n"
    assert isinstance(client.fetch(_source(server), kept), Unchanged)
    assert _header(server.requests[-1], "If-None-Match") == ETAG
    assert _header(server.requests[-1], "If-Modified-Since") == MODIFIED
    assert _header(server.requests[-2], "If-None-Match") is None


def test_a_page_with_an_older_date_is_seen(server: ScriptedServer, client: Client) -> None:
    """It sends no time of its own clock, so a page deployed with an older date is not missed."""
    server.scripts["/"] = answer(PAGE)
    first = client.fetch(_source(server))
    assert isinstance(first, Capture)
    assert validators_of(first) == ()
    client.fetch(_source(server), validators_of(first))
    assert _header(server.requests[-1], "If-Modified-Since") is None


def test_a_full_fetch_asks_without_validators(server: ScriptedServer, client: Client) -> None:
    """It gets the body in any case when asked to."""
    server.scripts["/"] = answer(PAGE, etag=ETAG)
    fetched = client.fetch(_source(server), (Validators(server.url("/"), ETAG),), full=True)
    assert isinstance(fetched, Capture)
    assert _header(server.requests[-1], "If-None-Match") is None


def test_an_unasked_304_is_a_failure(server: ScriptedServer, client: Client) -> None:
    """It does not take "not modified" from a server that was not asked."""
    server.scripts["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "http-error"


def test_the_pages_of_a_policy_come_in_order(server: ScriptedServer, client: Client) -> None:
    """It joins several URLs in the order of the source."""
    server.scripts |= {"/b": answer(b"second"), "/a": answer(b"first")}
    fetched = client.fetch(_source(server, "/a", "/b"))
    assert isinstance(fetched, Capture)
    assert [page.answer.body for page in fetched.pages] == [b"first", b"second"]


def test_one_missing_page_is_a_failure_of_the_whole(server: ScriptedServer, client: Client) -> None:
    """It observes all pages of a policy or none."""
    server.scripts |= {"/a": answer(b"first"), "/b": answer(status="302 Found", location="/b")}
    fetched = client.fetch(_source(server, "/a", "/b"))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "redirects"
    assert [page.url for page in fetched.pages] == [server.url("/a"), server.url("/b")]


def test_one_changed_page_brings_the_others_in_full(server: ScriptedServer, client: Client) -> None:
    """It asks again without validators where only some pages are unchanged."""
    not_modified = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    answers = iter([not_modified, answer(b"first")])
    server.scripts["/a"] = lambda connection: connection.sendall(next(answers))
    server.scripts["/b"] = answer(b"second, new")
    kept = (Validators(server.url("/a"), ETAG), Validators(server.url("/b"), ETAG))
    fetched = client.fetch(_source(server, "/a", "/b"), kept)
    assert isinstance(fetched, Capture)
    assert [page.answer.body for page in fetched.pages] == [b"first", b"second, new"]


@pytest.mark.parametrize(("path", "words"), [("/circle", "in a circle"), ("/chain-0", "without an end")])
def test_redirects_without_an_end_are_a_failure(
    server: ScriptedServer, client: Client, path: str, words: str
) -> None:
    """It follows ten redirects, and none twice."""
    server.scripts["/circle"] = answer(status="302 Found", location="/circle")
    for n in range(30):
        server.scripts[f"/chain-{n}"] = answer(status="302 Found", location=f"/chain-{n + 1}")
    fetched = client.fetch(_source(server, path))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "redirects"
    assert words in fetched.detail
    assert len(server.paths) <= 11


@pytest.mark.parametrize(
    ("status", "wait"), [("429 Too Many Requests", "120"), ("503 Service Unavailable", "120")]
)
def test_the_wish_of_a_server_to_wait_is_passed_on(
    server: ScriptedServer, client: Client, status: str, wait: str
) -> None:
    """It hands back `Retry-After` instead of sleeping on it."""
    server.scripts["/"] = answer(status=status, retry_after=wait)
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Failure)
    assert (fetched.reason, fetched.retry_after_seconds) == ("rate-limited", 120.0)


def test_an_error_page_is_a_capture_for_the_gate_to_judge(server: ScriptedServer, client: Client) -> None:
    """It keeps the page of a 403, which names who blocks us."""
    server.scripts["/"] = answer(b"Attention Required! | Cloudflare", "403 Forbidden")
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Capture)
    assert fetched.pages[0].answer.status == 403


def test_the_user_agent_is_honest(server: ScriptedServer, client_with: MakeClient) -> None:
    """It says who we are and how to reach us."""
    server.scripts["/"] = answer(PAGE)
    client_with(contact="mailto:watch@example.org").fetch(_source(server))
    agent = _header(server.requests[-1], "User-Agent")
    assert agent is not None
    assert agent.startswith("privacy-policy-tracker/")
    assert agent.endswith("(+mailto:watch@example.org)")


def test_the_expected_language_is_asked_for(server: ScriptedServer, client: Client) -> None:
    """It asks in the language of the policy, English otherwise."""
    server.scripts["/"] = answer(PAGE)
    client.fetch(Source((server.url(),), language="fr"))
    assert _header(server.requests[-1], "Accept-Language") == "fr, en;q=0.5"
    client.fetch(_source(server))
    assert _header(server.requests[-1], "Accept-Language") == "en"


def test_a_closed_port_and_an_unknown_name_are_failures(client: Client) -> None:
    """It says what could not be reached."""
    for url in ("http://127.0.0.1:1/", "http://no-such-name.invalid/"):
        fetched = client.fetch(Source((url,)))
        assert isinstance(fetched, Failure)
        assert fetched.reason == "unreachable"


@pytest.mark.parametrize(
    "location",
    ["http://[::1", "http://exa mple/", "http://a" + "b" * 300 + ".example/", "http://127.0.0.1:99999/"],
)
def test_a_nonsense_redirect_is_a_failure(server: ScriptedServer, client: Client, location: str) -> None:
    """It survives whatever a server calls a location."""
    server.scripts["/"] = answer(status="302 Found", location=location)
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Failure)


def test_a_cookie_is_kept_for_the_visit_and_no_longer(server: ScriptedServer, client: Client) -> None:
    """It gets past a site that redirects until its cookie comes back, and forgets it then."""
    set_cookie = answer(status="302 Found", location="/", set_cookie="seen=1; Path=/; HttpOnly")

    def gate(connection: object) -> None:
        brought = b"Cookie: seen=1" in server.requests[-1]
        connection.sendall(answer(PAGE) if brought else set_cookie)  # type: ignore[attr-defined]

    server.scripts["/"] = gate
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Capture)
    assert [each.status for each in fetched.pages[0].exchanges] == [302, 200]
    client.fetch(_source(server))
    assert _header(server.requests[-2], "Cookie") is None


@pytest.mark.parametrize(
    ("cookie", "url", "told"),
    [
        ("a=1", "https://www.example.org/x", True),
        ("a=1", "https://example.org/", False),
        ("a=1; Domain=example.org", "https://legal.example.org/", True),
        ("a=1; Domain=org", "https://other.org/", False),
        ("a=1; Domain=example.com", "https://example.com/", False),
        ("a=1; Domain=.example.org", "https://badexample.org/", False),
        ("a=1\r\nX: y", "https://www.example.org/", False),
        ("no pair", "https://www.example.org/", False),
    ],
)
def test_a_cookie_is_told_to_its_own_site_alone(cookie: str, url: str, told: bool) -> None:
    """It brings cookies to the host that set them, or to the site that they name, and to nobody else."""
    made = recorded_capture("https://www.example.org/", b"", datetime(2026, 3, 1, tzinfo=UTC))
    cookies = Cookies()
    cookies.learn(replace(made.pages[0].answer, headers=(("Set-Cookie", cookie),)))
    assert cookies.header(url) == ({"Cookie": "a=1"} if told else {})


def test_cookies_do_not_keep_a_circle_going(server: ScriptedServer, client: Client) -> None:
    """It ends also where every answer sets another cookie."""
    count = iter(range(1000))

    def turn(connection: object) -> None:
        again = answer(status="302 Found", location="/", set_cookie=f"n={next(count)}")
        connection.sendall(again)  # type: ignore[attr-defined]

    server.scripts["/"] = turn
    fetched = client.fetch(_source(server))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "redirects"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_server(authority: trustme.CA) -> Iterator[ScriptedServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with scripted({"/": answer(PAGE)}, context) as running:
        yield running


def test_an_unknown_authority_is_refused(tls_server: ScriptedServer, client: Client) -> None:
    """It verifies certificates, and says what to do about an own authority."""
    fetched = client.fetch(_source(tls_server))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "unreachable"
    assert "name its file as ca_bundle in tracker.toml" in fetched.detail


def test_an_own_authority_is_trusted_where_configured(
    tls_server: ScriptedServer, authority: trustme.CA, client_with: MakeClient
) -> None:
    """It takes further authorities from a file, and keeps the connection alive."""
    with authority.cert_pem.tempfile() as bundle:
        client = client_with(ca_bundle=bundle)
        assert isinstance(client.fetch(_source(tls_server)), Capture)
        assert isinstance(client.fetch(_source(tls_server)), Capture)
    assert tls_server.connections == 1


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA) -> None:
    """It verifies the host name, although it connects to a checked address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example.org").configure_cert(context)
    with scripted({"/": answer(PAGE)}, context) as server, authority.cert_pem.tempfile() as bundle:
        settings = FetchSettings(allow_networks=LOOPBACK, host_delay_seconds=0, ca_bundle=bundle)
        with Client(settings) as client:
            fetched = client.fetch(_source(server))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "unreachable"
