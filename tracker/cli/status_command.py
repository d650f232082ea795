"""`tracker status` shows how every policy stands, with what checks and tells."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import clean, columns, counted, emit, hint, say, short_moment
from tracker.cli.session import Session
from tracker.cli.terminal_table import is_watched, show_table
from tracker.cli.words import change_line, incident_body, incident_line

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.schedule.status import PolicyStatus, Status

DEAD_SHOWN = 5


@command(
    examples=(
        ("status", "every policy: last check, versions, what is open"),
        ("status --json --exit-zero", "for a dashboard"),
        ("status --metrics /var/lib/node_exporter/tracker.prom", "for Prometheus"),
    ),
    exit_zero=True,
)
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
@click.option("--metrics", type=click.Path(path_type=Path), default=None, help="Write metrics to this file.")
def command_(session: Session, names: tuple[str, ...], metrics: Path | None) -> int:
    """Show how every policy stands.

    "Never" means not checked yet, which is not the same as nothing new; "late" that its check is overdue;
    "not watched" that only the archive still knows it. Leaves with 3 if a policy that is watched cannot be
    read at the moment.
    """
    if not session.settings.archive.is_dir():
        return _nothing_yet(session, [policy.key for policy in session.watchlist.select(names)])
    with session.archive() as archive:
        known = session.known(archive)
        status = _status(archive, tuple(policy.key for policy in known.select(names)))
        watched = {policy.key: policy.paused for policy in session.optional_watchlist.policies}
        rows = [_row(archive, policy, watched.get(policy.key)) for policy in status.policies]
    if metrics:
        from tracker.schedule.metrics import write_metrics

        write_metrics(status.summary, metrics)
    if session.json:
        emit(
            "status",
            {"at": status.at, "service": _service(status), "outbox": _outbox(status), "policies": rows},
        )
    else:
        _show(session, rows)
        for line in _around(status):
            hint(line, quiet=session.quiet)
    return codes.code_of(0, sum(row["state"] == "unreadable" and row["watched"] for row in rows))


def _nothing_yet(session: Session, keys: list[str]) -> int:
    from tracker.workspace import utc_now

    rows = [{"name": key, "state": "never"} for key in keys]
    if session.json:
        emit("status", {"at": utc_now(), "service": None, "outbox": None, "policies": rows})
    else:
        _show(session, rows)
    return codes.OK


def _status(archive: "Archive", keys: tuple[str, ...]) -> "Status":
    from tracker.archive.due import Due
    from tracker.archive.outbox import Outbox
    from tracker.schedule.status import status
    from tracker.workspace import utc_now

    return status(archive, Due(archive), Outbox(archive), utc_now(), keys)


def _row(archive: "Archive", status: "PolicyStatus", paused: bool | None) -> dict[str, Any]:
    """One policy; `paused` is what the watchlist says of it, None where it is watched no more."""
    state, last = archive.state(status.key), status.last_check
    return {
        "name": status.key,
        "state": "unreadable" if status.incident else "ok" if last else "never",
        "watched": paused is not None,
        "paused": bool(paused),
        "overdue": status.overdue,
        "last_check": last.at if last else None,
        "last_outcome": last.outcome if last else None,
        "next_check": status.next_at,
        "failures": status.failures,
        "versions": len(state.snapshots),
        "latest_version": state.latest.id if state.latest else None,
        "latest_version_at": state.latest.observed_at if state.latest else None,
        "incident": incident_body(status.incident) if status.incident else None,
        "open_changes": [
            {"id": change.id, "stage": change.verdict.stage, "summary": change_line(change)}
            for change in state.open_changes
        ],
        "notes": [incident_line(status.incident)] if status.incident else [],
    }


def _service(status: "Status") -> dict[str, Any] | None:
    if status.runner is None:
        return None
    beat = status.heartbeat
    return {
        "pid": status.runner.pid,
        "since": status.runner.since,
        "alive_at": beat.at if beat else None,
        "silent": status.is_silent,
        "trouble": beat.trouble if beat else "",
    }


def _outbox(status: "Status") -> dict[str, Any]:
    return {
        "queued": status.queued,
        "sent": status.sent,
        "dead": status.dead,
        "oldest_queued_at": status.oldest_queued_at,
        "dead_letters": [
            {"id": row.delivery.id, "channel": row.delivery.channel, "error": row.error, "at": row.done_at}
            for row in status.dead_letters[:DEAD_SHOWN]
        ],
    }


def _show(session: Session, rows: list[dict[str, Any]]) -> None:
    cells = (
        (
            row["name"],
            _standing(row),
            short_moment(row.get("last_check")),
            str(row.get("versions", 0)),
            short_moment(row.get("latest_version_at")),
        )
        for row in rows
    )
    head = ("NAME", "STATE", "LAST CHECK", "VERSIONS", "LATEST VERSION") if rows else ()
    (show_table if is_watched() else columns)(cells, head)
    for row in rows:
        for line in (*(change["summary"] for change in row.get("open_changes", ())), *row.get("notes", ())):
            say(f"{row['name']}: {line}")
    if not rows:
        hint("Nothing is watched yet. Start with `tracker add coursera`.", quiet=session.quiet)


def _standing(row: dict[str, Any]) -> str:
    if not row.get("watched", True):
        return "not watched"
    return str("paused" if row.get("paused") else "late" if row.get("overdue") else row["state"])


def _around(status: "Status") -> list[str]:
    """How the service and the outbox are doing, where there is something to say."""
    lines = []
    if status.runner is not None:
        silent = ", but gives no sign of life: restart it" if status.is_silent else ""
        lines.append(f"Process {status.runner.pid} runs since {short_moment(status.runner.since)}{silent}.")
    if status.queued or status.dead:
        lines.append(
            f"{counted(status.queued, 'message waits', 'messages wait')}, {status.dead} given up: "
            "see `tracker outbox list`."
        )
    for row in status.dead_letters[:DEAD_SHOWN]:
        at = short_moment(row.done_at)
        lines.append(f"Given up on {at}, {row.delivery.channel}: {clean(row.error)} ({row.delivery.id[:12]})")
    return lines
