"""Certainty says how sure a change is, with the dates that matter."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tracker.archive.change import Change
from tracker.archive.layout import day_of
from tracker.judge.verdict import Stage
from tracker.report.messages import Messages
from tracker.report.subject import ReportSubject
from tracker.report.view import Fact, StageView, State, Tone

LABELS: dict[str, str] = {
    "sighted": "Sighted",
    "confirmed": "Confirmed",
    "withdrawn": "Withdrawn",
    "in-force": "In force",
}
TONES: dict[str, Tone] = {"sighted": "notice", "confirmed": "alarm", "withdrawn": "calm", "in-force": "alarm"}
_STEPS: tuple[Stage, ...] = ("confirmed", "withdrawn")
MATERIALITY = {
    "cosmetic": "Only the appearance changed",
    "editorial": "Reworded",
    "substantive": "The meaning changed",
}


def iso(at: datetime) -> str:
    """RFC 3339 in UTC: 2023-08-23T03:41:34Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def first_sighted(change: Change) -> datetime:
    """When the text was first seen, before an earlier withdrawal too."""
    if change.verdict.first_sighted_at is not None:
        return change.verdict.first_sighted_at
    return change.events[0].at if change.events else change.new.observed_at


def born(change: Change) -> Stage:
    """The stage that a change had when it was found."""
    return change.events[0].stage if change.events else change.verdict.stage


def is_follow_up(change: Change) -> bool:
    """Whether it only says what became of an earlier change: taken back, or in force."""
    return born(change) in ("withdrawn", "in-force")


def is_news(change: Change) -> bool:
    """Whether a reader wants to be told: not of mere appearance, but of what became of an earlier change."""
    return change.verdict.materiality != "cosmetic" or is_follow_up(change)


def tone_of(change: Change, earlier: Change | None = None) -> Tone:
    """How loud a change is told: loud where a kind of data is newly named, calm else."""
    found = change.findings or (earlier.findings if earlier and is_follow_up(change) else ())
    loud = any(finding.kind == "category-new" for finding in found)
    return TONES[change.verdict.stage] if loud else "calm"


def stage_view(subject: ReportSubject, m: Messages) -> StageView:
    """The stage with what it means for the reader."""
    stage = subject.change.verdict.stage
    tone = tone_of(subject.change, subject.earlier)
    return StageView(stage, m(LABELS[stage]), _meaning(subject, m), tone)


def _meaning(subject: ReportSubject, m: Messages) -> str:
    match subject.change.verdict.stage:
        case "sighted":
            return m("Seen at one check so far. A second one has yet to agree; the page may still go back.")
        case "confirmed" if subject.change.new.origin == "check":
            return m("A later check found it again.")
        case "confirmed":
            return m("In the recorded history, it stood there until the next version.")
        case "withdrawn":
            return m("The page is back at its earlier text. Nothing of this stands there now.")
    if subject.change.verdict.announced or subject.earlier is not None:
        return m("The announced text is now the only one on the page.")
    return m("The new text applies.")


def deck(subject: ReportSubject, m: Messages) -> str:
    """The sentences below the headline: how sure, how long ahead, what is odd."""
    change, verdict = subject.change, subject.change.verdict
    parts = [_meaning(subject, m)]
    seen = first_sighted(change)
    if seen < change.new.observed_at and verdict.stage in ("sighted", "confirmed"):
        day = m.date(seen.date())
        parts.append(m("It had been on the page on {day} already, and was taken back then.", day=day))
    if verdict.returns_to:
        parts.append(
            m("It is the text of the version of {day} again.", day=m.date(day_of(verdict.returns_to)))
        )
    if _date_line_stayed(change):
        parts.append(m("The policy's own date was not changed."))
    return " ".join(parts)


def _date_line_stayed(change: Change) -> bool:
    quiet = change.verdict.materiality == "cosmetic" or is_follow_up(change)
    return change.verdict.date_line == "stayed" and not quiet


def facts(subject: ReportSubject, m: Messages) -> Iterator[Fact]:
    """The dates, in the order in which they happen."""
    yield _moment("first-sighted", m("First sighted"), _first_sighted(subject), m)
    for at, stage in sorted(_steps(subject)):
        yield _moment(stage, m(LABELS[stage]), at, m)
    if subject.change.verdict.stage == "sighted":
        yield Fact("confirmed", m("Confirmed"), m("not yet"), state="open")
    yield _effective(subject, m)
    if line := _date_line(subject, m):
        yield Fact("date-line", m("The policy's own date"), line, state="aside")


def _steps(subject: ReportSubject) -> Iterator[tuple[datetime, Stage]]:
    """What happened to the text since it was first sighted, on this change and on the one it refers to."""
    own = {event.stage: event.at for event in subject.change.events}
    before = {event.stage: event.at for event in subject.earlier.events} if subject.earlier else {}
    for stage in _STEPS:
        at = own.get(stage) or before.get(stage)
        if at is not None:
            yield at, stage


def _first_sighted(subject: ReportSubject) -> datetime:
    """When the text that this is about was first seen; for a withdrawal that is the text taken back."""
    if subject.change.verdict.stage == "withdrawn" and subject.earlier is not None:
        return first_sighted(subject.earlier)
    return first_sighted(subject.change)


def _moment(name: str, label: str, at: datetime, m: Messages) -> Fact:
    utc = at.astimezone(UTC)
    return Fact(name, label, m.date(utc.date()), f"{utc:%H:%M} UTC", iso(at))


def _effective(subject: ReportSubject, m: Messages) -> Fact:
    verdict = subject.change.verdict
    if verdict.stage == "withdrawn":
        return _was_announced(subject, m)
    if verdict.effective is None:
        return Fact("effective", m("Applies from"), m("not stated in the text"), state="aside")
    state: State = "done" if verdict.stage == "in-force" else "open" if verdict.announced else "aside"
    note = ""
    if state == "aside":
        past = verdict.effective < first_sighted(subject.change).date()
        note = m("as the text states; this change came later") if past else m("as the text states")
    if verdict.announced and verdict.notice_days is not None:
        note = m.count("{n} day of notice", "{n} days of notice", verdict.notice_days)
    day = verdict.effective
    return Fact("effective", m("Applies from"), m.date(day), note, day.isoformat(), state)


def _was_announced(subject: ReportSubject, m: Messages) -> Fact:
    day = (subject.earlier or subject.change).verdict.effective
    if day is None:
        return Fact("effective", m("Applies from"), m("not stated in the text"), state="aside")
    note = m("announced, then withdrawn")
    return Fact("effective", m("Applies from"), m.date(day), note, day.isoformat(), "aside")


def _date_line(subject: ReportSubject, m: Messages) -> str:
    if is_follow_up(subject.change) or subject.change.verdict.materiality == "cosmetic":
        return m("moved, and nothing else") if subject.change.verdict.date_line == "only" else ""
    match subject.change.verdict.date_line:
        case "stayed":
            return m("not moved, although the text changed")
        case "moved":
            stated = [date.date for date in subject.new_document.dates if date.role == "updated"]
            return m("moved to {date}", date=m.stated(stated[-1])) if stated else m("moved with the text")
    return ""
