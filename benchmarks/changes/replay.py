"""Replays the versions of a policy the way an import does, beside a reader who is alerted."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.alert.ntfy.settings import NtfySettings
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.importers.recorded import RecordedVersion
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox
from tracker.fetch.capture import Fetched, Validators
from tracker.fetch.recorded import recorded_capture
from tracker.pipeline import Origin, Outcome, Pipeline
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.watchlist import Channel
from tracker.workspace import Teller

READER = Channel("reader", "ntfy", NtfySettings("benchmark", url="https://ntfy.example.org"))
"""A channel with the default rule; what it is told is queued, and never sent."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one recorded version came to."""

    version: RecordedVersion
    outcome: Outcome
    alerts: tuple[Change, ...]
    """The changes that the reader is told of, each as it stands then."""


class NoNetwork:
    """Everything was recorded: there is nothing to fetch."""

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched:
        raise AssertionError(source.urls, validators, full)


class _Overheard(Teller):
    """Tells as ever, and keeps what it told."""

    def __init__(self, outbox: Outbox) -> None:
        super().__init__((READER,), outbox)
        self.heard: list[Change] = []

    def of_change(self, change: Change, event: StageEvent) -> tuple[Delivery, ...]:
        deliveries = super().of_change(change, event)
        self.heard += [change] if deliveries else []
        return deliveries


def replayed(versions: Iterable[RecordedVersion]) -> Iterator[Step]:
    """Each version in turn, in a new archive, with the alerts that it sets off."""
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        teller = _Overheard(Outbox(archive))
        pipeline = Pipeline(archive, NoNetwork(), lambda: datetime.now(UTC), teller)
        for version in versions:
            teller.heard.clear()
            outcome = pipeline.replay(_policy(version), _capture(version), Origin(version.origin))
            yield Step(version, outcome, tuple(teller.heard))


def _policy(version: RecordedVersion) -> Policy:
    service, _, slug = version.policy.partition("/")
    return Policy(version.service, service, slug, version.title, Source((version.url,)))


def _capture(version: RecordedVersion) -> Fetched:
    return recorded_capture(version.url, version.body, version.recorded_at, version.content_type)
