"""A digest tells what happened in a period, over all policies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tracker.report.certainty import iso
from tracker.report.environment import environment, stylesheet
from tracker.report.mail import MailParts, subject_line
from tracker.report.messages import Messages, messages
from tracker.report.overview import Overview
from tracker.report.policy_line import PolicyLine
from tracker.report.terminal import safe
from tracker.report.view import Tone
from tracker.report.vocabulary import category_label


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One change of the period, at the latest stage that it reached in it."""

    policy: str
    service: str
    title: str
    headline: str
    stage_label: str
    tone: Tone
    at: str
    iso: str
    address: str
    """Path of its report below the report folder, without suffix."""
    categories: tuple[str, ...]
    """Names of the newly named ones."""


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """Changes of one weight under a heading."""

    title: str
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """What a digest says."""

    language: str
    since: str
    until: str
    """Both as a reader writes days; the last day is part of the period."""
    name: str
    """File name without suffix: the two days as ISO dates."""
    headline: str
    groups: tuple[DigestGroup, ...]
    unread: tuple[tuple[str, str, str], ...]
    """Policies that cannot be read now: key, name, why."""
    watched: int


def digest_view(whole: Overview, since: datetime, until: datetime, language: str = "en") -> DigestView:
    """The changes that appeared or reached a further stage from `since` up to, but without, `until`."""
    m = messages(language)
    lines = list(_lines(whole, iso(since), iso(until), m))
    new = tuple(line for line in lines if line.categories)
    other = tuple(line for line in lines if not line.categories)
    last = (until - timedelta(microseconds=1)).date()
    groups = ((m("New kinds of data"), new), (m("Other changes"), other))
    return DigestView(
        language=m.language,
        since=m.date(since.date()),
        until=m.date(last),
        name=f"{since.date().isoformat()}_{last.isoformat()}",
        headline=_headline(new, other, m),
        groups=tuple(DigestGroup(title, held) for title, held in groups if held),
        unread=tuple(
            (line.policy, f"{line.service}: {line.title}", line.incident)
            for line in whole.lines
            if line.incident
        ),
        watched=len(whole.lines),
    )


def render_digest(view: DigestView) -> str:
    """The digest as a page of the site, to lie in `digests/` below the report folder."""
    template = environment().get_template("digest.html")
    return template.render(view=view, _=messages(view.language), css=stylesheet(), root="../")


def digest_parts(view: DigestView, base_url: str = "") -> MailParts:
    """The digest as a mail."""
    m = messages(view.language)
    base = base_url.rstrip("/")
    html = environment().get_template("mail_digest.html").render(view=view, _=m, base=base)
    text = "\n".join(_text(view, base, m)).rstrip() + "\n"
    return MailParts(subject_line(f"{view.headline} ({view.since} – {view.until})"), text, html)


def _headline(new: tuple[DigestLine, ...], other: tuple[DigestLine, ...], m: Messages) -> str:
    if new:
        services = list(dict.fromkeys(line.service for line in new))
        if len(services) <= 3:
            return m("New kinds of data: {services}", services=m.listing(services))
        return m.count(
            "{n} service names new kinds of data", "{n} services name new kinds of data", len(services)
        )
    if other:
        number = len(other)
        return m.count("{n} change, no new kind of data", "{n} changes, no new kind of data", number)
    return m("No change in the policies watched")


def _lines(whole: Overview, since: str, until: str, m: Messages) -> Iterator[DigestLine]:
    found = []
    for line in whole.lines:
        for change in line.changes:
            reached = [step for step in change["steps"] if since <= step["at"] < until]
            if change["news"] and reached:
                found.append((reached[-1]["at"], line, change, reached[-1]))
    for _, line, change, step in sorted(found, key=lambda each: (each[0], each[1].policy), reverse=True):
        yield _line(line, change, step, m)


def _line(line: PolicyLine, change: Mapping[str, Any], step: Mapping[str, Any], m: Messages) -> DigestLine:
    return DigestLine(
        policy=line.policy,
        service=line.service,
        title=line.title,
        headline=step["headline"],
        stage_label=step["stage_label"],
        tone=step["tone"],
        at=step["on"],
        iso=step["at"],
        address=f"{line.policy}/{step['file']}",
        categories=tuple(category_label(name, m.language) for name in change["categories"]),
    )


def _text(view: DigestView, base: str, m: Messages) -> Iterator[str]:
    yield safe(view.headline)
    yield f"{view.since} – {view.until}"
    for group in view.groups:
        yield ""
        yield group.title.upper()
        for line in group.lines:
            yield ""
            yield f"* {safe(line.headline)}"
            yield f"  {safe(line.service)}: {safe(line.title)}, {line.at}, {line.stage_label}"
            if base:
                yield f"  {base}/{line.address}.html"
    if view.unread:
        yield ""
        yield m("Cannot be read now").upper()
        yield ""
        for _, name, why in view.unread:
            yield f"* {safe(name)}: {safe(why)}"
    yield ""
    yield m.count("{n} policy watched", "{n} policies watched", view.watched)
