"""Promises of the chat channels."""

import inspect
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alert.conftest import NOW
from tests.alert.servers import Receiver
from tracker.alert.apprise.send import send as send_apprise
from tracker.alert.apprise.settings import AppriseSettings
from tracker.alert.brief import brief_of
from tracker.alert.channel import Failed, Message, Sent
from tracker.alert.ntfy.send import ntfy_form
from tracker.alert.ntfy.send import send as send_ntfy
from tracker.alert.ntfy.settings import NtfySettings
from tracker.alert.registry import channel_types, sender, settings_class
from tracker.alert.slack.send import discord_form, mattermost_form, slack_form
from tracker.alert.slack.send import send as send_slack
from tracker.alert.slack.settings import SlackSettings
from tracker.alert.teams.send import card_form
from tracker.alert.teams.send import send as send_teams
from tracker.alert.teams.settings import TeamsSettings
from tracker.watchlist.secret import Secret

LOCAL = ("127.0.0.0/8",)
HOSTILE = "<!channel> <https://evil.example|win> @here **bold** [x](https://evil.example) `a` @everyone"


def body(hook: Receiver) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(hook.requests[-1].body)
    return loaded


def test_slack_gets_blocks_of_plain_text(hook: Receiver, message: Message) -> None:
    """A header, the text, and a link to the report."""
    outcome = send_slack(SlackSettings(url=hook.url, allow_networks=LOCAL), message, NOW)

    header, section, context = body(hook)["blocks"]
    assert isinstance(outcome, Sent)
    assert header["text"] == {"type": "plain_text", "text": message.title, "emoji": False}
    assert "“We record how you walk – with your consent.”" in section["text"]["text"]
    assert context["elements"][0]["text"] == f"<{message.link}|Report>"


def test_no_text_of_a_page_becomes_markup_in_slack(message: Message) -> None:
    """Mentions and links of a page stay letters."""
    form = slack_form(replace(message, title=HOSTILE, text=HOSTILE, link=""))

    assert form["text"] == HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    assert {block["text"]["type"] for block in form["blocks"]} == {"plain_text"}  # type: ignore[attr-defined]


def test_no_text_of_a_page_becomes_markup_in_mattermost(message: Message) -> None:
    """Nobody is called, nothing is a link, nothing is bold."""
    (attachment,) = mattermost_form(replace(message, title=HOSTILE, text=HOSTILE))["attachments"]  # type: ignore[misc]

    assert "@here" not in attachment["text"]
    assert r"\*\*bold\*\*" in attachment["text"]
    assert "https://" not in attachment["text"]
    assert "\\[x\\]\u2060\\(" in attachment["title"]


def test_no_text_of_a_page_calls_anybody_in_discord(message: Message) -> None:
    """Mentions are switched off for the whole message."""
    form = discord_form(replace(message, title=HOSTILE, text=HOSTILE))

    assert form["allowed_mentions"] == {"parse": []}
    assert r"\`a\`" in form["embeds"][0]["description"]  # type: ignore[index]


def test_a_slack_webhook_that_was_taken_back_is_permanent(hook: Receiver, message: Message) -> None:
    """404 no_service will be 404 tomorrow."""
    hook.answer(404, body=b"no_service")
    outcome = send_slack(SlackSettings(url=hook.url, allow_networks=LOCAL), message, NOW)

    assert isinstance(outcome, Failed)
    assert outcome.permanent
    assert "no_service" in outcome.detail


def test_teams_gets_an_adaptive_card(hook: Receiver, message: Message) -> None:
    """In the frame of a workflow, with a button that opens the report."""
    hook.answer(202)
    outcome = send_teams(TeamsSettings(url=hook.url, allow_networks=LOCAL), message, NOW)

    (attachment,) = body(hook)["attachments"]
    card = attachment["content"]
    assert isinstance(outcome, Sent)
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert card["body"][0]["text"] == message.title
    assert card["actions"][0]["url"] == message.link


def test_markdown_of_a_page_is_text_in_a_card(message: Message) -> None:
    """Links and emphasis of a page are shown as they are written."""
    card = card_form(replace(message, text=HOSTILE))["attachments"][0]["content"]  # type: ignore[index]

    assert "\\[x\\]\u2060\\(https:\u2060//evil.example\\)" in card["body"][1]["text"]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300).map(lambda text: text * 60))
def test_a_card_stays_within_what_teams_takes(text: str) -> None:
    """28 kB, whatever a page contains."""
    form = card_form(Message(id="0", kind="change", title=text, text=text, link="https://example.org/r"))

    assert len(json.dumps(form, ensure_ascii=False).encode("utf-8", "replace")) < 28_000


@pytest.mark.parametrize("sign", ["\U0001f600", "*", '"', "a\n"])
def test_a_card_of_the_costliest_signs_stays_within_it_too(sign: str) -> None:
    """Four bytes, escapes and line breaks included."""
    form = card_form(Message(id="0", kind="change", title=sign * 9000, text=sign * 9000))

    assert len(json.dumps(form, ensure_ascii=False).encode()) < 28_000


def test_ntfy_gets_its_json(hook: Receiver, message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    """Topic, title and text, with the token in a header."""
    monkeypatch.setenv("NTFY_TOKEN", "tk_1")
    settings = NtfySettings(
        topic="policies", url=hook.url, token=Secret(env="NTFY_TOKEN"), allow_networks=LOCAL
    )
    outcome = send_ntfy(settings, replace(message, urgent=True), NOW)

    assert isinstance(outcome, Sent)
    assert hook.requests[0].headers["authorization"] == "Bearer tk_1"
    assert body(hook)["topic"] == "policies"
    assert body(hook)["title"] == message.title
    assert body(hook)["priority"] == 4
    assert body(hook)["click"] == message.link


def test_a_phone_message_fits(message: Message) -> None:
    """ntfy turns a text of more than 4,096 bytes into a file; ours never is."""
    form = ntfy_form("t", replace(message, text="数据 " * 5000))

    assert len(str(form["message"]).encode()) <= 4096


def test_apprise_takes_the_rest(hook: Receiver, message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    """One URL of Apprise, kept where secrets are kept."""
    pytest.importorskip("apprise")
    monkeypatch.setenv("APPRISE_URL", hook.url.replace("http://", "json://"))
    outcome = send_apprise(AppriseSettings(url_from=Secret(env="APPRISE_URL")), message, NOW)

    assert isinstance(outcome, Sent)
    assert body(hook)["title"] == message.title


def test_an_apprise_url_of_no_service_is_said(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is named; the URL, which holds tokens, is not."""
    pytest.importorskip("apprise")
    monkeypatch.setenv("APPRISE_URL", "nosuchservice://token")
    outcome = send_apprise(AppriseSettings(url_from=Secret(env="APPRISE_URL")), message, NOW)

    assert isinstance(outcome, Failed)
    assert "APPRISE_URL" in outcome.detail
    assert "token" not in outcome.detail


def test_a_brief_is_the_summary_with_its_sentences(message: Message) -> None:
    """A chat shows what is new and the words that prove it, not a mail in small."""
    findings = [{"label": f"kind {number}", "quote": f"Sentence {number}."} for number in range(7)]
    payload = {"data": {"summary": "Confirmed.", "findings": findings}}
    lines = brief_of(replace(message, payload=payload), 1000).split("\n")

    assert lines[:2] == ["Confirmed.", "• kind 0: “Sentence 0.”"]
    assert lines[-1] == "+ 2"


@pytest.mark.parametrize("name", channel_types())
def test_every_type_has_its_settings_documented(name: str) -> None:
    """Each key of each channel has a line that says what it is."""
    cls = settings_class(name)
    source = inspect.getsource(cls)

    assert callable(sender(name))
    for key in cls.__dataclass_fields__:
        assert f"    {key}:" in source
        after = source.split(f"    {key}:", 1)[1].split("\n", 1)[1].lstrip()
        assert after.startswith('"""'), key
