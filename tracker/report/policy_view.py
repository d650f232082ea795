"""A policy view is the page of one policy in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.archive.change import Change
from tracker.archive.observation import Incident
from tracker.report.again import named_before
from tracker.report.certainty import LABELS, first_sighted, is_follow_up, iso, tone_of
from tracker.report.change_view import address
from tracker.report.headline import headline
from tracker.report.incident import REASONS
from tracker.report.messages import Messages, messages
from tracker.report.policy_subject import PolicySubject
from tracker.report.story import Step, Story, stories
from tracker.report.strips import Axis, Period, Strip, strips
from tracker.report.subject import ReportSubject
from tracker.report.timeline import VersionLine, version_lines
from tracker.report.view import Badge, Tone
from tracker.report.vocabulary import category_label, legal_badges


@dataclass(frozen=True, slots=True)
class StepLine:
    """A stage that a change reached, as it was told then."""

    stage: str
    stage_label: str
    tone: Tone
    on: str
    """Its day."""
    at: str
    """The same as ISO time."""
    file: str
    """Name of the page of the version that showed it, without suffix."""
    headline: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change on the time line, with all that became of it."""

    id: str
    file: str
    headline: str
    steps: tuple[StepLine, ...]
    """Oldest first."""
    stage: str
    stage_label: str
    tone: Tone
    materiality: str
    at: str
    """Day on which it was first sighted."""
    iso: str
    """The same as ISO time."""
    updated_on: str
    """Day of its latest stage."""
    updated: str
    """The same as ISO time."""
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
    always: bool
    """Whether every version did."""
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
    axis_start: str
    axis_end: str
    timeline: tuple[VersionLine, ...]
    """Every version, newest first."""
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
        axis_start=m.date(axis.start.date()),
        axis_end=m.date(axis.end.date()),
        timeline=tuple(version_lines(subject, axis, m)),
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
    for story in reversed(stories(subject.changes)):
        yield _entry(subject, story, m)


def _entry(subject: PolicySubject, story: Story, m: Messages) -> Entry:
    head, last = story.head, story.steps[-1]
    first = first_sighted(head)
    named = [finding.subject for finding in head.findings if finding.kind == "category-new"]
    steps = tuple(_step(subject, story, step, m) for step in story.steps)
    return Entry(
        id=story.id,
        file=_file(head),
        headline=_headline(subject, story, head, m),
        steps=steps,
        stage=last.stage,
        stage_label=m(LABELS[last.stage]),
        tone=steps[-1].tone,
        materiality=head.verdict.materiality,
        news=story.is_news,
        at=m.date(first.date()),
        iso=iso(first),
        updated_on=steps[-1].on,
        updated=steps[-1].at,
        categories=tuple(dict.fromkeys(named)),
    )


def _step(subject: PolicySubject, story: Story, step: Step, m: Messages) -> StepLine:
    return StepLine(
        stage=step.stage,
        stage_label=m(LABELS[step.stage]),
        tone=tone_of(step.change, _earlier(story, step.change)),
        on=m.date(step.at.date()),
        at=iso(step.at),
        file=_file(step.change),
        headline=_headline(subject, story, step.change, m),
    )


def _headline(subject: PolicySubject, story: Story, change: Change, m: Messages) -> str:
    from tracker.extract.document import Document  # noqa: PLC0415 - an empty one stands in

    empty, earlier = Document(()), _earlier(story, change)
    told = earlier if earlier is not None and is_follow_up(change) else change
    before = named_before(
        told, subject.snapshots, subject.categories, {each.id: each for each in story.changes}
    )
    return headline(
        ReportSubject(subject.policy, change, empty, empty, earlier=earlier, named_before=before), m
    )


def _earlier(story: Story, change: Change) -> Change | None:
    return next((each for each in story.changes if each.id == change.verdict.refers_to), None)


def _file(change: Change) -> str:
    return address(change.new.id).rpartition("/")[2]


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
        from_start=strip.periods[0].since == axis.start,
        always=strip.periods == (Period(axis.start, None),),
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
