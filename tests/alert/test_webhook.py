"""Promises of the webhook channel."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from http import HTTPStatus
from pathlib import Path

import pytest
import trustme
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.alert.conftest import NOW
from tests.alert.servers import Receiver, free_port, receiver, server_context
from tracker.alert.channel import Failed, Message, Sent
from tracker.alert.webhook.send import send
from tracker.alert.webhook.settings import WebhookSettings
from tracker.alert.webhook.sign import key_of, signed_headers
from tracker.watchlist.secret import Secret

TOO_LARGE = HTTPStatus(413).phrase  # renamed in Python 3.13

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
LOCAL = ("127.0.0.0/8",)


@pytest.fixture(autouse=True)
def signing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)


def to(url: str) -> WebhookSettings:
    return WebhookSettings(
        secret=Secret(env="HOOK_SECRET"), url=url, allow_networks=LOCAL, timeout_seconds=2.0
    )


def test_a_receiver_can_verify_what_arrives(hook: Receiver, message: Message) -> None:
    """The library of Standard Webhooks accepts signature, time and body."""
    outcome = send(to(hook.url), message, datetime.now(UTC))

    got = hook.requests[0]
    assert outcome == Sent("204 No Content")
    assert Webhook(SECRET).verify(got.body, got.headers) == message.payload
    assert got.headers["webhook-id"] == message.id
    assert got.headers["content-type"] == "application/json"


def test_a_changed_body_is_noticed(hook: Receiver, message: Message) -> None:
    """A signature is for one body only."""
    send(to(hook.url), message, datetime.now(UTC))

    got = hook.requests[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body.replace(b"plauder", b"plaudes"), got.headers)


def test_the_zone_of_the_clock_changes_no_signature() -> None:
    """The same moment in another zone signs the same."""
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert signed_headers(b"k" * 32, "m", NOW, b"{}") == signed_headers(b"k" * 32, "m", elsewhere, b"{}")


def test_a_second_attempt_has_the_same_id_and_body(hook: Receiver, message: Message) -> None:
    """A receiver that keeps the ids of what it took can drop doubles."""
    send(to(hook.url), message, NOW)
    send(to(hook.url), message, NOW + timedelta(hours=1))

    first, second = hook.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Failed(permanent=False, detail="400 Bad Request no")),
        (404, Failed(permanent=False, detail="404 Not Found no")),
        (
            410,
            Failed(permanent=True, detail="410 Gone no", disables=True, channel_wide=True),
        ),
        (413, Failed(permanent=True, detail=f"413 {TOO_LARGE} no")),
        (500, Failed(permanent=False, detail="500 Internal Server Error no")),
        (503, Failed(permanent=False, detail="503 Service Unavailable no", channel_wide=True)),
    ],
)
def test_the_status_decides_what_is_tried_again(
    hook: Receiver, message: Message, status: int, expected: Failed
) -> None:
    """Only a receiver that is gone, or a message that is too large, is not tried again."""
    hook.answer(status, body=b"no")

    assert send(to(hook.url), message, NOW) == replace(expected, status=status)


@pytest.mark.parametrize("wish", ["120", "Mon, 02 Mar 2026 09:32:00 GMT"])
def test_a_wish_to_wait_is_heard(hook: Receiver, message: Message, wish: str) -> None:
    """`Retry-After` is read as seconds and as a date."""
    hook.answer(429, {"Retry-After": wish})
    outcome = send(to(hook.url), message, NOW)

    assert isinstance(outcome, Failed)
    assert outcome.retry_after_seconds == 120.0
    assert not outcome.permanent


@pytest.mark.parametrize("behaviour", ["half", "reset"])
def test_an_answer_that_breaks_off_is_tried_again(hook: Receiver, message: Message, behaviour: str) -> None:
    """Half an answer may mean that it arrived; the id lets the receiver drop the double."""
    hook.behaviour = behaviour
    outcome = send(to(hook.url), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent


def test_a_receiver_that_hangs_is_left(hook: Receiver, message: Message) -> None:
    """One deadline bounds the whole exchange."""
    hook.behaviour = "hang"
    outcome = send(replace(to(hook.url), timeout_seconds=0.3), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert outcome.channel_wide


def test_a_redirect_is_not_followed(hook: Receiver, message: Message) -> None:
    """What is signed for one address goes to no other."""
    with receiver() as elsewhere:
        hook.answer(307, {"Location": elsewhere.url})
        outcome = send(to(hook.url), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert "redirects" in outcome.detail
    assert elsewhere.requests == []


def test_a_private_address_is_refused_unless_allowed(hook: Receiver, message: Message) -> None:
    """A configured URL is no way into the network of the machine."""
    outcome = send(replace(to(hook.url), allow_networks=()), message, NOW)

    assert isinstance(outcome, Failed)
    assert "not a public address" in outcome.detail
    assert hook.requests == []


def test_a_receiver_that_is_down_is_tried_again(message: Message) -> None:
    """Nobody listens: the channel as a whole does not work now."""
    outcome = send(to(f"http://127.0.0.1:{free_port()}/hook"), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert outcome.channel_wide


def test_a_certificate_of_ones_own_authority_is_accepted_where_named(
    authority: trustme.CA, ca_file: Path, message: Message
) -> None:
    """`ca_bundle` adds an authority; without it the connection is refused."""
    with receiver(server_context(authority, "127.0.0.1")) as secure:
        refused = send(to(secure.url), message, NOW)
        taken = send(replace(to(secure.url), ca_bundle=ca_file), message, NOW)

    assert isinstance(refused, Failed)
    assert not refused.permanent
    assert "certificate" in refused.detail.lower()
    assert taken == Sent("204 No Content")


def test_a_missing_or_short_key_is_said_and_nothing_sent(
    hook: Receiver, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No message leaves unsigned; the place of the key is named, its value never."""
    monkeypatch.setenv("HOOK_SECRET", "whsec_c2hvcnQ=")
    short = send(to(hook.url), message, NOW)
    monkeypatch.delenv("HOOK_SECRET")
    missing = send(to(hook.url), message, NOW)

    assert isinstance(short, Failed)
    assert isinstance(missing, Failed)
    assert "HOOK_SECRET" in short.detail
    assert "c2hvcnQ" not in short.detail
    assert "HOOK_SECRET" in missing.detail
    assert hook.requests == []


def test_a_url_can_be_secret_itself(
    hook: Receiver, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`url_from` names the place that holds the address."""
    monkeypatch.setenv("HOOK_URL", hook.url)
    settings = WebhookSettings(
        secret=Secret(env="HOOK_SECRET"), url_from=Secret(env="HOOK_URL"), allow_networks=LOCAL
    )

    assert send(settings, message, NOW) == Sent("204 No Content")


def test_text_that_is_no_unicode_is_sent_all_the_same(hook: Receiver, message: Message) -> None:
    """Half a surrogate pair out of a broken page makes no alert fail."""
    outcome = send(to(hook.url), replace(message, payload={"quote": "a\ud800b"}), NOW)

    assert outcome == Sent("204 No Content")
    assert json.loads(hook.requests[0].body)["quote"] == "a?b"


@pytest.mark.parametrize("text", ["not base64!", "whsec_c2hvcnQ="])
def test_a_key_that_signs_nothing_is_refused(text: str) -> None:
    """Standard Webhooks wants at least 24 bytes, in base64."""
    with pytest.raises(ValueError, match="signing key"):
        key_of(text)
