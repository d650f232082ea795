"""`tracker run` keeps looking, on the watchlist's schedule."""

import logging
import os
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.check_command import attempt_line, code_of, outcome_body, outcome_lines
from tracker.cli.command import command
from tracker.cli.output import counted, emit, hint, say, short_moment
from tracker.cli.session import Session
from tracker.errors import WatchlistError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.alert.deliver import Attempt
    from tracker.pipeline import Outcome
    from tracker.schedule.service import Work


@command(
    examples=(
        ("run", "until it is stopped: checks, alerts, reports"),
        ("run --once", "only what is due now, for a timer of the system"),
        ("run --listen 9464", "with a health check, and metrics for Prometheus"),
        ("run --log json --quiet", "log lines for a machine"),
    ),
    exit_zero=True,
)
@click.option("--once", is_flag=True, help="Do what is due now, then leave.")
@click.option(
    "--listen",
    metavar="[HOST:]PORT",
    default="",
    help="Answer /healthz and /metrics there; without a host, to this machine only.",
)
@click.option(
    "--log",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of what is logged to stderr.",
)
def command_(session: Session, once: bool, listen: str, log: str) -> int:
    """Keep looking, on the watchlist's schedule.

    SIGTERM or Ctrl-C stop it after what is in flight; nothing is lost if it is killed. A changed tracker.toml
    is taken up when it is saved. One process runs an archive; `tracker status` can be asked meanwhile.
    """
    watchlist = session.require_watchlist()
    from tracker.archive.lock import running
    from tracker.workspace import utc_now

    _log_to_stderr(log)
    with running(watchlist.settings.archive, utc_now()):
        return _once(session) if once else _forever(session, listen)


def _log_to_stderr(form: str) -> None:
    from tracker.schedule.logs import JsonLines

    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else plain)
    logging.basicConfig(handlers=[handler], level=logging.INFO if form == "json" else logging.WARNING)


def _once(session: Session) -> int:
    from tracker.cli.wiring import at_work
    from tracker.jobs import Duty

    outcomes: list[Outcome] = []
    halt = threading.Event()
    with at_work(session) as tracker:
        duty = Duty(tracker, outcomes.append, _tell_attempt, alone=True)
        duty.tick(halt)
        duty.make_up()
        duty.digest(halt)
        duty.deliver(halt)
        duty.heartbeat(halt)
    if session.json:
        emit("run", {"policies": [outcome_body(outcome) for outcome in outcomes]})
    else:
        for outcome in outcomes:
            _tell_outcome(outcome)
        if not outcomes:
            hint("Nothing is due.", quiet=session.quiet)
    return code_of(outcomes)


def _forever(session: Session, listen: str) -> int:
    from tracker.cli import memory
    from tracker.jobs import Duty
    from tracker.schedule.service import Service
    from tracker.watchlist.read import read_watchlist
    from tracker.workspace import Tracker

    memory.set_up()
    settings = session.watchlist.settings
    done: Counter[str] = Counter()
    at_work: list[Duty] = []

    def looked(outcome: "Outcome") -> None:
        done["checks"] += 1
        _tell_outcome(outcome)

    def attempted(attempt: "Attempt") -> None:
        done["alerts"] += attempt.state == "sent"
        _tell_attempt(attempt)

    def load() -> "Work":
        watchlist = read_watchlist(session.path)
        if watchlist.settings.archive != settings.archive:
            raise WatchlistError(
                "the archive is another folder now", str(session.path), "Restart `tracker run`."
            )
        if not watchlist.policies:
            raise WatchlistError(
                "nothing is watched any more", str(session.path), "Stop `tracker run` instead."
            )
        tracker = Tracker.open(watchlist)
        try:
            duty = Duty(tracker, looked, attempted, alone=not at_work)
        except BaseException:
            tracker.close()
            raise
        at_work[:] = [duty]
        return duty.work()

    def note_trouble(job: str, detail: str) -> None:
        at_work[0].trouble = f"{job}: {detail}"

    hint(
        f"Watching {counted(len(session.watchlist.policies), 'policy', 'policies')}. Stop with Ctrl-C.",
        quiet=session.quiet,
    )
    service = Service(load, watched=session.path, stop_seconds=settings.stop_seconds, on_trouble=note_trouble)
    with _listening(session, listen):
        ended = service.run()
    if session.json:
        emit("run", {"checks": done["checks"], "alerts": done["alerts"], "ended": ended})
    hint(f"Stopped after {done['checks']} checks.", quiet=session.quiet)
    if not ended:  # a thread that does not end would hold up the exit; its work returns by its lease
        sys.stdout.flush()
        os._exit(codes.OK)
    return codes.OK


@contextmanager
def _listening(session: Session, address: str) -> "Iterator[None]":
    """Answer health checks and scrapes meanwhile, from a connection of their own."""
    if not address:
        yield
        return
    from tracker.archive.archive import Archive
    from tracker.schedule.listen import listening
    from tracker.schedule.status import summary
    from tracker.workspace import utc_now

    with (
        Archive.open(session.watchlist.settings.archive) as archive,
        listening(address, lambda: summary(archive, utc_now())) as port,
    ):
        hint(f"Health and metrics on port {port}.", quiet=session.quiet)
        yield


def _tell_outcome(outcome: "Outcome") -> None:
    if outcome.is_news or outcome.incident:
        for line in outcome_lines(outcome):
            say(line if line.startswith(" ") else f"{short_moment(outcome.check.at)}  {line}")


def _tell_attempt(attempt: "Attempt") -> None:
    say(attempt_line(attempt))
