"""Each line of the fault table in docs/reference/alerts.md, to its end."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from tests.alert import broken as faults
from tests.alert.broken import Broken, Fault, Tools
from tests.alert.made import SECRET, Clock, composing, hook_channel, queue, run, states
from tests.alert.servers import Receiver
from tracker.alert.channel import Message
from tracker.alert.deliver import deliver
from tracker.alert.rules import Rule
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox

TEMPORARY: dict[str, Fault] = {
    "webhook is down": faults.hook_down,
    "500": faults.answering(500),
    "502": faults.answering(502),
    "400": faults.answering(400),
    "404": faults.answering(404),
    "429": faults.answering(429, Retry_After="1800"),
    "503": faults.answering(503, Retry_After="1800"),
    "redirect": faults.answering(302, Location="https://elsewhere.example/hook"),
    "hang": faults.behaving("hang"),
    "half an answer": faults.behaving("half"),
    "connection reset": faults.behaving("reset"),
    "private address": faults.private,
    "key is missing": faults.no_key,
    "mail server is down": faults.mail_down,
    "drip": faults.dripping,
    "greylisting": faults.refusing(rcpt="451 4.7.1 greylisted"),
    "mailbox is full": faults.refusing(data="452 4.2.2 over quota"),
    "log-in is refused": faults.wrong_password,
    "password is missing": faults.missing_password,
    "unknown authority": faults.unknown_authority,
    "certificate of another host": faults.other_host,
    "no STARTTLS": faults.no_starttls,
}
PERMANENT: dict[str, tuple[Fault, str]] = {
    "410": (faults.answering(410), "410 Gone"),
    "413": (faults.answering(413), "413"),
    "no such user": (faults.refusing(rcpt="550 5.1.1 no such user"), "550 5.1.1 no such user"),
    "refused recipient": (faults.refusing(rcpt="554 5.7.1 not here"), "554 5.7.1 not here"),
    "refused mail": (faults.refusing(data="550 5.7.1 spam"), "550 5.7.1 spam"),
    "refused text": (faults.refusing(data="554 5.6.0 bad text"), "554 5.6.0 bad text"),
}
ATTEMPTS = 16


@pytest.fixture
def tools(authority: trustme.CA, ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    return Tools(monkeypatch, authority, ca_file)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


def until_over(outbox: Outbox, broken: Broken, clock: Clock, others: tuple[object, ...] = ()) -> None:
    """Days pass, until nothing waits any more."""
    while (following := outbox.next_at()) is not None:
        clock.at = max(clock.at, following)
        run(outbox, [broken.channel, *others], clock)  # type: ignore[list-item]


def about_a(outbox: Outbox) -> dict[str, str]:
    return {key: state for key, state in states(outbox).items() if key.startswith("a>")}


@pytest.mark.parametrize("name", TEMPORARY)
def test_a_temporary_fault_that_is_mended_costs_time_only(
    outbox: Outbox, clock: Clock, tools: Tools, stack: ExitStack, name: str
) -> None:
    """It fails twice, is put right, and then the message is taken, once."""
    broken = stack.enter_context(TEMPORARY[name](tools))
    (delivery,) = queue(outbox, "a", [broken.channel], clock())
    for _ in range(2):
        clock.at = outbox.next_at() or clock.at
        run(outbox, [broken.channel], clock)
    assert set(about_a(outbox).values()) == {"queued"}

    broken.mend()
    until_over(outbox, broken, clock)

    assert set(about_a(outbox).values()) == {"sent"}
    assert broken.taken() == 1
    assert [attempt.outcome for attempt in outbox.attempts(delivery)] == ["failed", "failed", "sent"]


@pytest.mark.parametrize("name", TEMPORARY)
def test_a_temporary_fault_that_stays_ends_as_a_dead_letter_that_is_told(
    outbox: Outbox, clock: Clock, tools: Tools, stack: ExitStack, hook: Receiver, name: str
) -> None:
    """Three days, sixteen attempts; then another channel says so, with the reason."""
    broken = stack.enter_context(TEMPORARY[name](tools))
    other = hook_channel(hook.url, name="other", rule=Rule(), secret="OTHER_SECRET")
    tools.patch.setenv("OTHER_SECRET", SECRET)
    began = clock()
    (delivery,) = queue(outbox, "a", [broken.channel], began)
    until_over(outbox, broken, clock, (other,))

    assert set(about_a(outbox).values()) == {"dead"}
    assert len(outbox.attempts(delivery)) == ATTEMPTS
    assert 2.8 < (clock() - began).total_seconds() / 86_400 < 4
    row = outbox.row(delivery)
    assert row is not None
    assert row.error.startswith("given up after three days: ")
    (notice,) = (json.loads(request.body) for request in hook.requests)
    assert notice["type"] == "tracker.notice"
    assert notice["data"]["latest"][0]["error"] in row.error


@pytest.mark.parametrize("name", PERMANENT)
def test_a_permanent_fault_is_not_tried_again_and_told_at_once(
    outbox: Outbox, clock: Clock, tools: Tools, stack: ExitStack, hook: Receiver, name: str
) -> None:
    """One attempt; another channel says so in the same round, with the far side's own words."""
    fault, words = PERMANENT[name]
    broken = stack.enter_context(fault(tools))
    other = hook_channel(hook.url, name="other", rule=Rule())
    (delivery,) = queue(outbox, "a", [broken.channel], clock())
    run(outbox, [broken.channel, other], clock)
    broken.mend()
    clock.forward(days=7)
    until_over(outbox, broken, clock, (other,))

    assert set(about_a(outbox).values()) == {"dead"}
    assert len(outbox.attempts(delivery)) == 1
    assert broken.taken() == 0
    (notice,) = (json.loads(request.body) for request in hook.requests)
    assert words in notice["data"]["latest"][0]["error"]


def test_a_message_that_can_never_be_written_ends_as_a_dead_letter(
    outbox: Outbox, clock: Clock, tools: Tools, hook: Receiver
) -> None:
    """What it was is told over another channel, which is not asked to write it."""

    def fragile(delivery: Delivery, language: str) -> Message:
        if delivery.subject == "a":
            raise LookupError("the archive holds no such change")
        return composing(outbox)(delivery, language)

    channel, other = hook_channel(hook.url), hook_channel(hook.url, name="other", rule=Rule())
    queue(outbox, "a", [channel], clock())
    while (following := outbox.next_at()) is not None:
        clock.at = max(clock.at, following)
        list(deliver(outbox, [channel, other], fragile, clock))

    assert about_a(outbox) == {"a>hook": "dead"}
    (notice,) = (json.loads(request.body) for request in hook.requests)
    assert "no such change" in notice["data"]["latest"][0]["error"]


def test_an_address_taken_out_of_the_watchlist_is_told_elsewhere(
    outbox: Outbox, clock: Clock, tools: Tools, stack: ExitStack, hook: Receiver
) -> None:
    """A message that nobody is there for any more is no riddle."""
    other = hook_channel(hook.url, name="other", rule=Rule())
    queue(outbox, "a", [hook_channel("http://127.0.0.1:9/")], clock())
    run(outbox, [other], clock)

    (notice,) = (json.loads(request.body) for request in hook.requests)
    assert notice["data"]["latest"][0]["error"] == "no channel of this name is configured any more"
