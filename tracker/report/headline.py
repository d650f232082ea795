"""The headline says in plain words what a change means."""

from collections import Counter
from dataclasses import replace

from tracker.archive.change import Change
from tracker.report.certainty import born, is_follow_up
from tracker.report.messages import Messages
from tracker.report.naming import telling_name
from tracker.report.proofs import data_label
from tracker.report.subject import ReportSubject
from tracker.report.terminal import safe
from tracker.report.vocabulary import PRACTICES, purpose_labels

NAMED_AT_MOST = 4
"""More names than this are counted instead."""
SUBJECTS_AT_MOST = 3
"""The same for the subjects of practices, whose names are longer."""
USES_AT_MOST = 2
SECTIONS_AT_MOST = 2
SECTION_CHARACTERS = 60
"""More sections, or longer names of them, are left to the report."""
_WEIGHT = {practice: weight for weight, practice in enumerate(PRACTICES)}
_COLLECTING = frozenset({"collect", "receive", "infer", "generate", "store"})
_SHARING = frozenset({"share", "sell"})


def headline(subject: ReportSubject, m: Messages) -> str:
    """One sentence without a full stop."""
    change = subject.change
    told = telling(subject)
    names = _names(_fresh(told, subject), "category-new", m)
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


def _names(told: Change, kind: str, m: Messages) -> tuple[str, ...]:
    """What findings of one kind are about; practices with the weightiest first.

    A phrase that stands for several kinds of data names none of them in the headline.
    """
    of_kind = [finding for finding in told.findings if finding.kind == kind]
    if kind.startswith("practice"):
        of_kind.sort(key=lambda finding: _WEIGHT.get(finding.subject, len(_WEIGHT)))
    phrases = Counter(finding.phrase for finding in of_kind)
    names = (telling_name(one, told.new.language if phrases[one.phrase] == 1 else None, m) for one in of_kind)
    return tuple(dict.fromkeys(names))


def _uses(told: Change, m: Messages) -> str:
    """New uses, the kinds of data of each together: "name and postal address for advertising"."""
    data: dict[tuple[str, ...], list[str]] = {}
    for finding in told.findings:
        if finding.kind == "purpose-new":
            data.setdefault(finding.statement.purposes, []).append(data_label(finding, m))
    uses = (
        m("{data} for {purpose}", data=listed(tuple(names), m), purpose=m.listing(purpose_labels(ids, m)))
        for ids, names in data.items()
    )
    return "; ".join(list(uses)[:USES_AT_MOST])


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
    service = subject.policy.service
    if any(finding.kind == "category-new" for finding in told.findings):
        return _newly_named(subject, told, m)
    for kind, text in (
        ("practice-added", "{service} adds words on {what}"),
        ("purpose-new", "{service} names a new use of data: {what}"),
        ("recipient-new", "{service} names new recipients of data: {what}"),
        ("detail-new", "{service} says more about data it already names: {what}"),
        ("practice-changed", "{service} changes its words on {what}"),
        ("category-removed", "{service} no longer names {what}"),
        ("practice-removed", "{service} drops words on {what}"),
    ):
        if kind == "purpose-new" and (uses := _uses(told, m)):
            return m(text, service=service, what=uses)
        if names := _names(told, kind, m):
            what = subjects(names, m) if kind.startswith("practice") else listed(names, m)
            return m(text, service=service, what=what)
    return _without_findings(subject, told, m)


def _fresh(told: Change, subject: ReportSubject) -> Change:
    """The change without the categories that came and went before, where it brings others as well."""
    before = {category for category, _ in subject.named_before}
    new = {finding.subject for finding in told.findings if finding.kind == "category-new"}
    if not new - before:
        return told
    kept = (one for one in told.findings if one.kind != "category-new" or one.subject not in before)
    return replace(told, findings=tuple(kept))


def _without_findings(subject: ReportSubject, told: Change, m: Messages) -> str:
    """Where the words changed, as far as that can be said briefly."""
    fields = {"service": subject.policy.service, "title": subject.policy.title}
    if told.old.language and told.new.language and told.old.language != told.new.language:
        return m("{service} put its {title} into another language; kinds of data were not compared", **fields)
    places = _sections(told)
    if places and told.verdict.materiality != "cosmetic":
        fields["place"] = m.listing([m("“{text}”", text=place) for place in places])
    match told.verdict.materiality, "place" in fields:
        case "substantive", True:
            return m("{service} changed {place} in its {title}; no new kind of data is named", **fields)
        case "substantive", False:
            return m("{service} changed its {title}; no new kind of data is named", **fields)
        case "editorial", True:
            return m("{service} reworded {place} in its {title}; no new kind of data is named", **fields)
        case "editorial", False:
            return m("{service} reworded its {title}; no new kind of data is named", **fields)
    return m("{service} changed its {title} without changing what it says", **fields)


def _sections(told: Change) -> tuple[str, ...]:
    """Names of the sections that hold the weightiest edits; none where they are many, long or not named."""
    comparison = told.comparison
    weighty = [edit for edit in comparison.edits if edit.edit_class == comparison.edit_class]
    paths = dict.fromkeys((edit.new or edit.old)[0].path for edit in weighty)
    names = tuple(dict.fromkeys(safe(path[-1]) if len(path) > 1 else "" for path in paths))
    short = all(0 < len(name) <= SECTION_CHARACTERS for name in names)
    return names if short and len(names) <= SECTIONS_AT_MOST else ()


def _newly_named(subject: ReportSubject, told: Change, m: Messages) -> str:
    told = _fresh(told, subject)
    new = [finding for finding in told.findings if finding.kind == "category-new"]
    names = listed(_names(told, "category-new", m), m)
    actions = {action for finding in new for action in finding.statement.actions}
    verdict, service = subject.change.verdict, subject.policy.service
    if {finding.subject for finding in new} <= {category for category, _ in subject.named_before}:
        return m("{service} names {what} again", service=service, what=names)
    if verdict.announced and verdict.effective is not None:
        return _from_day(m.date(verdict.effective), service, names, actions, m)
    if actions & _COLLECTING or not actions:
        return m("{service} may now collect {what}", service=service, what=names)
    if actions & _SHARING:
        return m("{service} may now share {what}", service=service, what=names)
    return m("{service} may now use {what}", service=service, what=names)


def _from_day(day: str, service: str, names: str, actions: set[str], m: Messages) -> str:
    if actions & _COLLECTING or not actions:
        return m("From {day}, {service} may collect {what}", day=day, service=service, what=names)
    if actions & _SHARING:
        return m("From {day}, {service} may share {what}", day=day, service=service, what=names)
    return m("From {day}, {service} may use {what}", day=day, service=service, what=names)
