"""A story is one change with all that became of it: sighted, withdrawn, confirmed, in force."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.archive.change import Change
from tracker.judge.verdict import Stage
from tracker.report.certainty import is_follow_up

_RANK: dict[Stage, int] = {"sighted": 0, "confirmed": 1, "withdrawn": 2, "in-force": 3}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that a story reached."""

    stage: Stage
    at: datetime
    """Aware, UTC."""
    change: Change
    """The change whose page shows it, as it stood then."""


@dataclass(frozen=True, slots=True)
class Story:
    """Changes that refer to each other, told as one."""

    changes: tuple[Change, ...]
    """In order of time."""
    steps: tuple[Step, ...]
    """In order of time, each stage of each text once."""

    @property
    def id(self) -> str:
        """That of its first change: it stays the same whatever becomes of it."""
        return self.changes[0].id

    @property
    def head(self) -> Change:
        """The change whose words tell the story: the latest that brought something."""
        telling = [change for change in self.changes if not is_follow_up(change)]
        weighty = [change for change in telling if change.verdict.materiality != "cosmetic"]
        return (weighty or telling or list(self.changes))[-1]

    @property
    def is_news(self) -> bool:
        """Whether a reader wants to be told: not of mere appearance."""
        return self.head.verdict.materiality != "cosmetic" or is_follow_up(self.head)

    @property
    def updated_at(self) -> datetime:
        """When it reached its latest stage."""
        return self.steps[-1].at


def stories(changes: Iterable[Change]) -> tuple[Story, ...]:
    """The changes of a policy, gathered; the story that something happened to last comes last."""
    found: dict[str, list[Change]] = {}
    first: dict[str, str] = {}
    for change in sorted(changes, key=lambda each: (each.new.observed_at, each.id)):
        begun = first.get(change.verdict.refers_to, change.id)
        first[change.id] = begun
        found.setdefault(begun, []).append(change)
    made = [Story(tuple(of_one), _steps(of_one)) for of_one in found.values()]
    return tuple(sorted(made, key=lambda story: (story.updated_at, story.id)))


def as_of(change: Change, at: datetime) -> Change:
    """A change as it stood at a moment: what came later is not known yet."""
    events = tuple(event for event in change.events if event.at <= at) or change.events[:1]
    if not events:
        return change
    return replace(change, events=events, verdict=replace(change.verdict, stage=events[-1].stage))


def _steps(changes: list[Change]) -> tuple[Step, ...]:
    """Every stage once; the page of the version that showed it is the one that is linked."""
    steps: dict[tuple[Stage, datetime], Step] = {}
    for number, change in enumerate(changes):
        repeats = number > 0 and change.verdict.materiality == "cosmetic" and not is_follow_up(change)
        for event in () if repeats else change.events:
            steps[event.stage, event.at] = Step(event.stage, event.at, as_of(change, event.at))
    if not steps:
        change = changes[0]
        return (Step(change.verdict.stage, change.new.observed_at, change),)
    return tuple(sorted(steps.values(), key=lambda step: (step.at, _RANK[step.stage])))
