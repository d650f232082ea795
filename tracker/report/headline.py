"""The headline says in plain words what a change means."""

from tracker.archive.change import Change
from tracker.disclose.disclosure import Finding
from tracker.report.certainty import born, is_follow_up
from tracker.report.messages import Messages
from tracker.report.proofs import label_of
from tracker.report.subject import ReportSubject

NAMED_AT_MOST = 4
"""More names than this are counted instead."""
SUBJECTS_AT_MOST = 3
"""The same for the subjects of practices, whose names are longer."""
_COLLECTING = frozenset({"collect", "receive", "infer", "generate", "store"})
_SHARING = frozenset({"share", "sell"})


def headline(subject: ReportSubject, m: Messages) -> str:
    """One sentence without a full stop."""
    change = subject.change
    told = telling(subject)
    names = _names(told.findings, "category-new", m)
    if change.verdict.stage == "withdrawn":
        return _withdrawn(subject, names, m)
    if born(change) == "in-force":
        return _in_force(subject, names, m)
    return _says(subject, told, m)


def telling(subject: ReportSubject) -> Change:
    """The change whose findings tell the story: the one referred to, where this one has none."""
    if is_follow_up(subject.change) and subject.earlier is not None:
        return subject.earlier
    return subject.change


def _names(findings: tuple[Finding, ...], kind: str, m: Messages) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label_of(finding, m) for finding in findings if finding.kind == kind))


def listed(names: tuple[str, ...], m: Messages) -> str:
    """The names; the first few and a count where there are many."""
    if len(names) <= NAMED_AT_MOST:
        return m.listing(names)
    rest = len(names) - NAMED_AT_MOST + 1
    more = m.count("{n} more kind of data", "{n} more kinds of data", rest)
    return m.listing((*names[: NAMED_AT_MOST - 1], more))


def subjects(names: tuple[str, ...], m: Messages) -> str:
    """What words were added or dropped on; the first few and a count where there are many."""
    if len(names) <= SUBJECTS_AT_MOST:
        return ", ".join(names)
    rest = len(names) - SUBJECTS_AT_MOST + 1
    more = m.count("{n} more subject", "{n} more subjects", rest)
    return m("{first} and {last}", first=", ".join(names[: SUBJECTS_AT_MOST - 1]), last=more)


def _withdrawn(subject: ReportSubject, names: tuple[str, ...], m: Messages) -> str:
    service, title = subject.policy.service, subject.policy.title
    if names and not is_follow_up(subject.change):
        return m("{service} named {what}, and took it back", service=service, what=listed(names, m))
    if names:
        return m("{service} has taken back a text that named {what}", service=service, what=listed(names, m))
    return m("{service} has taken back a change of its {title}", service=service, title=title)


def _in_force(subject: ReportSubject, names: tuple[str, ...], m: Messages) -> str:
    service, title = subject.policy.service, subject.policy.title
    if names:
        what = listed(names, m)
        return m(
            "The announced {title} of {service} now applies: {what}", service=service, title=title, what=what
        )
    return m("The announced {title} of {service} now applies", service=service, title=title)


def _says(subject: ReportSubject, told: Change, m: Messages) -> str:
    service, title = subject.policy.service, subject.policy.title
    new = tuple(finding for finding in told.findings if finding.kind == "category-new")
    if new:
        return _newly_named(subject, new, m)
    for kind, text in (
        ("practice-added", "{service} adds words on {what}"),
        ("purpose-new", "{service} names a new use of data: {what}"),
        ("recipient-new", "{service} names new recipients of data: {what}"),
        ("detail-new", "{service} says more about data it already names: {what}"),
        ("practice-changed", "{service} changes its words on {what}"),
        ("category-removed", "{service} no longer names {what}"),
        ("practice-removed", "{service} drops words on {what}"),
    ):
        if names := _names(told.findings, kind, m):
            what = subjects(names, m) if kind.startswith("practice") else listed(names, m)
            return m(text, service=service, what=what)
    match told.verdict.materiality:
        case "substantive":
            return m(
                "{service} changed its {title}; no new kind of data is named", service=service, title=title
            )
        case "editorial":
            return m(
                "{service} reworded its {title}; no new kind of data is named", service=service, title=title
            )
    return m("{service} changed its {title} without changing what it says", service=service, title=title)


def _newly_named(subject: ReportSubject, new: tuple[Finding, ...], m: Messages) -> str:
    names = listed(_names(new, "category-new", m), m)
    actions = {action for finding in new for action in finding.statement.actions}
    verdict, service = subject.change.verdict, subject.policy.service
    if verdict.announced and verdict.effective is not None:
        day = m.date(verdict.effective)
        if actions & _COLLECTING or not actions:
            return m("From {day}, {service} may collect {what}", day=day, service=service, what=names)
        if actions & _SHARING:
            return m("From {day}, {service} may share {what}", day=day, service=service, what=names)
        return m("From {day}, {service} may use {what}", day=day, service=service, what=names)
    if actions & _COLLECTING or not actions:
        return m("{service} may now collect {what}", service=service, what=names)
    if actions & _SHARING:
        return m("{service} may now share {what}", service=service, what=names)
    return m("{service} may now use {what}", service=service, what=names)
