"""Changes and incidents of an invented policy, as values."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.alert.conftest import NOW
from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Incident
from tracker.archive.snapshot import Snapshot
from tracker.compare.comparison import Comparison
from tracker.disclose.disclosure import Finding
from tracker.judge.verdict import Materiality, Stage, Verdict

GAIT = Finding("category-new", "gait", "We record how you walk.", (), 3, "how you walk", confidence=0.9)
DIARY = Finding(
    "purpose-new", "diary", "We read your diary to show advertising.", (), 4, "diary", confidence=0.5
)


def snapshot(name: str, policy: str = "plauder/privacy") -> Snapshot:
    return Snapshot(f"{policy}@{name}", policy, NOW, "", "", "", "", 900, "en", "rules-1")


def change(
    *stages: Stage,
    findings: tuple[Finding, ...] = (GAIT,),
    materiality: Materiality = "substantive",
    policy: str = "plauder/privacy",
    change_id: str = "c1",
    refers_to: str = "",
) -> Change:
    """A change that went through these stages, an hour apart."""
    events = tuple(StageEvent(stage, NOW + timedelta(hours=hour)) for hour, stage in enumerate(stages))
    return Change(
        change_id,
        policy,
        snapshot("old", policy),
        snapshot("new", policy),
        Comparison(()),
        findings,
        Verdict(materiality, stages[-1], refers_to=refers_to),
        events,
    )


def incident(checks: int, opened_at: datetime = NOW, policy: str = "plauder/privacy") -> Incident:
    return Incident(policy, "gone", "404 Not Found", opened_at, checks)


def closed(open_one: Incident, at: datetime) -> Incident:
    return replace(open_one, closed_at=at)
