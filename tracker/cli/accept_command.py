"""`tracker accept` takes a text for the policy that the gate refused."""

from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.check_command import attempt_line, code_of, outcome_body, outcome_lines, send
from tracker.cli.command import NAME, command
from tracker.cli.output import clean, emit, hint, say, short_moment
from tracker.cli.session import Session

if TYPE_CHECKING:
    from tracker.archive.observation import Accepted


@command(
    examples=(
        ("accept x", "take the text that was refused last, and look again now"),
        ("accept x/cookies --json", "the same for one of several policies, as JSON"),
    ),
    exit_zero=True,
)
@click.argument("name", type=NAME)
def command_(session: Session, name: str) -> int:
    """Take the text that was refused last for the policy.

    A text that is too short, in another language, unlike all before or cut off is refused, until you say that
    it is the policy. The page is looked at again at once: if it still shows that text, this becomes a version
    whose record says that a person accepted it, when, and as what it had been refused. Other texts stay out.
    `tracker status` tells what is wrong, `tracker try` with the address shows the page. Leaves as
    `tracker check` does.
    """
    policy = session.require_watchlist().find(name)
    from tracker.cli.wiring import at_work

    with at_work(session) as tracker:
        accepted = tracker.accept(policy)
        outcome = tracker.check(policy)
        reports = tracker.write_news([outcome])
        attempts = send(tracker)
    if session.json:
        emit("accept", {"accepted": accepted, **outcome_body(outcome)})
    else:
        say(f"{policy.key}: {_taken(accepted)}")
        for line in outcome_lines(outcome):
            say(line)
        for report in reports:
            hint(f"Report: {report}", quiet=session.quiet)
    for attempt in attempts:
        hint(attempt_line(attempt), quiet=session.quiet)
    if code_of([outcome]) == codes.UNREADABLE:
        hint("The accepted text is not on the page now. It passes when it comes back.", quiet=session.quiet)
    return code_of([outcome])


def _taken(accepted: "Accepted") -> str:
    return clean(f"the text refused as {accepted.reason} is accepted, {short_moment(accepted.at)}")
