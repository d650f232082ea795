"""`tracker log` lists the versions and changes of a policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit, hint, say, short_moment
from tracker.cli.session import Session
from tracker.cli.terminal_table import is_watched, show_table
from tracker.cli.words import (
    change_body,
    change_line,
    check_body,
    incident_body,
    incident_line,
    snapshot_body,
)

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.archive.change import Change
    from tracker.watchlist.policy import Policy


@command(
    examples=(
        ("log x", "versions, changes and incidents, newest first"),
        ("log x --checks --limit 20", "also single checks, the last 20 of them"),
    )
)
@click.argument("name", type=NAME)
@click.option("--checks", is_flag=True, help="List every check, also those that found nothing new.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="Most checks to list.")
def command_(session: Session, name: str, checks: bool, limit: int) -> int:
    """List the versions and changes of a policy, newest first."""
    with session.archive() as archive:
        policy = session.known(archive).find(name)
        if session.json:
            emit("log", {"policy": policy.key, **_body(archive, policy.key, limit if checks else 0)})
            return codes.OK
        lines = list(_lines(archive, policy, session.settings.language, limit if checks else 0))
        lines.sort(key=lambda line: line.at, reverse=True)
        if is_watched():
            show_table((short_moment(line.at), line.mark, line.headline) for line in lines)
        else:
            for line in lines:
                say(f"{short_moment(line.at)}  {line.plain}")
        if not lines:
            hint(f"{policy.key} was never checked. Run `tracker check {policy.key}`.", quiet=session.quiet)
    return codes.OK


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened to a policy."""

    at: datetime
    plain: str
    """For pipes: everything on one line."""
    mark: str
    """For a terminal: what it is, in a word or two."""
    headline: str
    """For a terminal: what it means."""


def _body(archive: "Archive", key: str, limit: int) -> dict[str, object]:
    body: dict[str, object] = {
        "versions": [snapshot_body(snapshot) for snapshot in archive.snapshots(key)],
        "changes": [change_body(change) for change in archive.changes(key)],
        "incidents": [incident_body(incident) for incident in archive.incidents(key)],
        "accepted": archive.state(key).accepted,
    }
    return body | ({"checks": [check_body(check) for check in archive.checks(key, limit)]} if limit else {})


def _lines(archive: "Archive", policy: "Policy", language: str, limit: int) -> Iterator[Line]:
    """What happened, in no order."""
    key = policy.key
    changes = {change.new.id: change for change in archive.changes(key)}
    followed = {(change.id, event.at) for change in changes.values() for event in change.events[1:]}
    for snapshot in archive.snapshots(key):
        change = changes.get(snapshot.id)
        if change is None:
            words = f"first version, {snapshot.words} words"
            yield Line(snapshot.observed_at, words, "first", f"{snapshot.words} words")
        elif (change.verdict.refers_to, snapshot.observed_at) not in followed:
            stage = change.events[0].stage
            mark = "cosmetic" if change.verdict.materiality == "cosmetic" else stage.replace("-", " ")
            plain = change_line(change, stage)
            yield Line(snapshot.observed_at, plain, mark, _headline(archive, policy, change, language))
    for change in changes.values():
        for event in change.events[1:]:
            reached, of = event.stage.replace("-", " "), short_moment(change.new.observed_at)
            yield Line(event.at, f"{reached}: the change of {of}", reached, f"the change of {of}")
    yield from _rest(archive, key, limit)


def _headline(archive: "Archive", policy: "Policy", change: "Change", language: str) -> str:
    """As it was told when the change was found."""
    from tracker.extract.document import Document
    from tracker.gather import before_this
    from tracker.report.headline import headline
    from tracker.report.messages import messages
    from tracker.report.story import as_of
    from tracker.report.subject import ReportSubject

    earlier = archive.change(change.verdict.refers_to) if change.verdict.refers_to else None
    then, empty = as_of(change, change.events[0].at), Document(())
    before = before_this(archive, change)
    subject = ReportSubject(policy, then, empty, empty, earlier=earlier, named_before=before)
    return headline(subject, messages(language))


def _rest(archive: "Archive", key: str, limit: int) -> Iterator[Line]:
    """Incidents, and single checks where they are asked for."""
    for incident in archive.incidents(key):
        told = incident_line(incident)
        yield Line(incident.opened_at, f"unreadable: {told}", "unreadable", told)
        if incident.closed_at:
            yield Line(incident.closed_at, "readable again", "ok", "readable again")
    for accepted in archive.state(key).accepted:
        told = f"by a person: the text refused as {accepted.reason}"
        yield Line(accepted.at, f"accepted {told}", "accepted", told)
    for check in archive.checks(key, limit) if limit else ():
        told = f"{check.outcome}{f' (status {check.status})' if check.status else ''}"
        yield Line(check.at, f"checked: {told}", "checked", told)
