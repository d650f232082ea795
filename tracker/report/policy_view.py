"""A policy view is the page of one policy in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.archive.change import Change
from tracker.archive.observation import Incident
from tracker.report.certainty import LABELS, first_sighted, is_follow_up, is_news, iso, tone_of
from tracker.report.change_view import address
from tracker.report.headline import headline
from tracker.report.incident import REASONS
from tracker.report.messages import Messages, messages
from tracker.report.policy_subject import PolicySubject
from tracker.report.strips import Axis, Strip, strips
from tracker.report.subject import ReportSubject
from tracker.report.view import Badge, Tone
from tracker.report.vocabulary import category_label, legal_badges


@dataclass(frozen=True, slots=True)
class Entry:
    """One change on the time line."""

    id: str
    file: str
    headline: str
    stage: str
    stage_label: str
    tone: Tone
    materiality: str
    at: str
    iso: str
    updated_at: str
    """Day of its latest stage."""
    updated: str
    """The same as ISO time."""
    follow_up: bool
    """Whether it only says what became of an earlier one."""
    news: bool
    """Whether it is listed at all, other than as one of many without meaning."""
    categories: tuple[str, ...]
    """Ids of the newly disclosed ones."""


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category with its strip."""

    id: str
    label: str
    heading: str
    """The label with a capital."""
    today: bool
    since: str
    since_iso: str
    until: str
    """When it was no longer named; "" where it still is."""
    from_start: bool
    """Whether the first version that we have already named it."""
    bars: tuple[tuple[float, float], ...]
    quote: str
    phrase: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A time in which the policy could not be read."""

    reason: str
    detail: str
    since: str
    until: str
    open: bool
    bar: tuple[float, float]


@dataclass(frozen=True, slots=True)
class PolicyView:
    """Everything that the page of a policy says."""

    language: str
    policy: str
    service: str
    title: str
    source: str
    paused: bool
    entries: tuple[Entry, ...]
    """Newest first."""
    categories: tuple[CategoryLine, ...]
    incidents: tuple[IncidentLine, ...]
    """Newest first."""
    ticks: tuple[tuple[str, float], ...]
    """Years on the axis."""
    marks: tuple[tuple[float, str], ...]
    """Changes on the axis, with their tone."""
    axis_start: str
    axis_end: str
    versions: int
    first_version: str
    last_check: str
    last_check_iso: str
    checks: int
    next_check: str
    updated: str
    """ISO time of the latest thing that happened."""


def policy_view(subject: PolicySubject, language: str = "en") -> PolicyView:
    """The policy in the words of a language."""
    m = messages(language)
    axis = _axis(subject)
    last = subject.last_check
    policy = subject.policy
    return PolicyView(
        language=m.language,
        policy=policy.key,
        service=policy.service,
        title=policy.title,
        source=policy.source.urls[0] if policy.source.urls else "",
        paused=policy.paused,
        entries=tuple(_entries(subject, m)),
        categories=tuple(_category(strip, axis, m) for strip in strips(subject)),
        incidents=tuple(_incident(incident, axis, m) for incident in reversed(subject.incidents)),
        ticks=tuple((str(year), x) for year, x in axis.years()),
        marks=tuple(
            (axis.x(change.new.observed_at), tone_of(change)) for change in subject.changes if is_news(change)
        ),
        axis_start=m.date(axis.start.date()),
        axis_end=m.date(axis.end.date()),
        versions=len(subject.snapshots),
        first_version=m.date(subject.snapshots[0].observed_at.date()) if subject.snapshots else "",
        last_check=m.moment(last.at) if last else "",
        last_check_iso=iso(last.at) if last else "",
        checks=subject.checks,
        next_check=m.moment(subject.next_check_at) if subject.next_check_at else "",
        updated=iso(_updated(subject, axis)),
    )


def _axis(subject: PolicySubject) -> Axis:
    moments = [snapshot.observed_at for snapshot in subject.snapshots]
    if subject.last_check:
        moments.append(subject.last_check.at)
    moments += [incident.opened_at for incident in subject.incidents]
    if not moments:
        moments.append(datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
    return Axis(min(moments), max(moments))


def _updated(subject: PolicySubject, axis: Axis) -> datetime:
    events = [event.at for change in subject.changes for event in change.events]
    return max(events, default=axis.start)


def _entries(subject: PolicySubject, m: Messages) -> Iterator[Entry]:
    by_id = {change.id: change for change in subject.changes}
    for change in reversed(subject.changes):
        yield _entry(subject, change, by_id.get(change.verdict.refers_to), m)


def _entry(subject: PolicySubject, change: Change, earlier: Change | None, m: Messages) -> Entry:
    from tracker.extract.document import Document  # noqa: PLC0415 - an empty one stands in

    empty = Document(())
    told = ReportSubject(subject.policy, change, empty, empty, earlier=earlier)
    latest = change.events[-1].at if change.events else first_sighted(change)
    named = [finding.subject for finding in change.findings if finding.kind == "category-new"]
    return Entry(
        id=change.id,
        file=address(change.new.id).rpartition("/")[2],
        headline=headline(told, m),
        stage=change.verdict.stage,
        stage_label=m(LABELS[change.verdict.stage]),
        tone=tone_of(change, earlier),
        follow_up=is_follow_up(change),
        materiality=change.verdict.materiality,
        news=is_news(change),
        at=m.date(change.new.observed_at.date()),
        iso=iso(change.new.observed_at),
        updated_at=m.date(latest.date()),
        updated=iso(latest),
        categories=tuple(dict.fromkeys(named)),
    )


def _category(strip: Strip, axis: Axis, m: Messages) -> CategoryLine:
    label = category_label(strip.category, m.language)
    until = strip.periods[-1].until
    return CategoryLine(
        id=strip.category,
        label=label,
        heading=label[:1].upper() + label[1:],
        today=strip.today,
        since=m.date(strip.since.date()),
        since_iso=iso(strip.since),
        until=m.date(until.date()) if until else "",
        from_start=strip.since == axis.start,
        bars=tuple(axis.bar(period) for period in strip.periods),
        quote=strip.quote,
        phrase=strip.phrase,
        badges=tuple(badge for badge in legal_badges(strip.category, m) if badge.weighty),
    )


def _incident(incident: Incident, axis: Axis, m: Messages) -> IncidentLine:
    start = axis.x(incident.opened_at)
    end = axis.x(incident.closed_at) if incident.closed_at else 1000.0
    return IncidentLine(
        reason=m.label(REASONS, incident.reason),
        detail=incident.detail,
        since=m.moment(incident.opened_at),
        until=m.moment(incident.closed_at) if incident.closed_at else "",
        open=incident.closed_at is None,
        bar=(start, round(max(end - start, 4.0), 1)),
    )
