"""Cron expressions, in UTC or a named zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
SEARCH_DAYS = 366 * 8 + 2  # 29 February can be eight years away, over a century that is no leap year


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the five fields: what its numbers and words can be."""

    name: str
    least: int
    most: int
    words: tuple[str, ...] = ()
    """Names of its numbers, from `first` on."""
    first: int = 0

    def numbers(self, text: str) -> Iterator[int]:
        """What "1-5,10-20/2" stands for."""
        for part in text.split(","):
            span, _, step_text = part.partition("/")
            step = self._step(step_text) if "/" in part else 1
            if span == "*":
                low, high = self.least, self.most
            else:
                start, dash, end = span.partition("-")
                low = self._number(start)
                high = self._number(end) if dash else (self.most if "/" in part else low)
            if low > high:
                raise ValueError(f'cron {self.name} "{part}" runs backwards')
            yield from range(low, high + 1, step)

    def _number(self, text: str) -> int:
        if text in self.words:
            return self.words.index(text) + self.first
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
        if not self.least <= number <= self.most:
            raise ValueError(f'cron {self.name} "{text}" is not between {self.least} and {self.most}')
        return number

    def _step(self, text: str) -> int:
        step = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        if step < 1:
            raise ValueError(f'cron {self.name}: "/{text}" is no step')
        return step


MINUTE, HOUR, DAY = _Field("minute", 0, 59), _Field("hour", 0, 23), _Field("day", 1, 31)
MONTH, WEEKDAY = _Field("month", 1, 12, MONTHS, 1), _Field("weekday", 0, 7, DAYS)


@dataclass(frozen=True, slots=True)
class Cron:
    """The five fields as the numbers they stand for."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    """Of the month, from 1."""
    months: frozenset[int]
    weekdays: frozenset[int]
    """0 is Sunday."""
    either_day: bool
    """Whether day of month and of week are both restricted: then one of them is enough, as cron has it."""

    def falls_on(self, day: date) -> bool:
        """Whether there is a time on that day."""
        if day.month not in self.months:
            return False
        by_date, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return (by_date or by_weekday) if self.either_day else (by_date and by_weekday)


@lru_cache(maxsize=1024)
def parse_cron(expression: str) -> Cron:
    """The meaning of "30 6 * * mon-fri" or "@daily"; raises ValueError where it has none."""
    text = NICKNAMES.get(expression.strip().lower(), expression)
    fields = text.lower().split()
    if len(fields) != 5:
        raise ValueError(f'cron "{expression}" has {len(fields)} fields, not minute hour day month weekday')
    minute, hour, day, month, weekday = fields
    cron = Cron(
        minutes=tuple(sorted(MINUTE.numbers(minute))),
        hours=tuple(sorted(HOUR.numbers(hour))),
        days=frozenset(DAY.numbers(day)),
        months=frozenset(MONTH.numbers(month)),
        weekdays=frozenset(number % 7 for number in WEEKDAY.numbers(weekday)),
        either_day=not day.startswith("*") and not weekday.startswith("*"),
    )
    if not cron.either_day and not any(_exists(day, month) for day in cron.days for month in cron.months):
        raise ValueError(f'cron "{expression}" names a day that no month has')
    return cron


def check_zone(name: str) -> None:
    """Raises ValueError for what is no name of a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone such as "Europe/Amsterdam"') from None


def next_time(cron: Cron, after: datetime, zone: str = "UTC") -> datetime:
    """The first time later than `after`, aware, UTC.

    A local time that the clock skips in spring is taken at the moment of the skip; one that comes twice in
    autumn is taken once, at its first coming.
    """
    local = ZoneInfo(zone)
    start = after.astimezone(local).date() - timedelta(days=1)
    for offset in range(SEARCH_DAYS):
        day = start + timedelta(days=offset)
        if cron.falls_on(day):
            found = next((moment for moment in _moments(cron, day, local) if moment > after), None)
            if found is not None:
                return found
    raise ValueError("the cron expression has no time within eight years")


def _moments(cron: Cron, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    for hour in cron.hours:
        for minute in cron.minutes:
            wall = datetime.combine(day, time(hour, minute), zone)
            moment = wall.astimezone(UTC)
            if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
                yield moment
            else:
                yield _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clock was put forward over a wall time that never was."""
    before, after = wall.replace(fold=1).astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    low, high = min(before, after), max(before, after)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
    return high.replace(microsecond=0)


def _exists(day: int, month: int) -> bool:
    return day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)
