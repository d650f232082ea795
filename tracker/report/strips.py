"""Strips are the spans of time in which a policy disclosed a category."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.report.policy_subject import Named, PolicySubject

WIDTH = 1000
"""Units of the time axis from its first moment to its last."""


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when; `until` is None where it still stands."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Strip:
    """One category over time."""

    category: str
    periods: tuple[Period, ...]
    quote: str
    """Of the latest version that discloses it."""
    phrase: str

    @property
    def today(self) -> bool:
        """Whether the latest version discloses it."""
        return self.periods[-1].until is None

    @property
    def since(self) -> datetime:
        """Start of the latest period."""
        return self.periods[-1].since


def strips(subject: PolicySubject) -> tuple[Strip, ...]:
    """Every category that any version disclosed; the newest first, those no longer disclosed last."""
    times = {snapshot.id: snapshot.observed_at for snapshot in subject.snapshots}
    periods: dict[str, list[Period]] = {}
    words: dict[str, Named] = {}
    standing: set[str] = set()
    for version in subject.categories:
        at = times[version.snapshot]
        now = {named.category: named for named in version.named}
        words |= now
        for category in standing - now.keys():
            last = periods[category][-1]
            periods[category][-1] = Period(last.since, at)
        for category in now.keys() - standing:
            periods.setdefault(category, []).append(Period(at, None))
        standing = set(now)
    made = (
        Strip(category, tuple(spans), words[category].quote, words[category].phrase)
        for category, spans in periods.items()
    )
    return tuple(sorted(made, key=_order))


def _order(strip: Strip) -> tuple[bool, float, str]:
    return not strip.today, -strip.since.timestamp(), strip.category


@dataclass(frozen=True, slots=True)
class Axis:
    """The time that a strip is drawn on."""

    start: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        """Place of a moment, 0 to WIDTH."""
        total = (self.end - self.start).total_seconds() or 1.0
        return round(min(max((at - self.start).total_seconds() / total, 0.0), 1.0) * WIDTH, 1)

    def bar(self, period: Period) -> tuple[float, float]:
        """Start and width of a period, wide enough to be seen."""
        start = self.x(period.since)
        end = self.x(period.until) if period.until else float(WIDTH)
        width = max(end - start, 4.0)
        return round(min(start, WIDTH - width), 1), round(width, 1)

    def years(self) -> Iterable[tuple[int, float]]:
        """Starts of the years within it."""
        for year in range(self.start.year + 1, self.end.year + 1):
            yield year, self.x(datetime(year, 1, 1, tzinfo=self.start.tzinfo))
