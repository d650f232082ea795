"""`tracker list` shows what is watched."""

from tracker.cli.command import command
from tracker.cli.output import columns, emit, hint
from tracker.cli.session import Session
from tracker.watchlist.duration import format_duration
from tracker.watchlist.policy import Policy


@command(
    examples=(
        ("list", "every policy with its name and address"),
        ("list --json", "the same for a program"),
    )
)
def command_(session: Session) -> int:
    """Show what is watched.

    The first column is the name that other commands take; the service will do where it has one policy.
    """
    watchlist = session.watchlist
    if session.json:
        emit("list", {"policies": [{"name": policy.key, **_facts(policy)} for policy in watchlist.policies]})
        return 0
    columns(
        (
            (
                policy.key,
                policy.service,
                _times(policy),
                " ".join(policy.source.urls),
            )
            for policy in watchlist.policies
        ),
        ("NAME", "SERVICE", "CHECKED", "ADDRESS") if watchlist.policies else (),
    )
    if not watchlist.policies:
        hint("Nothing is watched yet. Start with `tracker add coursera`, or `tracker add https://…`.")
    return 0


def _times(policy: Policy) -> str:
    if policy.paused:
        return "paused"
    zone = f" {policy.zone}" if policy.zone != "UTC" else ""
    return f"cron {policy.cron}{zone}" if policy.cron else f"every {format_duration(policy.every)}"


def _facts(policy: Policy) -> dict[str, object]:
    return {
        "service": policy.service,
        "title": policy.title,
        "urls": policy.source.urls,
        "language": policy.source.language,
        "fetch": policy.source.fetch,
        "every": None if policy.cron else policy.every,
        "cron": policy.cron or None,
        "zone": policy.zone if policy.cron else None,
        "paused": policy.paused,
    }
