"""`tracker doctor` finds out what would not work, before it matters."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tracker import __version__
from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.failure import describe
from tracker.cli.output import counted, emit, moment, say
from tracker.cli.session import Session
from tracker.errors import TrackerError
from tracker.watchlist.secret import Secret

if TYPE_CHECKING:
    from tracker.watchlist.watchlist import Channel, Settings

LOW_SPACE_BYTES = 500_000_000
EXTRAS = {"browser": "playwright", "pdf": "pypdf", "evidence": "rfc3161_client", "apprise": "apprise"}
State = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at."""

    what: str
    state: State
    detail: str


@command(
    examples=(
        ("doctor", "the watchlist, the archive, the disk, secrets, extras, the service"),
        ("doctor --json", "the same for a monitor"),
    )
)
def command_(session: Session) -> int:
    """Find out what would not work, before it matters.

    Nothing is fetched and nobody is told; `tracker alert test` and `tracker try` go further. Leaves with 2 if
    something is broken.
    """
    signs = list(_signs(session))
    if session.json:
        emit("doctor", {"version": __version__, "signs": signs})
    else:
        colours = {"ok": "green", "note": "yellow", "bad": "red"}
        for sign in signs:
            say(f"{click.style(sign.state.ljust(4), fg=colours[sign.state])}  {sign.what}: {sign.detail}")
    return codes.ERROR if any(sign.state == "bad" for sign in signs) else codes.OK


def _signs(session: Session) -> Iterator[Sign]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Sign("program", "ok", f"tracker {__version__} on Python {version}")
    try:
        settings, policies = session.watchlist.settings, session.watchlist.policies
    except TrackerError as error:
        yield Sign("watchlist", "bad", str(error))
    else:
        yield Sign(
            "watchlist",
            "ok" if policies else "note",
            f"{session.path}: {counted(len(policies), 'policy', 'policies')}",
        )
        yield _contact(settings)
        yield from _channels(session)
        yield from _archive(session)
        yield _disk(settings)
        if settings.ca_bundle:
            yield _trust(settings.ca_bundle)
        if any(policy.source.fetch != "http" for policy in policies):
            yield _browser(settings)
    for extra, module in EXTRAS.items():
        there = find_spec(module) is not None
        advice = f'not installed; pip install "privacy-policy-tracker[{extra}]"'
        yield Sign(f"extra {extra}", "ok" if there else "note", "installed" if there else advice)


def _contact(settings: "Settings") -> Sign:
    if settings.contact:
        return Sign("contact", "ok", settings.contact)
    return Sign("contact", "note", "none; set contact under [tracker], so that web sites can reach you")


def _channels(session: Session) -> Iterator[Sign]:
    channels = session.watchlist.channels
    if not channels:
        yield Sign("channels", "note", "none; nobody is told of a change")
    for channel in channels:
        missing = [*_missing_secrets(channel.settings), *_vain(session, channel)]
        state: State = "bad" if missing else "ok"
        yield Sign(
            f"channel {channel.name}", state, "; ".join(missing) or f"{channel.type}, secrets are there"
        )


def _vain(session: Session, channel: "Channel") -> Iterator[str]:
    from tracker.alert.rule_names import check_rules, in_vain

    try:
        check_rules(replace(session.watchlist, channels=(channel,)))
    except TrackerError as error:
        yield str(error)
    if reason := in_vain(channel, session.watchlist.policies):
        yield reason


def _missing_secrets(settings: object) -> Iterator[str]:
    """What the secrets of a channel lack; the secrets themselves are not shown."""
    for field in fields(settings):  # type: ignore[arg-type]
        value = getattr(settings, field.name)
        if is_dataclass(value) and not isinstance(value, Secret | type):
            yield from _missing_secrets(value)
        if isinstance(value, Secret):
            try:
                value.reveal()
            except TrackerError as error:
                yield f"{field.name}: {error}"


def _archive(session: Session) -> Iterator[Sign]:
    folder = session.settings.archive
    if not folder.is_dir():
        yield Sign("archive", "note", f"{folder} is made by the first check")
        return
    try:
        with session.archive() as archive:
            held = archive.policies()
            unreadable = archive.incidents(open_only=True)
    except Exception as error:  # a damaged catalogue is just what a doctor is asked about
        yield Sign("archive", "bad", str(TrackerError(*describe(error))))
        return
    yield Sign(
        "archive",
        "ok",
        f"{folder}: {counted(sum(each.snapshots for each in held), 'version', 'versions')}"
        f" of {counted(len(held), 'policy', 'policies')}",
    )
    if unreadable:
        names = ", ".join(incident.policy for incident in unreadable)
        yield Sign("policies", "note", f"unreadable at the moment: {names}")
    yield _service(folder)


def _service(folder: Path) -> Sign:
    from tracker.archive.lock import runner
    from tracker.schedule.heartbeat import read_heartbeat
    from tracker.workspace import utc_now

    beat, who = read_heartbeat(folder), runner(folder)
    if who is None:
        return Sign(
            "service", "note", "not running; `tracker run` keeps looking, or call `tracker check` from cron"
        )
    if beat is not None and beat.is_silent(utc_now()):
        return Sign("service", "bad", f"process {who.pid} gives no sign since {moment(beat.at)}; restart it")
    return Sign("service", "ok", f"process {who.pid} runs since {moment(who.since)}")


def _disk(settings: "Settings") -> Sign:
    folder = next(
        folder for folder in (settings.archive, *settings.archive.absolute().parents) if folder.exists()
    )
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Sign("disk", "bad", f"{folder} cannot be written; check its owner and permissions")
    return Sign("disk", "bad" if free < LOW_SPACE_BYTES else "ok", f"{free / 1e9:.1f} GB free at {folder}")


def _trust(ca_bundle: Path) -> Sign:
    from tracker.fetch.trust import trusting

    try:
        trusting(str(ca_bundle))
    except TrackerError as error:
        return Sign("ca_bundle", "bad", str(error))
    return Sign("ca_bundle", "ok", str(ca_bundle))


def _browser(settings: "Settings") -> Sign:
    from tracker.fetch.browser import find_chromium, missing_browser
    from tracker.fetch.settings import FetchSettings

    wanted = FetchSettings(chromium=settings.browser or None)
    if missing := missing_browser(wanted):
        return Sign("browser", "bad", f"policies ask for one. {missing}")
    return Sign("browser", "ok", find_chromium(wanted) or "")
