"""Sends what the outbox holds: at least once, each channel for itself."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from tracker.alert.address import split_address
from tracker.alert.channel import Compose, Failed, Outcome, Send, Sent
from tracker.alert.line import one_line
from tracker.alert.notice import TRIED_OUT, dead_letter_notices
from tracker.alert.plan import rule_of
from tracker.alert.registry import recipients, sender
from tracker.alert.retry import next_attempt
from tracker.alert.switch import mark_of, switched_off
from tracker.archive.observation import Delivery
from tracker.archive.outbox import LeasedDelivery, Outbox
from tracker.watchlist.watchlist import Channel

BATCH = 100
LEASE_SECONDS = 180.0  # a batch is over sooner: a turn and an attempt, all channels side by side
TURN_SECONDS = 60.0  # of sending over one channel in one run; a slow one goes on when the leases end
FAILURES_IN_A_ROW = 5  # after which a channel is taken for down, whatever the single answers say

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one leased row."""

    delivery: Delivery
    state: Literal["sent", "again", "dead"]
    detail: str
    """The far side's words, or why it was not asked."""
    next_at: datetime | None = None
    """When it is tried again, where it is."""


@dataclass(slots=True)
class _Lane:
    """One channel in one run."""

    channel: Channel | None
    rows: deque[LeasedDelivery] = field(default_factory=deque)
    opened_at: datetime | None = None
    """When this run first sent over it."""
    failures: int = 0
    """In a row."""
    closed: Failed | None = None
    """Why nothing more is sent over it in this run."""

    def heed(self, outcome: Outcome) -> None:
        """Close it where the answer to one message is an answer to all."""
        if isinstance(outcome, Sent):
            self.failures = 0
            return
        self.failures += 0 if outcome.permanent else 1
        if outcome.disables or outcome.channel_wide or self.failures >= FAILURES_IN_A_ROW:
            self.closed = outcome


def deliver(
    outbox: Outbox,
    channels: Iterable[Channel],
    compose: Compose,
    now: Callable[[], datetime],
    *,
    stop: threading.Event | None = None,
    batch: int = BATCH,
    senders: Callable[[str], Send] = sender,
) -> Iterator[Attempt]:
    """Send every row that is due, and yield what became of it after that is written down.

    Channels are served side by side, each of them one message at a time. A channel that does not work is
    asked once and then left alone until the rows' next time, so that it holds up no other. A row that was
    sent and not yet marked when the process died is sent again: its id tells.
    """
    run = _Run(outbox, tuple(channels), compose, now, senders)
    stop = stop or threading.Event()
    try:
        while not stop.is_set():
            rows = outbox.lease(now(), batch, LEASE_SECONDS)
            if not rows:
                return
            yield from run.serve(rows, stop)
    finally:
        run.close()


class _Run:
    """One pass over the outbox."""

    def __init__(
        self,
        outbox: Outbox,
        channels: tuple[Channel, ...],
        compose: Compose,
        now: Callable[[], datetime],
        senders: Callable[[str], Send],
    ) -> None:
        self.outbox, self.channels, self.compose = outbox, channels, compose
        self.now, self.senders = now, senders
        self.by_name = {channel.name: channel for channel in channels}
        self.lanes: dict[str, _Lane] = {}
        self.pool = ThreadPoolExecutor(max_workers=max(len(channels), 1), thread_name_prefix="deliver")

    def close(self) -> None:
        """Wait for what is on its way: every attempt is bounded in time."""
        self.pool.shutdown(wait=True, cancel_futures=True)

    def serve(self, rows: Iterable[LeasedDelivery], stop: threading.Event) -> Iterator[Attempt]:
        """One batch, each channel one message at a time; what is not begun comes back when its lease ends."""
        for row in rows:
            name, _ = split_address(row.delivery.channel)
            self.lanes.setdefault(name, _Lane(self.by_name.get(name))).rows.append(row)
        flying: dict[Future[Outcome], tuple[_Lane, LeasedDelivery]] = {}
        while True:
            yield from self._begin(flying, stop)
            if not flying:
                return
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                lane, row = flying.pop(future)
                outcome = _outcome(future)
                lane.heed(outcome)
                yield self._mark(row, outcome)

    def _begin(
        self, flying: dict[Future[Outcome], tuple[_Lane, LeasedDelivery]], stop: threading.Event
    ) -> Iterator[Attempt]:
        """Put one message of each idle channel on its way; what needs no sending is marked at once."""
        busy = {id(lane) for lane, _ in flying.values()}
        for lane in self.lanes.values():
            if id(lane) in busy:
                continue
            while lane.rows and not stop.is_set() and not self._turn_is_over(lane):
                row = lane.rows.popleft()
                started = self._start(lane, row)
                if isinstance(started, Future):
                    flying[started] = (lane, row)
                    break
                yield self._mark(row, started)

    def _turn_is_over(self, lane: _Lane) -> bool:
        over = lane.opened_at is not None and self.now() - lane.opened_at > timedelta(seconds=TURN_SECONDS)
        if over and lane.closed is None:
            lane.rows.clear()
            return True
        return False

    def _start(self, lane: _Lane, row: LeasedDelivery) -> Future[Outcome] | Failed:
        """An attempt on its way, or why there is none."""
        _, recipient = split_address(row.delivery.channel)
        if lane.channel is None:
            return Failed(permanent=True, detail="no channel of this name is configured any more")
        if recipient and recipient not in recipients(lane.channel.settings):
            return Failed(permanent=True, detail=f"{recipient} is no recipient of this channel any more")
        if lane.closed is not None:
            return replace(lane.closed, detail=f"not tried: {lane.closed.detail}")
        if row.attempts == 0 and mark_of(lane.channel) in self._switched_off:
            return Failed(permanent=True, detail="not tried: the receiver answered earlier that it is gone")
        lane.opened_at = lane.opened_at or self.now()
        try:
            message = self.compose(row.delivery, rule_of(lane.channel).language)
            send = self.senders(lane.channel.type)
        except Exception as error:  # a message that cannot be written must not hold up the others
            _log.exception("a message cannot be composed", extra={"delivery": row.delivery.id})
            words = one_line(f"cannot be composed: {type(error).__name__}: {error}", 300)
            return Failed(permanent=False, detail=words)
        message = replace(message, id=row.delivery.id, recipient=recipient)
        return self.pool.submit(send, lane.channel.settings, message, self.now())

    @cached_property
    def _switched_off(self) -> frozenset[str]:
        return switched_off(self.outbox)

    def _mark(self, row: LeasedDelivery, outcome: Outcome) -> Attempt:
        """Write down what became of a row, then say it."""
        delivery, at = row.delivery, self.now()
        if isinstance(outcome, Sent):
            self.outbox.sent(delivery.id, at, outcome.detail)
            return Attempt(delivery, "sent", outcome.detail)
        next_at = next_attempt(delivery.id, row.attempts + 1, at, outcome.retry_after_seconds)
        if not outcome.permanent and next_at is not None:
            self.outbox.failed(delivery.id, at, next_at, outcome.detail)
            return Attempt(delivery, "again", outcome.detail, next_at)
        detail = outcome.detail if outcome.permanent else f"{TRIED_OUT}{outcome.detail}"
        name, _ = split_address(delivery.channel)
        if outcome.disables and name in self.by_name:
            detail = f"{detail}; {mark_of(self.by_name[name])}"
        self.outbox.dead(delivery.id, at, detail)
        works = outcome.permanent and not outcome.channel_wide
        for notice in dead_letter_notices(delivery, self.channels, at, channel_works=works):
            self.outbox.add(notice, at)
        return Attempt(delivery, "dead", detail)


def _outcome(future: Future[Outcome]) -> Outcome:
    """What a sender returned; a fault in it costs its own message a retry, no other."""
    error = future.exception()
    if error is None:
        return future.result()
    _log.error("a channel failed in an unforeseen way", exc_info=error)
    return Failed(permanent=False, detail=one_line(f"{type(error).__name__}: {error}", 300))
