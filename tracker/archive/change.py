"""A change is two consecutive snapshots of one policy, the edits between them and what they mean."""

from dataclasses import dataclass
from datetime import datetime

from tracker.archive.snapshot import Snapshot
from tracker.compare.comparison import Comparison
from tracker.disclose.disclosure import Finding
from tracker.judge.verdict import Stage, Verdict


@dataclass(frozen=True, slots=True)
class StageEvent:
    """A change reached a stage."""

    stage: Stage
    at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change as stored, reported and alerted."""

    id: str
    """16 hex digits, derived from policy and the two snapshots: the same input gives the same id."""
    policy: str
    old: Snapshot
    """The snapshot before; for a page with two texts the one that the upcoming text was compared with."""
    new: Snapshot
    comparison: Comparison
    findings: tuple[Finding, ...]
    verdict: Verdict
    """`verdict.stage` is the latest of `events`."""
    events: tuple[StageEvent, ...]
    """In order of time; the first is when it was sighted."""
