"""The door opens for public addresses, in every spelling that an address can hide in."""

import socket

import pytest

from tests.fetch.conftest import MakeClient
from tests.fetch.scripted import ScriptedServer, answer, scripted
from tracker.fetch.address import is_reachable, parse_networks
from tracker.fetch.capture import Capture, Exchange, Failure
from tracker.fetch.client import Client
from tracker.fetch.door import post
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.policy import Source

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # where clouds keep credentials
    "100.64.0.1",  # carrier-grade NAT
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",  # IPv4-mapped
    "::127.0.0.1",  # IPv4-compatible
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b:1::a00:1",  # local NAT64
    "2002:7f00:1::",  # 6to4
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # Teredo of 10.0.0.1
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_that_is_not_public_is_refused(text: str) -> None:
    """It refuses loopback, private, shared and multicast space, wrapped or not."""
    assert not is_reachable(text)


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"]
)
def test_a_public_address_is_reached(text: str) -> None:
    """It opens for public space, also behind NAT64."""
    assert is_reachable(text)


def test_an_allowed_network_is_reached_also_in_mapped_form() -> None:
    """It takes the user's own network in either spelling, and nothing beside it."""
    allowed = parse_networks(("10.1.0.0/16",))
    assert is_reachable("10.1.2.3", allowed)
    assert is_reachable("::ffff:10.1.2.3", allowed)
    assert not is_reachable("10.2.2.3", allowed)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]"],
)
def test_a_private_address_is_refused_however_it_is_spelled(server: ScriptedServer, host: str) -> None:
    """It judges the address that the name leads to, not the name."""
    with Client(FetchSettings(host_delay_seconds=0)) as client:
        fetched = client.fetch(Source((server.url("/", host),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason in ("refused-address", "unreachable")
    assert server.connections == 0


def test_a_redirect_to_a_private_address_is_refused(server: ScriptedServer, client_with: MakeClient) -> None:
    """It checks each hop where its socket opens."""
    server.scripts["/"] = answer(status="302 Found", location="http://10.11.12.13/")
    fetched = client_with().fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "refused-address"
    assert [exchange.status for exchange in fetched.pages[0].exchanges] == [302]


def test_a_name_with_one_private_answer_is_refused(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer
) -> None:
    """It refuses a name that resolves to a public and a private address, and never connects."""
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.port))
        for address in ("93.184.215.14", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with Client(FetchSettings(host_delay_seconds=0)) as client:
        fetched = client.fetch(Source(("http://rebinding.example.org/",)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "refused-address"
    assert server.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        "100.64.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "fd00::1",
    ],
    ids=["CGNAT", "cloud", "loopback", "IPv4-mapped", "NAT64", "6to4", "ULA"],
)
@pytest.mark.parametrize("way", ["page", "redirect", "webhook"])
def test_a_name_of_a_hidden_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer, address: str, way: str
) -> None:
    """It unwraps what a name resolves to, for a page, for a hop and for a webhook, and opens no socket."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    place = (address, 80, 0, 0) if ":" in address else (address, 80)
    known = socket.getaddrinfo

    def resolved(host: str, *rest: object, **named: object) -> object:
        if host == "inside.example.org":
            return [(family, socket.SOCK_STREAM, 6, "", place)]
        return known(host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    inside = "http://inside.example.org/"
    server.scripts["/"] = answer(status="302 Found", location=inside)
    settings = FetchSettings(host_delay_seconds=0, robots=False, allow_networks=("127.0.0.1/32",))
    with Client(settings) as client:
        if way == "webhook":
            found = post(inside, b"{}", {}, settings)
        else:
            found = client.fetch(Source((inside if way == "page" else server.url(),)))
    assert isinstance(found, Failure)
    assert found.reason == "refused-address"


def test_a_name_that_changes_its_mind_is_checked_again(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer
) -> None:
    """It connects to the very address that it checked, whatever the name says a moment later."""
    asked: list[str] = []

    def rebinding(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) % 2 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.scripts["/"] = answer(b"<p>Privacy</p>", connection="close")
    settings = FetchSettings(host_delay_seconds=0, robots=False, allow_networks=("127.0.0.0/8",))
    with Client(settings) as client:
        first = client.fetch(Source((server.url("/", "rebinding.example.org"),)))
        second = client.fetch(Source((server.url("/", "rebinding.example.org"),)))
    assert isinstance(first, Capture)
    assert isinstance(second, Failure)
    assert second.reason == "refused-address"
    assert len(asked) == 2


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "data:text/html,hello",
        "ftp://example.org/",
        "gopher://x/",
        "//example.org",
        "http://",
        "javascript:alert(1)",
    ],
)
def test_only_http_and_https_are_opened(client: Client, url: str) -> None:
    """It opens no other scheme, as a source or as the target of a redirect."""
    fetched = client.fetch(Source((url,)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "refused-address"


def test_a_redirect_to_a_file_is_refused(server: ScriptedServer, client: Client) -> None:
    """It follows no redirect out of the web."""
    server.scripts["/"] = answer(status="302 Found", location="file:///etc/passwd")
    fetched = client.fetch(Source((server.url(),)))
    assert isinstance(fetched, Failure)
    assert fetched.reason == "refused-address"


def test_a_webhook_to_a_private_address_is_refused(server: ScriptedServer) -> None:
    """It uses the same door for messages."""
    sent = post(server.url("/hook"), b"{}", {}, FetchSettings())
    assert isinstance(sent, Failure)
    assert sent.reason == "refused-address"
    assert server.requests == []


def test_a_webhook_is_not_sent_on(server: ScriptedServer) -> None:
    """It refuses a redirect, so that a secret reaches only the configured address."""
    with scripted() as other:
        server.scripts["/hook"] = answer(status="307 Temporary Redirect", location=other.url("/steal"))
        sent = post(server.url("/hook"), b"{}", {}, FetchSettings(allow_networks=("127.0.0.0/8",)))
        assert isinstance(sent, Failure)
        assert sent.reason == "redirects"
        assert other.requests == []


def test_a_webhook_arrives_as_given(server: ScriptedServer) -> None:
    """It sends body and headers unchanged, and hands back the answer."""
    server.scripts["/hook"] = answer(b"thanks", content_type="text/plain")
    headers = {"webhook-id": "msg_1", "Content-Type": "application/json"}
    sent = post(server.url("/hook"), b'{"a":1}', headers, FetchSettings(allow_networks=("127.0.0.0/8",)))
    assert isinstance(sent, Exchange)
    assert (sent.status, sent.body) == (200, b"thanks")
    assert b"webhook-id: msg_1" in server.requests[0]
    assert server.requests[0].endswith(b'{"a":1}')


def test_the_proxies_of_the_environment_are_not_used(
    server: ScriptedServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes through a proxy only when one is configured."""
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://10.0.0.1:3128")
    server.scripts["/"] = answer(b"<p>Privacy</p>")
    assert isinstance(client.fetch(Source((server.url(),))), Capture)


def test_a_configured_proxy_is_used_but_not_for_private_targets(
    server: ScriptedServer, client_with: MakeClient
) -> None:
    """It asks the proxy for public names, and still refuses what the door refuses."""
    proxied = client_with(allow_networks=(), proxies=(("http", server.url("/")),), robots=False)
    refused = proxied.fetch(Source(("http://10.0.0.1/",)))
    assert isinstance(refused, Failure)
    assert refused.reason == "refused-address"
    server.scripts["http://policies.invalid/"] = answer(b"<p>Privacy</p>")
    assert isinstance(proxied.fetch(Source(("http://policies.invalid/",))), Capture)
    assert server.requests[0].startswith(b"GET http://policies.invalid/")
