"""`tracker status` shows how every policy stands."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import columns, emit, hint, say, short_moment
from tracker.cli.session import Session
from tracker.cli.words import change_line, incident_body, incident_line

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.watchlist.policy import Policy


@command(
    examples=(
        ("status", "every policy: last check, versions, what is open"),
        ("status --json --exit-zero", "for a dashboard"),
    ),
    exit_zero=True,
)
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
def command_(session: Session, names: tuple[str, ...]) -> int:
    """Show how every policy stands.

    "Never" means not checked yet, which is not the same as nothing new. Leaves with 3 if a policy cannot be
    read at the moment.
    """
    rows: list[dict[str, object]]
    if not session.settings.archive.is_dir():
        rows = [{"name": policy.key, "state": "never"} for policy in session.watchlist.select(names)]
    else:
        with session.archive() as archive:
            rows = [_row(archive, policy) for policy in session.known(archive).select(names)]
    unreadable = sum(row["state"] == "unreadable" for row in rows)
    if session.json:
        emit("status", {"at": datetime.now(UTC), "policies": rows})
    else:
        _show(session, rows)
    return codes.code_of(0, unreadable)


def _row(archive: "Archive", policy: "Policy") -> dict[str, object]:
    state = archive.state(policy.key)
    last = state.last_check
    return {
        "name": policy.key,
        "state": "unreadable" if state.incident else "ok" if last else "never",
        "paused": policy.paused,
        "last_check": last.at if last else None,
        "last_outcome": last.outcome if last else None,
        "versions": len(state.snapshots),
        "latest_version": state.latest.id if state.latest else None,
        "latest_version_at": state.latest.observed_at if state.latest else None,
        "incident": incident_body(state.incident) if state.incident else None,
        "open_changes": [
            {"id": change.id, "stage": change.verdict.stage, "summary": change_line(change)}
            for change in state.open_changes
        ],
        "_incident": incident_line(state.incident) if state.incident else "",
    }


def _show(session: Session, rows: list[dict[str, object]]) -> None:
    columns(
        (
            (
                str(row["name"]),
                "paused" if row.get("paused") else str(row["state"]),
                _when(row.get("last_check")),
                str(row.get("versions", 0)),
                _when(row.get("latest_version_at")),
            )
            for row in rows
        ),
        ("NAME", "STATE", "LAST CHECK", "VERSIONS", "LATEST VERSION") if rows else (),
    )
    for row in rows:
        for change in row.get("open_changes") or ():  # type: ignore[attr-defined]
            say(f"{row['name']}: {change['summary']}")
        if row.get("_incident"):
            say(f"{row['name']}: {row['_incident']}")
    if not rows:
        hint("Nothing is watched yet. Start with `tracker add coursera`.", quiet=session.quiet)


def _when(at: object) -> str:
    return short_moment(at if isinstance(at, datetime) else None)
