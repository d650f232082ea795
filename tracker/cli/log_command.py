"""`tracker log` lists the versions and changes of a policy."""

from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit, hint, say, short_moment
from tracker.cli.session import Session
from tracker.cli.words import (
    change_body,
    change_line,
    check_body,
    incident_body,
    incident_line,
    snapshot_body,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.archive.archive import Archive


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
        lines = list(_lines(archive, policy.key, limit if checks else 0))
        for at, line in sorted(lines, key=lambda entry: entry[0], reverse=True):
            say(f"{short_moment(at)}  {line}")
        if not lines:
            hint(f"{policy.key} was never checked. Run `tracker check {policy.key}`.", quiet=session.quiet)
    return codes.OK


def _body(archive: "Archive", key: str, limit: int) -> dict[str, object]:
    body: dict[str, object] = {
        "versions": [snapshot_body(snapshot) for snapshot in archive.snapshots(key)],
        "changes": [change_body(change) for change in archive.changes(key)],
        "incidents": [incident_body(incident) for incident in archive.incidents(key)],
        "accepted": archive.state(key).accepted,
    }
    return body | ({"checks": [check_body(check) for check in archive.checks(key, limit)]} if limit else {})


def _lines(archive: "Archive", key: str, limit: int) -> "list[tuple[datetime, str]]":
    """What happened, each with its time."""
    lines: list[tuple[datetime, str]] = []
    changes = {change.new.id: change for change in archive.changes(key)}
    followed = {(change.id, event.at) for change in changes.values() for event in change.events[1:]}
    for snapshot in archive.snapshots(key):
        change = changes.get(snapshot.id)
        if change is None:
            lines.append((snapshot.observed_at, f"first version, {snapshot.words} words"))
        elif (change.verdict.refers_to, snapshot.observed_at) not in followed:
            lines.append((snapshot.observed_at, change_line(change, change.events[0].stage)))
    for change in changes.values():
        for event in change.events[1:]:
            of = short_moment(change.new.observed_at)
            lines.append((event.at, f"{event.stage.replace('-', ' ')}: the change of {of}"))
    for incident in archive.incidents(key):
        lines.append((incident.opened_at, f"unreadable: {incident_line(incident)}"))
        if incident.closed_at:
            lines.append((incident.closed_at, "readable again"))
    for accepted in archive.state(key).accepted:
        lines.append((accepted.at, f"accepted by a person: the text refused as {accepted.reason}"))
    for check in archive.checks(key, limit) if limit else ():
        status = f" (status {check.status})" if check.status else ""
        lines.append((check.at, f"checked: {check.outcome}{status}"))
    return lines
