"""A service that runs is asked to check policies out of turn."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.observation import Check
from tracker.pipeline import Outcome
from tracker.watchlist.policy import Policy

POLL_SECONDS = 0.5
WAIT_SECONDS = 600.0
"""How long an answer is waited for: a policy may stand behind others of its host."""


def out_of_turn(
    archive: Archive,
    policies: Iterable[Policy],
    now: Callable[[], datetime],
    wait_seconds: float = WAIT_SECONDS,
) -> Iterator[Outcome]:
    """Make policies due at once and yield what the service finds, as it finds it; fewer if time is over.

    The service checks them in its next round, beside its own and as politely: one at a time of each host.
    A check that was on its way when we asked is no answer.
    """
    waiting = {policy.key: policy for policy in policies}
    asked_at, until = now(), time.monotonic() + wait_seconds
    while waiting and time.monotonic() < until:
        Due(archive).ask_for(waiting, now())
        time.sleep(POLL_SECONDS)
        for key in list(waiting):
            check = _answer(archive, key, asked_at)
            if check is not None:
                yield _found(archive, waiting.pop(key), check)


def _answer(archive: Archive, key: str, asked_at: datetime) -> Check | None:
    latest = archive.checks(key, 1)
    return latest[0] if latest and latest[0].at >= asked_at else None


def _found(archive: Archive, policy: Policy, check: Check) -> Outcome:
    """What another process made of a check, out of the archive."""
    changes = list(archive.changes(policy.key))
    change = next((each for each in changes if each.new.id == check.snapshot), None)
    incidents = archive.incidents(policy.key, open_only=True)
    return Outcome(
        policy,
        check,
        change=change if check.outcome == "changed" else None,
        advanced=tuple(each for each in changes if len(each.events) > 1 and each.events[-1].at == check.at),
        incident=incidents[0] if incidents else None,
    )
