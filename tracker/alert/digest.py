"""A digest gathers the alerts of a period, for channels that want one message a day or a week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tracker.alert.plan import (
    LegalOf,
    addresses,
    covers,
    delivery_id,
    is_ripe,
    is_sequel,
    is_vehicle,
    matches,
    rule_of,
    was_never_confirmed,
)
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Delivery, Incident
from tracker.archive.outbox import Outbox
from tracker.watchlist.cron import next_time, parse_cron
from tracker.watchlist.watchlist import Channel

SETTLE = timedelta(minutes=15)
"""What happened that shortly before a digest goes into the next one: a check may still be on its way."""
LOOK_BACK = timedelta(days=400)
"""How much older than the digest a change can be that reaches a further stage."""
LONGEST = timedelta(days=62)
"""A digest reaches back to the last one, but no further."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to, but without, `until`; aware, UTC."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment < self.until

    def __str__(self) -> str:
        return f"{self.since.isoformat()}/{self.until.isoformat()}"

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that `str` wrote; raises ValueError."""
        since, _, until = text.partition("/")
        return cls(datetime.fromisoformat(since), datetime.fromisoformat(until))


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told of a period."""

    period: Period
    news: tuple[tuple[Change, StageEvent], ...]
    """Changes with the latest stage that they reached in it, by the time of that."""
    unread: tuple[Incident, ...]
    """Policies that could not be read at its end."""
    fresh: bool
    """Whether any of these became unreadable in it."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.news and not self.fresh


class Digests:
    """Queues the digests of channels when they are due."""

    def __init__(
        self,
        archive: Archive,
        outbox: Outbox,
        channels: Iterable[Channel],
        legal_of: LegalOf | None = None,
    ) -> None:
        self.archive, self.outbox, self.legal_of = archive, outbox, legal_of
        self.channels = [channel for channel in channels if rule_of(channel).digest != "none"]
        self._empty: set[tuple[str, datetime]] = set()
        """Digests looked at in vain; forgotten with the process, and then looked at again."""

    def plan(self, now: datetime) -> tuple[Delivery, ...]:
        """Queue the digests that are due and not yet queued; a period without news has none.

        Call it as often as you like: the same digest has the same id.
        """
        return tuple(delivery for channel in self.channels for delivery in self._plan(channel, now))

    def _plan(self, channel: Channel, now: datetime) -> Iterator[Delivery]:
        rule = rule_of(channel)
        due = latest_digest_time(rule, now)
        missing = [to for to in addresses(channel) if self.outbox.row(_id(to, due)) is None]
        if not missing or (channel.name, due) in self._empty:
            return
        period = Period(_reported_until(self.outbox, channel, rule, due), due - SETTLE)
        if digest_of(self.archive, rule, period, self.legal_of).is_empty:
            self._empty = {known for known in self._empty if known[0] != channel.name} | {(channel.name, due)}
            return
        for to in missing:
            delivery = Delivery(_id(to, due), to, "digest", str(period))
            self.outbox.add(delivery, now)
            yield delivery


def digest_of(archive: Archive, rule: Rule, period: Period, legal_of: LegalOf | None = None) -> Digest:
    """What a rule lets through of a period; the same archive and period give the same."""
    news = []
    for change in archive.changes(since=period.since - LOOK_BACK, until=period.until):
        if matches(change, rule, legal_of):
            told = [
                event for event in change.events if period.holds(event.at) and _is_told(change, event, rule)
            ]
            news += [(change, told[-1])] if told else []
    unread = tuple(
        incident
        for incident in archive.incidents()
        if rule.incidents
        and covers(rule, incident.policy)
        and incident.opened_at < period.until
        and (incident.closed_at is None or incident.closed_at >= period.until)
        and is_ripe(incident, period.until, rule)
    )
    return Digest(
        period,
        tuple(sorted(news, key=lambda pair: (pair[1].at, pair[0].id))),
        unread,
        fresh=any(period.holds(incident.opened_at) for incident in unread),
    )


def latest_digest_time(rule: Rule, now: datetime) -> datetime:
    """The last time, up to now, at which the reader's clock showed the hour of the digest; aware, UTC."""
    hour, minute = rule.digest_at.split(":")
    day = rule.digest_on[:3] if rule.digest == "weekly" else "*"
    cron = parse_cron(f"{int(minute)} {int(hour)} * * {day}")
    latest = next_time(cron, now - timedelta(days=9 if rule.digest == "weekly" else 3), rule.zone)
    while (following := next_time(cron, latest, rule.zone)) <= now:
        latest = following
    return latest


def _is_told(change: Change, event: StageEvent, rule: Rule) -> bool:
    if event.stage not in rule.on:
        return False
    if not is_sequel(event.stage):
        return True
    if is_vehicle(change, event.stage):
        return False
    heard = any(other.stage in rule.on and other.at < event.at for other in change.events)
    return heard or (event.stage == "in-force" and was_never_confirmed(change))


def _reported_until(outbox: Outbox, channel: Channel, rule: Rule, due: datetime) -> datetime:
    """Where the channel's last digest ended; one period ago where there was none."""
    usual = due - SETTLE - timedelta(days=7 if rule.digest == "weekly" else 1)
    mine = set(addresses(channel))
    ends = [
        Period.parse(row.delivery.subject).until
        for row in outbox.rows()
        if row.delivery.kind == "digest" and row.delivery.channel in mine
    ]
    earlier = [end for end in ends if end < due - SETTLE]
    return max([*earlier, due - LONGEST]) if earlier else usual


def _id(to: str, due: datetime) -> str:
    return delivery_id(f"digest {due.astimezone(UTC).isoformat()}", "digest", to)
