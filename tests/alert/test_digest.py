"""One message a day or a week, with everything of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.alert.made import QUIET, Clock, compose, hook_channel, mail_channel
from tests.alert.servers import MailServer
from tests.archive import made
from tests.report import sample
from tracker.alert.deliver import deliver
from tracker.alert.digest import Digest, Digests, Period, digest_of, latest_digest_time
from tracker.alert.digest_message import digest_message, with_digests
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Advance, Check, Delivery, Incident, Observation
from tracker.archive.outbox import Outbox
from tracker.gather import change_subject
from tracker.judge.verdict import Stage
from tracker.report.change_view import change_view
from tracker.report.view import ChangeView

DAILY = Rule(digest="daily", digest_at="08:00")


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An invented policy: a change sighted on 2 March at noon."""
    with Archive.open(tmp_path / "snapshots") as opened:
        opened.record(made.first(day(1), "We keep nothing."))
        (old,) = opened.snapshots(made.KEY)
        observed = made.changed(day(2), old, "We keep nothing.", "We keep your voice.")
        opened.record(Observation(**{name: getattr(observed, name) for name in KEPT}))
        yield opened


KEPT = ("check", "new", "change", "validators", "fingerprint", "after")
"""Of a made observation: all but the delivery that it queues."""


def reach(archive: Archive, stage: Stage, at: datetime) -> None:
    """The change of the archive reaches a further stage."""
    (change,) = archive.changes()
    check = Check(made.KEY, at, "unchanged", snapshot=change.new.id)
    archive.record(Observation(check, advances=(Advance(change.id, StageEvent(stage, at)),)))


def told(archive: Archive, since: datetime, until: datetime, rule: Rule = DAILY) -> list[Stage]:
    return [event.stage for _, event in digest_of(archive, rule, Period(since, until)).news]


def test_a_digest_tells_a_confirmed_change_on_its_day(archive: Archive) -> None:
    """On the day of its confirmation, not on that of its sighting."""
    reach(archive, "confirmed", day(3))

    assert told(archive, day(2, 8), day(3, 8)) == []
    assert told(archive, day(3, 8), day(4, 8)) == ["confirmed"]
    assert told(archive, day(4, 8), day(5, 8)) == []


def test_a_change_that_went_through_two_stages_in_one_period_is_one_line(archive: Archive) -> None:
    """With the later stage."""
    reach(archive, "confirmed", day(3))
    reach(archive, "withdrawn", day(3, 20))

    assert told(archive, day(3, 8), day(4, 8)) == ["withdrawn"]


def test_what_no_digest_told_is_not_withdrawn_in_one(archive: Archive) -> None:
    """Sighted and gone: nothing to say."""
    reach(archive, "withdrawn", day(3))

    assert told(archive, day(2, 8), day(9, 8)) == []


def test_periods_of_a_week_tell_each_stage_once(archive: Archive) -> None:
    """Whatever the borders are: no event falls between two digests, none in two."""
    reach(archive, "confirmed", day(3))
    reach(archive, "in-force", day(20))
    borders = [day(1, 0) + timedelta(hours=7 * number) for number in range(80)]
    found = [stage for since, until in pairwise(borders) for stage in told(archive, since, until)]

    assert found == ["confirmed", "in-force"]


@pytest.mark.parametrize(
    ("rule", "now", "expected"),
    [
        (DAILY, day(4, 9), day(4, 8)),
        (DAILY, day(4, 7), day(3, 8)),
        (Rule(digest="daily", digest_at="08:00", zone="Asia/Tokyo"), day(4, 7), day(3, 23)),
        (Rule(digest="weekly", digest_at="08:00"), day(4, 9), day(2, 8)),
        (Rule(digest="weekly", digest_on="wednesday"), day(4, 9), day(4, 8)),
        (Rule(digest="daily", zone="Europe/Amsterdam"), day(29, 7), day(29, 6)),
        (Rule(digest="daily", zone="Europe/Amsterdam"), day(28, 7), day(28, 7)),
    ],
)
def test_the_hour_of_a_digest_is_the_readers(rule: Rule, now: datetime, expected: datetime) -> None:
    """In the reader's zone, before and after the clock changes."""
    assert latest_digest_time(rule, now) == expected


def test_a_digest_is_queued_once_and_reaches_back_to_the_last(archive: Archive) -> None:
    """Days on which the service did not run are told by the next digest."""
    channel = hook_channel("http://127.0.0.1:9/", rule=DAILY)
    outbox = Outbox(archive)
    reach(archive, "confirmed", day(2, 20))
    first = Digests(archive, outbox, [channel]).plan(day(3, 9))
    again = Digests(archive, outbox, [channel]).plan(day(3, 20))
    reach(archive, "in-force", day(5))
    later = Digests(archive, outbox, [channel]).plan(day(9, 9))

    assert [each.kind for each in first] == ["digest"]
    assert again == ()
    period = Period.parse(later[0].subject)
    assert period == Period(Period.parse(first[0].subject).until, day(9, 8) - timedelta(minutes=15))
    assert told(archive, period.since, period.until) == ["in-force"]


def test_a_period_without_news_has_no_digest(archive: Archive) -> None:
    """Silence is silence; and the next digest misses nothing."""
    digests = Digests(archive, Outbox(archive), [hook_channel("http://127.0.0.1:9/", rule=DAILY)])

    assert digests.plan(day(3, 9)) == ()
    assert digests.plan(day(3, 10)) == ()
    reach(archive, "confirmed", day(3, 11))
    assert len(digests.plan(day(4, 9))) == 1


def test_a_channel_without_digest_has_none(archive: Archive) -> None:
    """Whoever is told at once is not told twice."""
    reach(archive, "confirmed", day(2, 20))
    digests = Digests(archive, Outbox(archive), [hook_channel("http://127.0.0.1:9/", rule=QUIET)])

    assert digests.plan(day(3, 9)) == ()


def test_a_digest_lists_what_could_not_be_read(archive: Archive) -> None:
    """A policy that became unreadable is news once; as long as it is, it stands in the digests that come."""
    opened = Incident(made.KEY, "blocked", "403", day(3), checks=4)
    archive.record(Observation(Check(made.KEY, day(3), "unreadable", reason="blocked"), opened=opened))
    first = digest_of(archive, DAILY, Period(day(3, 8), day(4, 8)))
    second = digest_of(archive, DAILY, Period(day(4, 8), day(5, 8)))

    assert [incident.policy for incident in first.unread] == [made.KEY]
    assert (first.is_empty, second.is_empty) == (False, True)
    assert len(second.unread) == 1


def test_a_digest_arrives_as_one_mail(archive: Archive, mailbox: MailServer) -> None:
    """With the headline of the change, its link, and what could not be read."""
    reach(archive, "confirmed", day(2, 20))
    opened = Incident("murmel/privacy", "blocked", "403", day(2, 13), checks=4)
    archive.record(Observation(Check("murmel/privacy", day(2, 13), "unreadable"), opened=opened))
    channel, outbox = mail_channel(mailbox.port, rule=DAILY), Outbox(archive)
    Digests(archive, outbox, [channel]).plan(day(3, 9))

    def view_of(change: Change, language: str) -> ChangeView:
        return change_view(change_subject(archive, made.POLICY, change), language)

    composing = with_digests(
        compose, archive, [channel], [made.POLICY], view_of, base_url="https://reports.example.org"
    )
    list(deliver(outbox, [channel], composing, Clock(day(3, 9))))

    (mail,) = mailbox.mails
    text = next(mail.iter_parts()).get_content()
    assert "Lumen Mail" in text
    assert "https://reports.example.org/lumen-mail/privacy/" in text
    assert "murmel" in text
    assert mail["References"] is None


def test_a_text_that_went_and_came_back_is_one_line_of_a_digest() -> None:
    """As on the site: sighted, withdrawn and confirmed again is one story, told at its last stage."""
    early, main = sample.policy_subject().changes
    back = replace(main, verdict=replace(main.verdict, stage="confirmed", refers_to=early.id))
    period = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    news = ((early, early.events[-1]), (back, main.events[1]))

    def view_of(change: Change, language: str) -> ChangeView:
        return change_view(replace(sample.subject(), change=change), language)

    message = digest_message("d", Digest(period, news, (), fresh=False), [sample.POLICY], view_of, "en")

    assert message.title.startswith("New kinds of data: Plaza")
    assert message.text.count("Plaza: Privacy Policy") == 1
    assert "16 March 2026, Confirmed" in message.text


def test_a_digest_for_machines_names_every_change(archive: Archive) -> None:
    """With its id, stage and report."""
    reach(archive, "confirmed", day(2, 20))
    channel = hook_channel("http://127.0.0.1:9/", rule=DAILY)
    (delivery,) = Digests(archive, Outbox(archive), [channel]).plan(day(3, 9))

    def view_of(change: Change, language: str) -> ChangeView:
        return change_view(change_subject(archive, made.POLICY, change), language)

    composing = with_digests(compose, archive, [channel], [made.POLICY], view_of)
    payload = json.loads(json.dumps(composing(delivery, "nl").payload))

    assert payload["type"] == "digest"
    assert [(each["stage"], each["policy"]) for each in payload["data"]["changes"]] == [
        ("confirmed", made.KEY)
    ]
    assert payload["data"]["language"] == "nl"
    assert composing(Delivery("d", "hook", "change", "x", "confirmed"), "").title == "News of x"
