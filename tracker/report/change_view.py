"""A change view is built from a subject for one language."""

from collections.abc import Iterator

from tracker.report.certainty import (
    MATERIALITY,
    born,
    deck,
    facts,
    first_sighted,
    is_follow_up,
    iso,
    stage_view,
)
from tracker.report.headline import headline, telling
from tracker.report.measured import measured
from tracker.report.messages import Messages, messages
from tracker.report.proofs import findings, groups
from tracker.report.sections import diff
from tracker.report.subject import ReportSubject
from tracker.report.versions import check_view, verify, version
from tracker.report.view import ChangeView, Diff
from tracker.report.vocabulary import LANGUAGE_NAMES


def change_view(subject: ReportSubject, language: str = "en") -> ChangeView:
    """The change in the words of a language."""
    m = messages(language)
    change, policy, verdict = subject.change, subject.policy, subject.change.verdict
    whole = diff(change.comparison, subject.old_document, subject.new_document, m)
    return ChangeView(
        id=change.id,
        language=m.language,
        policy=policy.key,
        service=policy.service,
        title=policy.title,
        source=policy.source.urls[0] if policy.source.urls else "",
        policy_language=change.new.language or "",
        address=address(change.new.id),
        headline=headline(subject, m),
        deck=deck(subject, m),
        stage=stage_view(subject, m),
        materiality=verdict.materiality,
        materiality_label=m(MATERIALITY[verdict.materiality]),
        reasons=() if is_follow_up(change) else tuple(m.known(reason) for reason in verdict.reasons),
        facts=tuple(facts(subject, m)),
        effective=verdict.effective.isoformat() if verdict.effective else "",
        first_sighted=iso(first_sighted(change)),
        notice_days=verdict.notice_days,
        date_line=verdict.date_line,
        findings=findings(subject, change.findings, m),
        groups=groups(subject, change.findings, m),
        earlier_label=_earlier_label(subject, m),
        earlier_address=address(subject.earlier.new.id) if subject.earlier else "",
        diff=whole,
        diff_sum=_sum(whole, m),
        old=version(m("Before"), change.old, subject.old_facts, subject, m),
        new=version(m("After"), change.new, subject.new_facts, subject, m),
        checks=tuple(check_view(check, m) for check in subject.checks),
        verify=tuple(verify(subject)),
        limits=tuple(_limits(subject, m)),
        updated=iso(change.events[-1].at if change.events else change.new.observed_at),
        events=tuple((event.stage, iso(event.at)) for event in change.events),
    )


def address(snapshot: str) -> str:
    """Path of a report below the report folder: `x/privacy/20230823T034134Z`."""
    return snapshot.replace("@", "/")


def _earlier_label(subject: ReportSubject, m: Messages) -> str:
    if subject.earlier is None:
        return ""
    day = m.date(first_sighted(subject.earlier).date())
    match born(subject.change):
        case "withdrawn":
            return m("Takes back the change sighted on {date}", date=day)
        case "in-force":
            return m("Brings in force the change sighted on {date}", date=day)
    return m("Brings back the change sighted on {date}", date=day)


def _sum(whole: Diff, m: Messages) -> str:
    """How much differs."""
    parts = []
    if whole.inserted:
        parts.append(m.count("{n} passage added", "{n} passages added", whole.inserted))
    if whole.replaced:
        parts.append(m.count("{n} passage reworded", "{n} passages reworded", whole.replaced))
    if whole.deleted:
        parts.append(m.count("{n} passage removed", "{n} passages removed", whole.deleted))
    if whole.moved:
        parts.append(m.count("{n} passage moved", "{n} passages moved", whole.moved))
    if not parts:
        return m("No word of the text differs.")
    added, removed = m.number(whole.words_added), m.number(whole.words_removed)
    words = m("{added} words more, {removed} words less", added=added, removed=removed)
    return f"{', '.join(parts)}; {words}."


def _limits(subject: ReportSubject, m: Messages) -> Iterator[str]:
    yield m("This report is made by rules, without a person reading. It is not legal advice.")
    yield m("It says what the text names, not what the service really does.")
    told = telling(subject)
    rules = sorted({finding.rules for finding in told.findings if finding.rules})
    if rules:
        yield m("Rules and word lists: version {version}.", version=", ".join(rules))
    language = (subject.change.new.language or "")[:2]
    if language and any(finding.kind == "category-new" for finding in told.findings):
        yield measured(language, m)
    if subject.change.comparison.capped:
        yield m("The texts differ so much that they were compared in large parts; no change is missing.")
    if language and language != m.language:
        name = m.label(LANGUAGE_NAMES, language)
        yield m("Quotes stay in the language of the policy ({language}).", language=name)
