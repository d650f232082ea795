"""Every body that a webhook receives is one of the published schema."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import tracker.alert
from tests.alert.made import hook_channel
from tests.pipeline.site import CHANGED, SECTIONS, START, Site, page, policy
from tracker.alert.channel import Message
from tracker.alert.digest import Period
from tracker.alert.notice import Late, dead_letter_notices, late_notices
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.archive.observation import Delivery
from tracker.watchlist.watchlist import Watchlist
from tracker.workspace import Tracker

SCHEMA = json.loads((Path(tracker.alert.__file__).parent / "webhook" / "webhook-1.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
ALL = Rule(on=("sighted", "confirmed", "withdrawn", "in-force"))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Tracker]:
    """A tracker that has seen a change come and go, and an incident come and end."""
    site, hook = Site(), hook_channel("http://127.0.0.1:9/", rule=ALL)
    with Archive.open(tmp_path / "snapshots") as archive:
        at_work = Tracker(Watchlist((policy(),), channels=(hook,)), archive, site, site.clock)
        for html, status, looks in (
            (SECTIONS, 200, 1), (CHANGED, 200, 2), (SECTIONS, 200, 2), (SECTIONS, 404, 3), (SECTIONS, 200, 1),
        ):  # fmt: skip
            site.html, site.status = page(html), status
            for _ in range(looks):
                at_work.check(at_work.watchlist.policies[0])
                site.pass_by(hours=1)
        yield at_work


def errors(payload: object) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(payload)))]


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_changes_and_incidents_have_their_published_form(told: Tracker, language: str) -> None:
    """At every stage, and in every language."""
    messages = [told.compose(row.delivery, language) for row in told.outbox.rows()]

    assert {str(message.payload["type"]) for message in messages} >= {
        "change.sighted", "change.confirmed", "change.withdrawn", "incident.opened", "incident.recovered",
    }  # fmt: skip
    assert [error for message in messages for error in errors(message.payload)] == []


def test_a_digest_has_its_published_form(told: Tracker) -> None:
    """With what changed and what could not be read."""
    period = Period(START - timedelta(days=1), START + timedelta(hours=7, minutes=30))
    payload: Any = told.compose(Delivery("d", "hook", "digest", str(period)), "nl").payload

    assert errors(payload) == []
    assert payload["data"]["changes"]


def test_notices_have_their_published_form(told: Tracker) -> None:
    """Late checks, and alerts given up."""
    rows, now = told.outbox.rows(), START + timedelta(days=1)
    told.outbox.dead(rows[0].delivery.id, now, "410 Gone")
    other = replace(told.watchlist.channels[0], name="other")
    notices = (
        *late_notices(Late(("harbour/privacy",), START), [other], now),
        *late_notices(Late(("harbour/privacy",)), [other], now),
        *dead_letter_notices(rows[0].delivery, [other], now, channel_works=False),
    )
    for notice in notices:
        told.outbox.add(notice, now)
        assert errors(told.compose(notice, "de").payload) == []


def test_a_body_of_another_form_is_refused() -> None:
    """The schema is closed: a receiver that validates finds out."""
    message = Message(id="0", kind="test", title="", text="", payload={"type": "test", "data": {"x": 1}})

    assert errors(message.payload) != []
    Draft202012Validator.check_schema(SCHEMA)
