"""Each fault of the far side, and what becomes of the alerts: the table of docs/reference/alerts.md."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
import trustme

from tests.alert.made import (
    SECRET,
    Clock,
    compose,
    hook_channel,
    mail_channel,
    queue,
    run,
    states,
)
from tests.alert.servers import (
    MailServer,
    Receiver,
    free_port,
    mail_server,
    receiver,
    server_context,
    text_of,
)
from tracker.alert.channel import Message, Sent
from tracker.alert.deliver import deliver
from tracker.alert.rules import Rule
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox


@pytest.fixture(autouse=True)
def signing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def bodies(hook: Receiver) -> list[str]:
    return [json.loads(request.body).get("change", "notice") for request in hook.requests]


def test_an_hour_of_silence_loses_no_alert_and_doubles_none(outbox: Outbox, clock: Clock) -> None:
    """Both servers are down while three changes arrive; when they are back, each tells three, once."""
    mail_port, hook_port = free_port(), free_port()
    channels = (mail_channel(mail_port), hook_channel(f"http://127.0.0.1:{hook_port}/hook"))
    for minute in range(60):
        if minute in (5, 20, 40):
            queue(outbox, f"change-{minute}", channels, clock())
        run(outbox, channels, clock)
        clock.forward(minutes=1)
    assert Counter(states(outbox).values()) == {"queued": 6}

    with mail_server(port=mail_port) as mails, receiver(port=hook_port) as hook:
        for _ in range(70):
            run(outbox, channels, clock)
            clock.forward(minutes=1)

    told = ["change-20", "change-40", "change-5"]
    assert sorted(mail["Subject"] for mail in mails.mails) == [f"News of {change}" for change in told]
    assert sorted(bodies(hook)) == told
    assert Counter(states(outbox).values()) == {"sent": 6}


def test_a_500_is_tried_again(outbox: Outbox, hook: Receiver, clock: Clock) -> None:
    """The same message, with the same id, until it is taken."""
    hook.answers = [(500, {}, b""), (500, {}, b""), (204, {}, b"")]
    channels = (hook_channel(hook.url),)
    (delivery,) = queue(outbox, "a", channels, clock())
    for _ in range(4):
        run(outbox, channels, clock)
        clock.forward(minutes=3)

    assert states(outbox) == {"a>hook": "sent"}
    assert [request.headers["webhook-id"] for request in hook.requests] == [delivery] * 3
    assert [attempt.outcome for attempt in outbox.attempts(delivery)] == ["failed", "failed", "sent"]


def test_a_429_is_waited_out(outbox: Outbox, hook: Receiver, clock: Clock) -> None:
    """Nothing is sent before the time that the receiver asked for, of no change."""
    hook.answers = [(429, {"Retry-After": "1800"}, b""), (204, {}, b"")]
    channels = (hook_channel(hook.url),)
    queue(outbox, "a", channels, clock())
    queue(outbox, "b", channels, clock())
    for _ in range(29):
        run(outbox, channels, clock)
        clock.forward(minutes=1)
    assert len(hook.requests) == 1

    clock.forward(minutes=30)
    run(outbox, channels, clock)
    assert states(outbox) == {"a>hook": "sent", "b>hook": "sent"}


def test_a_410_switches_the_channel_off_and_is_told_elsewhere(
    outbox: Outbox, hook: Receiver, mailbox: MailServer, clock: Clock
) -> None:
    """The receiver is asked once and never again; another channel says so, once a day."""
    hook.answer(410)
    channels = (hook_channel(hook.url), mail_channel(mailbox.port, rule=Rule()))
    for subject in "ab":
        queue(outbox, subject, channels[:1], clock())
    run(outbox, channels, clock)
    clock.forward(hours=1)
    queue(outbox, "c", channels[:1], clock())
    run(outbox, channels, clock)

    assert len(hook.requests) == 1
    assert [row.state for row in outbox.rows() if row.delivery.channel == "hook"] == ["dead"] * 3
    assert [mail["Subject"] for mail in mailbox.mails] == ["Alerts to hook were given up"]
    assert "410 Gone" in text_of(mailbox.mails[0])


def test_a_channel_that_was_switched_off_comes_back_by_hand(
    outbox: Outbox, hook: Receiver, clock: Clock
) -> None:
    """A retried dead letter is really tried; once it is taken, new alerts flow again."""
    hook.answer(410)
    channels = (hook_channel(hook.url),)
    (first,) = queue(outbox, "a", channels, clock())
    run(outbox, channels, clock)
    queue(outbox, "b", channels, clock())
    run(outbox, channels, clock)
    hook.answer(204)
    clock.forward(hours=1)
    outbox.retry(first, clock())
    run(outbox, channels, clock)
    clock.forward(hours=1)
    queue(outbox, "c", channels, clock())
    run(outbox, channels, clock)

    assert states(outbox) == {"a>hook": "sent", "b>hook": "dead", "c>hook": "sent"}


def test_new_settings_switch_a_channel_on_again(outbox: Outbox, hook: Receiver, clock: Clock) -> None:
    """Whoever gives the channel another address need do nothing else."""
    hook.answer(410)
    channel = hook_channel(hook.url)
    queue(outbox, "a", [channel], clock())
    run(outbox, [channel], clock)
    hook.answer(204)
    moved = hook_channel(f"{hook.url}/new")
    queue(outbox, "b", [moved], clock())
    run(outbox, [moved], clock)

    assert states(outbox) == {"a>hook": "dead", "b>hook": "sent"}


@pytest.mark.parametrize("behaviour", ["hang", "half", "reset"])
def test_an_answer_that_does_not_come_to_its_end_is_tried_again(
    outbox: Outbox, hook: Receiver, clock: Clock, behaviour: str
) -> None:
    """The receiver may see it twice, with one id."""
    hook.behaviour = behaviour
    channels = (hook_channel(hook.url, timeout_seconds=0.3),)
    queue(outbox, "a", channels, clock())
    run(outbox, channels, clock)
    assert states(outbox) == {"a>hook": "queued"}

    hook.behaviour = "answer"
    clock.forward(minutes=2)
    run(outbox, channels, clock)
    assert states(outbox) == {"a>hook": "sent"}
    assert len({request.headers["webhook-id"] for request in hook.requests}) == 1


def test_greylisting_is_waited_out(outbox: Outbox, mailbox: MailServer, clock: Clock) -> None:
    """451 now, 250 some minutes later: one mail."""
    mailbox.rcpt_answers["anna@example.org"] = "451 4.7.1 greylisted, come back in five minutes"
    channels = (mail_channel(mailbox.port),)
    queue(outbox, "a", channels, clock())
    run(outbox, channels, clock)
    assert states(outbox) == {"a>desk/anna@example.org": "queued"}

    mailbox.rcpt_answers.clear()
    clock.forward(minutes=6)
    run(outbox, channels, clock)
    assert states(outbox) == {"a>desk/anna@example.org": "sent"}
    assert len(mailbox.mails) == 1


def test_an_unknown_recipient_takes_no_alert_from_the_others(
    outbox: Outbox, mailbox: MailServer, hook: Receiver, clock: Clock
) -> None:
    """550 for one of three: two mails, one dead letter, told over another channel."""
    mailbox.rcpt_answers["ben@example.org"] = "550 5.1.1 no such user"
    desk = mail_channel(mailbox.port, "anna@example.org", "ben@example.org", "cleo@example.org")
    channels = (desk, hook_channel(hook.url, rule=Rule()))
    queue(outbox, "a", [desk], clock())
    run(outbox, channels, clock)

    assert Counter(row.state for row in outbox.rows() if row.delivery.subject == "a") == {
        "sent": 2,
        "dead": 1,
    }
    assert sorted(to for _, (to,) in mailbox.envelopes) == ["anna@example.org", "cleo@example.org"]
    notice = json.loads(hook.requests[0].body)
    assert notice["type"] == "tracker.notice"
    assert "no such user" in notice["data"]["latest"][0]["error"]


def test_a_wrong_certificate_sends_nothing_until_it_is_right(
    outbox: Outbox, authority: trustme.CA, clock: Clock
) -> None:
    """An unknown authority: nothing leaves, nothing is lost."""
    with mail_server(server_context(authority, "127.0.0.1")) as server:
        channel = mail_channel(server.port)
        strict = replace(channel, settings=replace(channel.settings, security="starttls"))  # type: ignore[type-var]
        queue(outbox, "a", [strict], clock())
        run(outbox, [strict], clock)

    assert server.mails == []
    assert "certificate is not trusted" in outbox.rows()[0].error
    assert states(outbox) == {"a>desk/anna@example.org": "queued"}


def test_three_days_of_failure_end_as_a_dead_letter(outbox: Outbox, clock: Clock) -> None:
    """After three days, and no sooner, it is given up, and says so."""
    channels = (hook_channel(f"http://127.0.0.1:{free_port()}/hook"),)
    queue(outbox, "a", channels, clock())
    began = clock()
    while states(outbox)["a>hook"] == "queued":
        clock.at = outbox.next_at() or clock()
        run(outbox, channels, clock)

    assert timedelta(days=2, hours=20) < clock() - began < timedelta(days=3, hours=12)
    assert outbox.rows()[0].error.startswith("given up after three days: ")
    assert len(outbox.attempts(outbox.rows()[0].delivery.id)) == 16


def test_one_dead_channel_holds_up_no_other(
    outbox: Outbox, hook: Receiver, mailbox: MailServer, clock: Clock
) -> None:
    """Five hundred messages for a server that hangs, one for a healthy one behind them."""
    hook.behaviour = "hang"
    slow, healthy = hook_channel(hook.url, timeout_seconds=0.3), mail_channel(mailbox.port)
    for number in range(500):
        queue(outbox, f"{number:03}", [slow], clock())
    clock.forward(seconds=1)
    queue(outbox, "last", [healthy], clock())
    run(outbox, [slow, healthy], clock)

    assert len(hook.requests) == 1
    assert [mail["Subject"] for mail in mailbox.mails] == ["News of last"]


def test_a_slow_channel_gives_the_others_their_turn(
    outbox: Outbox, hook: Receiver, mailbox: MailServer, clock: Clock
) -> None:
    """A channel that takes half a minute for each message is left after its turn, and loses nothing."""
    hook.on_request = lambda: clock.forward(seconds=31)
    slow, healthy = hook_channel(hook.url), mail_channel(mailbox.port)
    for number in range(200):
        queue(outbox, f"{number:03}", [slow], clock())
    queue(outbox, "zz", [healthy], clock())
    run(outbox, [slow, healthy], clock)
    assert len(hook.requests) == 2
    assert len(mailbox.mails) == 1

    clock.forward(seconds=200)
    run(outbox, [slow, healthy], clock)
    assert len(hook.requests) == 4
    assert {row.attempts for row in outbox.rows("queued")} == {0}


def test_a_message_that_cannot_be_written_holds_up_no_other(
    outbox: Outbox, hook: Receiver, clock: Clock
) -> None:
    """Ten broken ones first: the eleventh arrives, the ten are kept with their reason."""
    channels = (hook_channel(hook.url),)
    for number in range(10):
        queue(outbox, f"broken-{number}", channels, clock())
    queue(outbox, "whole", channels, clock())

    def fragile(delivery: Delivery, language: str) -> Message:
        if delivery.subject.startswith("broken"):
            raise LookupError("nothing of that name")
        return compose(delivery, language)

    list(deliver(outbox, channels, fragile, clock))

    assert bodies(hook) == ["whole"]
    assert Counter(row.error for row in outbox.rows("queued")) == {
        "cannot be composed: LookupError: nothing of that name": 10
    }


def test_a_channel_that_was_taken_out_of_the_watchlist_is_no_riddle(outbox: Outbox, clock: Clock) -> None:
    """Its messages are given up with that reason."""
    queue(outbox, "a", [hook_channel("http://127.0.0.1:9/")], clock())
    run(outbox, [], clock)

    assert outbox.rows()[0].error == "no channel of this name is configured any more"
    assert states(outbox) == {"a>hook": "dead"}


def test_thousands_of_messages_pass_through_little_memory(outbox: Outbox, clock: Clock) -> None:
    """What waits stays on disk: no more than a batch is in memory at any time."""
    channel = hook_channel("http://127.0.0.1:9/")
    with outbox._catalogue.writing(durable=False) as tx:
        for number in range(2_000):
            tx.run(
                "delivery_add",
                {
                    "id": f"{number:024x}", "channel": "hook", "kind": "change", "subject": str(number),
                    "stage": "confirmed", "at": "2026-03-01T00:00:00.000000Z",
                },
            )  # fmt: skip
    alive: list[int] = []
    composed = 0

    def counting(delivery: Delivery, language: str) -> Message:
        nonlocal composed
        composed += 1
        return compose(delivery, language)

    for done, attempt in enumerate(
        deliver(outbox, [channel], counting, clock, senders=lambda _: lambda *_: Sent("ok")), 1
    ):
        assert attempt.state == "sent"
        alive.append(composed - done)

    assert len(alive) == 2_000
    assert max(alive) <= 1
    assert outbox.next_at() is None
