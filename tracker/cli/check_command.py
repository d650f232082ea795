"""`tracker check` looks at the policies now."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.interrupt import ending_at_once
from tracker.cli.output import clean, emit, hint, say
from tracker.cli.progress import progress
from tracker.cli.session import Session
from tracker.cli.words import change_body, change_line, check_body, quote_lines

if TYPE_CHECKING:
    from tracker.alert.deliver import Attempt
    from tracker.archive.change import Change
    from tracker.pipeline import Outcome
    from tracker.watchlist.policy import Policy
    from tracker.workspace import Tracker


@command(
    examples=(
        ("check", "look at every policy of the watchlist"),
        ("check x coursera", "only at these"),
        ("check x --now", "out of turn by the running service, as politely as ever"),
        ("check --dry-run --json", "find what is new, store nothing, print JSON"),
    ),
    exit_zero=True,
)
@click.argument("names", type=NAME, nargs=-1, metavar="[NAME]...")
@click.option("--dry-run", is_flag=True, help="Store nothing, tell nobody.")
@click.option("--now", is_flag=True, help="Where `tracker run` is at work, have it check them next.")
def command_(session: Session, names: tuple[str, ...], dry_run: bool, now: bool) -> int:
    """Look at the policies now, whether they are due or not.

    Each check is recorded, also when nothing changed; reports of what is new are written, alerts sent.
    Leaves with 1 if a change was found, else with 3 if a policy could not be read. Policies that are paused
    are checked only if they are named. With --now a running `tracker run` is asked to look out of turn, so
    that a site is asked by one process at a time; where none runs, --now changes nothing.
    """
    watchlist = session.require_watchlist()
    policies = watchlist.select(names)
    from tracker.cli.wiring import at_work, rehearsal

    if now and not dry_run and (asked := _asked(session, policies)) is not None:
        return asked
    chosen = [replace(policy, paused=policy.paused and not names) for policy in policies]
    outcomes: list[Outcome] = []
    opened = rehearsal(session) if dry_run else at_work(session)
    with ending_at_once(lambda: show_outcomes(session, outcomes)), opened as tracker:
        with progress("Checking", sum(not policy.paused for policy in chosen), session) as step:
            for outcome in tracker.check_all(chosen):
                outcomes.append(_without_edits(outcome))
                step(outcome.policy.key)
        reports = () if dry_run else tracker.write_news(outcomes)
        attempts = [] if dry_run else send(tracker)
    if session.json:
        emit("check", {"dry_run": dry_run, "policies": [outcome_body(outcome) for outcome in outcomes]})
    else:
        show_outcomes(session, outcomes)
        if resting := sum(policy.paused for policy in chosen):
            hint(f"{resting} paused: name them to check them, or `tracker resume`.", quiet=session.quiet)
        for report in reports:
            hint(f"Report: {report}", quiet=session.quiet)
    for attempt in attempts:
        hint(attempt_line(attempt), quiet=session.quiet)
    return code_of(outcomes)


def _without_edits(outcome: "Outcome") -> "Outcome":
    """An outcome as it is shown: the edits of a thousand changes need not stay in memory until then."""

    def light(change: "Change") -> "Change":
        return replace(change, comparison=replace(change.comparison, edits=()))

    change = light(outcome.change) if outcome.change else None
    return replace(outcome, change=change, advanced=tuple(map(light, outcome.advanced)))


def _asked(session: Session, policies: "tuple[Policy, ...]") -> int | None:
    """Let the service that runs check them; None where none does."""
    from tracker.archive.lock import runner
    from tracker.schedule.turn import out_of_turn
    from tracker.workspace import utc_now

    if runner(session.settings.archive) is None:
        return None
    active = [policy for policy in policies if not policy.paused]
    outcomes: list[Outcome] = []
    with (
        session.archive() as archive,
        ending_at_once(lambda: show_outcomes(session, outcomes)),
        progress("Waiting", len(active), session) as step,
    ):
        for outcome in out_of_turn(archive, active, utc_now):
            outcomes.append(outcome)
            step(outcome.policy.key)
    if session.json:
        emit("check", {"dry_run": False, "policies": [outcome_body(outcome) for outcome in outcomes]})
    else:
        show_outcomes(session, outcomes)
    missing = len(active) - len(outcomes)
    if missing:
        hint(f"{missing} are still waiting for their turn: see `tracker status`.", quiet=session.quiet)
    return code_of(outcomes)


def send(tracker: "Tracker") -> "list[Attempt]":
    """Send what the outbox holds; what fails stays there and is tried again."""
    from tracker.alert.deliver import deliver

    channels = tracker.watchlist.channels
    return list(deliver(tracker.outbox, channels, tracker.compose, tracker.clock)) if channels else []


def attempt_line(attempt: "Attempt") -> str:
    """Whether a receiver took a message, for a person."""
    state = {"sent": "told", "again": "not told yet", "dead": "given up"}[attempt.state]
    return clean(f"{attempt.delivery.channel}: {state}: {attempt.detail}")


def outcome_body(outcome: "Outcome") -> dict[str, Any]:
    """An outcome for JSON."""
    return {
        "name": outcome.policy.key,
        "check": check_body(outcome.check),
        "change": change_body(outcome.change) if outcome.change else None,
        "advanced": [change_body(change) for change in outcome.advanced],
    }


def code_of(outcomes: "list[Outcome]") -> int:
    """The exit code of a run."""
    changed = sum(bool(outcome.change or outcome.advanced) for outcome in outcomes)
    return codes.code_of(changed, sum(outcome.check.outcome == "unreadable" for outcome in outcomes))


def outcome_lines(outcome: "Outcome") -> list[str]:
    """What a check came to, for a person: a line, and the quotes that prove a change."""
    check, key = outcome.check, outcome.policy.key
    lines = [f"{key}: {change_line(change)}" for change in outcome.advanced]
    follows = {change.id for change in outcome.advanced}
    if outcome.change and outcome.change.verdict.refers_to in follows:
        return lines
    if outcome.change:
        lines.append(f"{key}: {click.style(change_line(outcome.change), fg='yellow')}")
        return lines + [f"    {quote}" for quote in quote_lines(outcome.change)]
    match check.outcome:
        case "unreadable":
            return [
                *lines,
                f"{key}: {click.style('unreadable', fg='red')}: {check.reason}: {clean(check.detail)}",
            ]
        case "first":
            return [*lines, f"{key}: first version stored as {check.snapshot}"]
        case _:
            return lines or [f"{key}: nothing new"]


def show_outcomes(session: Session, outcomes: "list[Outcome]") -> None:
    """Print what each check came to, then the count of each."""
    for outcome in outcomes:
        for line in outcome_lines(outcome):
            say(line)
    changed = sum(bool(outcome.change or outcome.advanced) for outcome in outcomes)
    unreadable = sum(outcome.check.outcome == "unreadable" for outcome in outcomes)
    hint(f"{len(outcomes)} checked, {changed} with changes, {unreadable} unreadable.", quiet=session.quiet)
