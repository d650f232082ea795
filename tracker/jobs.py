"""The jobs that a service does again and again for one watchlist."""

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.alert.deliver import Attempt, deliver
from tracker.alert.legal import legal_of
from tracker.archive.due import Due
from tracker.archive.retention import Keep, collect
from tracker.pipeline import Outcome
from tracker.schedule.heartbeat import Heartbeat, ping, write_heartbeat
from tracker.schedule.service import Job, Work
from tracker.schedule.tick import Looked, tick
from tracker.schedule.upkeep import Upkeep
from tracker.watchlist.policy import Policy
from tracker.workspace import Tracker, fetch_settings

TICK_SECONDS = 5.0
DELIVER_SECONDS = 5.0
DIGEST_SECONDS = 60.0
MAINTAIN_SECONDS = 3600.0
HEARTBEAT_SECONDS = 60.0
MADE_UP_FOR = timedelta(days=62)
REPORT_EVERY = timedelta(seconds=5)
"""Reports of a tick that goes on and on are not left for its end: alerts link to them."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Duty:
    """What is to be done for one watchlist, and what was done since it began."""

    tracker: Tracker
    on_outcome: Callable[[Outcome], None] = lambda _: None
    """Called after each check, from the job's thread."""
    on_attempt: Callable[[Attempt], None] = lambda _: None
    """Called after each attempt to send."""
    alone: bool = False
    """Whether this is the first work of the one process that runs the archive."""
    checks: int = 0
    alerts: int = 0
    trouble: str = ""
    """The last failure of a job, for the heartbeat."""
    started_at: datetime = field(init=False)
    upkeep: Upkeep = field(init=False)
    alive_at: datetime = field(init=False)
    """When a tick last came to its end, or one of its checks did: the sign of life."""
    ticked_at: datetime | None = None
    """When a tick last came to its end, its reports written."""

    def __post_init__(self) -> None:
        self.started_at = self.alive_at = self.tracker.clock()
        self.upkeep = Upkeep(self.tracker.archive, self.tracker.watchlist, legal_of)
        self.upkeep.begin(self.started_at, alone=self.alone)

    def work(self, tick_seconds: float = TICK_SECONDS, deliver_seconds: float = DELIVER_SECONDS) -> Work:
        """The jobs for a service; closing them closes the tracker."""
        jobs = (
            Job("tick", self.tick, tick_seconds),
            Job("deliver", self.deliver, deliver_seconds),
            Job("digest", self.digest, DIGEST_SECONDS),
            Job("maintain", self.maintain, MAINTAIN_SECONDS),
            Job("heartbeat", self.heartbeat, HEARTBEAT_SECONDS),
        )
        return Work(jobs, self.tracker.close)

    def tick(self, halt: threading.Event) -> None:
        """Check what is due, write the reports of what is new."""
        tracker, outcomes = self.tracker, dict[str, Outcome]()

        def look(policy: Policy) -> Looked:
            outcomes[policy.key] = outcome = tracker.check(policy)
            return looked_of(outcome)

        policies = {policy.key: policy for policy in tracker.watchlist.policies}
        workers = tracker.watchlist.settings.workers
        news: list[Outcome] = []
        at = written_at = tracker.clock()
        try:
            for ticked in tick(
                Due(tracker.archive), policies, look, tracker.clock, workers=workers, stop=halt
            ):
                self.checks += 1
                self.alive_at = tracker.clock()
                outcome = outcomes.pop(ticked.policy.key, None)
                if outcome is None:
                    self.trouble = f"{ticked.policy.key}: {ticked.looked.detail}"
                    continue
                _log.info("checked", extra=_facts_of(outcome, ticked.next_at))
                self.on_outcome(outcome)
                if outcome.is_news:
                    news.append(outcome)
                if news and tracker.clock() - written_at >= REPORT_EVERY:
                    tracker.write_news(news)
                    news, written_at = [], tracker.clock()
        finally:
            tracker.write_news(news)
        self.ticked_at = at
        self.alive_at = tracker.clock()

    def deliver(self, halt: threading.Event) -> None:
        """Send what the outbox holds."""
        tracker = self.tracker
        channels = tracker.watchlist.channels
        for attempt in deliver(tracker.outbox, channels, tracker.compose, tracker.clock, stop=halt):
            self.alerts += attempt.state == "sent"
            _log.info("told" if attempt.state == "sent" else "not told", extra=_facts_of_attempt(attempt))
            self.on_attempt(attempt)

    def digest(self, halt: threading.Event) -> None:  # noqa: ARG002 - too short to be stopped
        """Queue the digests that are due."""
        self.upkeep.digest(self.tracker.clock())

    def maintain(self, halt: threading.Event) -> None:  # noqa: ARG002 - too short to be stopped
        """Follow the watchlist, write the reports that a killed process left out, keep what is to be kept."""
        tracker = self.tracker
        self.upkeep.maintain(tracker.clock())
        tracker.write_missing()
        kept_for = tracker.watchlist.settings.kept_for
        if kept_for is not None:
            for drop in collect(tracker.archive, Keep(kept_for), tracker.clock()):
                _log.info("dropped", extra={"what": drop.what, "size_bytes": drop.size_bytes})

    def make_up(self) -> None:
        """Write the reports that a process was lately killed before writing; for one that does not stay."""
        self.tracker.write_missing(since=self.tracker.clock() - MADE_UP_FOR)

    def heartbeat(self, halt: threading.Event) -> None:  # noqa: ARG002 - bounded in time
        """Leave a sign of life, and tell the monitor; not while checks hang."""
        settings = self.tracker.watchlist.settings
        beat = Heartbeat(self.alive_at, self.started_at, os.getpid(), self.checks, self.alerts, self.trouble)
        write_heartbeat(settings.archive, beat)
        if settings.heartbeat_url and not beat.is_silent(self.tracker.clock()):
            self.trouble = ping(settings.heartbeat_url, fetch_settings(settings))


def looked_of(outcome: Outcome) -> Looked:
    """What the schedule needs to know of a check."""
    return Looked(
        outcome.check.outcome,
        failures=outcome.incident.checks if outcome.incident else 0,
        retry_after_seconds=outcome.retry_after_seconds,
        look_again_at=outcome.recheck_at,
        detail=outcome.check.detail,
    )


def _facts_of(outcome: Outcome, next_at: datetime) -> dict[str, object]:
    """A check for a log that a machine reads."""
    check = outcome.check
    facts: dict[str, object] = {
        "policy": check.policy,
        "outcome": check.outcome,
        "status": check.status,
        "seconds": check.seconds,
        "size_bytes": check.size_bytes,
        "next_at": next_at.isoformat(timespec="seconds"),
    }
    if outcome.incident:
        facts |= {"reason": check.reason, "detail": check.detail, "failures": outcome.incident.checks}
    if outcome.change:
        facts |= {"change": outcome.change.id, "materiality": outcome.change.verdict.materiality}
    if outcome.advanced:
        facts["advanced"] = {change.id: change.verdict.stage for change in outcome.advanced}
    return facts


def _facts_of_attempt(attempt: Attempt) -> dict[str, object]:
    """An attempt to send, for the same log."""
    delivery = attempt.delivery
    return {
        "delivery": delivery.id,
        "channel": delivery.channel,
        "kind": delivery.kind,
        "subject": delivery.subject,
        "stage": delivery.stage,
        "state": attempt.state,
        "detail": attempt.detail,
        "next_at": attempt.next_at.isoformat(timespec="seconds") if attempt.next_at else None,
    }
