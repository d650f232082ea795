"""Certainty says how sure a change is, with the dates that matter."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tracker.archive.change import Change
from tracker.judge.verdict import Stage
from tracker.report.messages import Messages
from tracker.report.subject import ReportSubject
from tracker.report.view import Fact, StageView, Tone

LABELS: dict[str, str] = {
    "sighted": "Sighted",
    "confirmed": "Confirmed",
    "withdrawn": "Withdrawn",
    "in-force": "In force",
}
TONES: dict[str, Tone] = {"sighted": "notice", "confirmed": "alarm", "withdrawn": "calm", "in-force": "alarm"}
MATERIALITY = {
    "cosmetic": "Only the appearance changed",
    "editorial": "Reworded",
    "substantive": "The meaning changed",
}


def iso(at: datetime) -> str:
    """RFC 3339 in UTC: 2023-08-23T03:41:34Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def event_at(change: Change, stage: Stage) -> datetime | None:
    """When a change reached a stage; None where it did not."""
    return next((event.at for event in change.events if event.stage == stage), None)


def first_sighted(change: Change) -> datetime:
    """When the text was first seen, before an earlier withdrawal too."""
    if change.verdict.first_sighted_at is not None:
        return change.verdict.first_sighted_at
    return change.events[0].at if change.events else change.new.observed_at


def stage_view(subject: ReportSubject, m: Messages) -> StageView:
    """The stage with what it means for the reader."""
    stage = subject.change.verdict.stage
    return StageView(stage, m(LABELS[stage]), _meaning(subject, m), TONES[stage])


def _meaning(subject: ReportSubject, m: Messages) -> str:
    change = subject.change
    at = m.moment(event_at(change, change.verdict.stage) or change.new.observed_at)
    match change.verdict.stage:
        case "sighted":
            return m(
                "Seen at one check, on {at}. A second check has yet to agree; the page may go back.", at=at
            )
        case "confirmed":
            return m("A further check on {at} found the same text.", at=at)
        case "withdrawn":
            return m("On {at} the page was back at its earlier text. Nothing new stands there now.", at=at)
    if subject.change.verdict.announced or subject.earlier is not None:
        return m("The text that had been announced stands alone on the page since {at}.", at=at)
    return m("The text applies; it was seen on {at}.", at=at)


def deck(subject: ReportSubject, m: Messages) -> str:
    """The sentence below the headline: certainty and notice."""
    verdict = subject.change.verdict
    parts = [stage_view(subject, m).meaning]
    if verdict.announced and verdict.notice_days is not None and verdict.stage in ("sighted", "confirmed"):
        parts.append(
            m.count(
                "The policy announces it {n} day ahead.", "The policy announces it {n} days ahead.",
                verdict.notice_days,
            )
        )  # fmt: skip
    if verdict.date_line == "stayed":
        parts.append(m("The policy's own date was not changed."))
    return " ".join(parts)


def facts(subject: ReportSubject, m: Messages) -> Iterator[Fact]:
    """The dates, in the order in which they happened."""
    change, verdict = subject.change, subject.change.verdict
    seen = first_sighted(change)
    earlier = seen < change.new.observed_at
    note = (
        m("before it was withdrawn and came back")
        if earlier and verdict.returns_to == "" and subject.earlier
        else ""
    )
    yield Fact("first-sighted", m("First sighted"), m.moment(seen), note, iso(seen))
    for stage, label in (
        ("confirmed", "Confirmed"),
        ("withdrawn", "Withdrawn"),
        ("in-force", "In force since"),
    ):
        at = event_at(change, stage)  # type: ignore[arg-type]
        if at is not None:
            yield Fact(stage, m(label), m.moment(at), "", iso(at))
    if verdict.stage == "sighted":
        yield Fact("confirmed", m("Confirmed"), m("not yet"))
    yield _effective(subject, m)
    line = _date_line(subject, m)
    if line:
        yield Fact("date-line", m("The policy's own date"), line)


def _effective(subject: ReportSubject, m: Messages) -> Fact:
    verdict = subject.change.verdict
    if verdict.effective is None:
        return Fact("effective", m("Applies from"), m("not stated in the text"))
    note = ""
    if verdict.announced and verdict.notice_days is not None:
        note = m.count("{n} day of notice", "{n} days of notice", verdict.notice_days)
    return Fact(
        "effective", m("Applies from"), m.date(verdict.effective), note, verdict.effective.isoformat()
    )


def _date_line(subject: ReportSubject, m: Messages) -> str:
    match subject.change.verdict.date_line:
        case "stayed":
            return m("not moved, although the text changed")
        case "only":
            return m("moved, and nothing else")
        case "moved":
            stated = [date.date for date in subject.new_document.dates if date.role == "updated"]
            return m("moved to {date}", date=m.stated(stated[-1])) if stated else m("moved with the text")
    return ""
