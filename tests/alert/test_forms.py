"""Whatever a page contains, a chat takes the message, calls nobody and links nowhere but to the report."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.alert import forms
from tests.alert.conftest import NOW
from tracker.alert.apprise.send import preview as apprise_preview
from tracker.alert.apprise.settings import AppriseSettings
from tracker.alert.channel import Message
from tracker.alert.ntfy.send import ntfy_form
from tracker.alert.slack.send import discord_form, mattermost_form, slack_form
from tracker.alert.teams.send import card_form
from tracker.watchlist.secret import Secret

FORMS: dict[str, tuple[Callable[[Message], Mapping[str, Any]], forms.Schema]] = {
    "slack": (slack_form, forms.SLACK),
    "mattermost": (mattermost_form, forms.MATTERMOST),
    "discord": (discord_form, forms.DISCORD),
    "teams": (card_form, forms.TEAMS),
    "ntfy": (lambda message: ntfy_form("policies", message), forms.NTFY),
}
LINK = "https://reports.example.org/plauder/privacy/1.html"
ATTACKS = (
    "@channel @here @everyone @all",
    "<!here> <!channel|x> <@U012345> <#C01> <!subteam^S1>",
    "<at>Everyone</at>",
    "[your bank](https://evil.example/login)",
    "![](https://evil.example/pixel.png)",
    "<https://evil.example|click>",
    "https://evil.example www.evil.example mailto:eve@evil.example",
    "title\r\nBcc: eve@example.org\r\n\r\nbody",
    "line\u2028separator\u2029and\x0bmore\x85",
    "# Heading\n> quote\n* item\n`code`\n**bold** __bold__ ~~gone~~ ||spoiler||",
    '"}],"text":"<!channel>',
    "\u202eevil\u202c",
    "half a \ud800 character",
)
CALLS = re.compile(r"@(?!\u2060)\w|<!|<@|<#|<at>|\]\(|<https?:|(?<!\u2060)://|\bwww\.|mailto:")
PIECES = st.lists(st.sampled_from(ATTACKS) | st.text(max_size=40), min_size=1, max_size=40).map(" ".join)


def message(title: str, text: str) -> Message:
    payload = {"data": {"summary": text, "findings": [{"label": title, "quote": text}]}}
    return Message(
        id="0", kind="change", title=title, text=text, payload=payload, link=LINK, link_title="Whole report"
    )


def words(form: object, key: str = "") -> Iterator[str]:
    """Every text of a form that comes from a page."""
    match form:
        case str() if key not in ("title_link", "url", "click", "$schema", "contentType"):
            yield form
        case list():
            for each in form:
                yield from words(each)
        case dict():
            for name, each in form.items():
                yield from words(each, name)


@pytest.mark.parametrize("name", FORMS)
@given(title=PIECES, text=PIECES)
def test_every_form_is_one_that_its_receiver_takes(name: str, title: str, text: str) -> None:
    """Keys, kinds and lengths are those that are documented."""
    make, schema = FORMS[name]
    form = json.loads(json.dumps(make(message(title, text))))

    assert [error.message for error in Draft202012Validator(schema).iter_errors(form)] == []


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("sign", ["*", "\U0001f600", "@", "<", "a\n", "://"])
def test_the_longest_text_of_the_costliest_signs_is_taken(name: str, sign: str) -> None:
    """Escapes count, too."""
    make, schema = FORMS[name]
    form = json.loads(json.dumps(make(message(sign * 9000, sign * 9000))))

    assert [error.message[-200:] for error in Draft202012Validator(schema).iter_errors(form)] == []
    if name == "ntfy":
        assert len(form["message"].encode()) <= 4096


@pytest.mark.parametrize("name", [name for name in FORMS if name != "slack"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_calls_anybody_or_links_anywhere(name: str, attack: str) -> None:
    """Neither in a title nor in a text; what was written is still to be read."""
    make, _ = FORMS[name]
    found = list(words(make(message(attack, attack))))

    assert [text for text in found if CALLS.search(text.replace("\\", ""))] == []
    assert [text for text in found if re.search(r"[\r\x0b\x85\u2028\u2029\u202e]", text)] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_calls_anybody_in_slack(attack: str) -> None:
    """Its plain texts are never read as markup; the one text that is holds no bracket of a page."""
    form: Any = slack_form(message(attack, attack))
    header, section, context = form["blocks"]

    assert header["text"]["type"] == section["text"]["type"] == "plain_text"
    assert "\n" not in header["text"]["text"]
    assert not re.search(r"[<>]", form["text"])
    assert context["elements"] == [{"type": "mrkdwn", "text": f"<{LINK}|Whole report>"}]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_calls_anybody_over_apprise(attack: str) -> None:
    """It hands texts on to services that read them as they like."""
    shown = apprise_preview(AppriseSettings(Secret(env="X")), message(attack, attack), NOW).shown

    assert not CALLS.search(shown.replace(LINK, ""))
