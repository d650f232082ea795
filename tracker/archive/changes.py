"""A change is kept as JSON beside the snapshot that it leads to."""

from dataclasses import dataclass, replace
from typing import Any

from tracker.archive.change import Change, StageEvent
from tracker.archive.plain import canonical, from_plain, to_plain
from tracker.archive.snapshot import Snapshot
from tracker.compare.comparison import Comparison
from tracker.disclose.disclosure import Finding
from tracker.judge.verdict import Verdict

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Detail:
    """What a change says, without the snapshots it stands between."""

    comparison: Comparison
    findings: tuple[Finding, ...]
    verdict: Verdict
    """As first given; the stage follows the events."""


def assemble(
    change_id: str, old: Snapshot, new: Snapshot, detail: Detail, events: tuple[StageEvent, ...]
) -> Change:
    """The whole change."""
    verdict = replace(detail.verdict, stage=events[-1].stage) if events else detail.verdict
    return Change(change_id, new.policy, old, new, detail.comparison, detail.findings, verdict, events)


def write(change: Change) -> bytes:
    """The change file of a change."""
    return canonical(
        {
            "schema": SCHEMA,
            "change": change.id,
            "policy": change.policy,
            "old": change.old.id,
            "new": change.new.id,
            "events": to_plain(change.events),
            "findings": to_plain(change.findings),
            "verdict": to_plain(change.verdict),
            "comparison": to_plain(change.comparison),
        }
    )


def read(plain: dict[str, Any]) -> tuple[Detail, tuple[StageEvent, ...]]:
    """What a change file says."""
    if plain.get("schema", SCHEMA) > SCHEMA:
        raise ValueError(f"a change of schema {plain['schema']}; this program reads up to {SCHEMA}")
    return detail_from(plain), tuple(from_plain(StageEvent, event) for event in plain["events"])


def detail_from(plain: dict[str, Any]) -> Detail:
    """Comparison, findings and verdict out of their plain form."""
    return Detail(
        from_plain(Comparison, plain["comparison"]),
        tuple(from_plain(Finding, finding) for finding in plain["findings"]),
        from_plain(Verdict, plain["verdict"]),
    )
