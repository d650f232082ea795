"""`tracker alert` shows what a channel would say, or sends a test message over it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, Group, command
from tracker.cli.output import clean, emit, moment, say
from tracker.cli.session import Session
from tracker.errors import UnknownName
from tracker.watchlist.table import nearest

if TYPE_CHECKING:
    from tracker.alert.channel import Failed, Sent
    from tracker.watchlist.watchlist import Channel, Watchlist

command_ = Group("alert", help="Show what a channel would say, or send a test message over it.")


@command_.put("test")
@command(
    examples=(
        ("alert test", "over every channel of the watchlist"),
        ("alert test desk", "over one of them"),
    )
)
@click.argument("names", nargs=-1, metavar="[CHANNEL]...")
def test(session: Session, names: tuple[str, ...]) -> int:
    """Send a message that says it is a test, now, and tell what the receiver answered.

    Leaves with 2 if a channel does not work. Nothing is kept in the outbox.
    """
    from tracker.alert.channel import Sent

    rows = []
    for channel in _chosen(session.watchlist, names):
        for to, outcome in _send(channel):
            rows.append({"channel": to, "sent": isinstance(outcome, Sent), "detail": outcome.detail})
    if session.json:
        emit("alert-test", {"channels": rows})
    else:
        for row in rows:
            state = "took it" if row["sent"] else click.style("failed", fg="red")
            say(f"{row['channel']}: {state}: {clean(str(row['detail']))}")
    return codes.OK if all(row["sent"] for row in rows) else codes.ERROR


@command_.put("preview")
@command(
    examples=(
        ("alert preview x", "the latest change of a policy, as each channel would tell it"),
        ("alert preview 3f9a12c4d5e6f708 --channel desk --folder out", "one change and channel, as files"),
    )
)
@click.argument("change", type=NAME, metavar="NAME|CHANGE")
@click.option("--channel", "names", multiple=True, metavar="CHANNEL", help="Only this channel; repeatable.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Write what would be sent into this folder: mails, HTML, JSON.",
)
def preview(session: Session, change: str, names: tuple[str, ...], folder: Path | None) -> int:
    """Show what each channel would send of a change; nothing is sent, and no secret is read.

    CHANGE is the id of a change as `tracker log --json` gives it; a policy's name means its latest change.
    Each rendering says first whether the channel's own rule lets the change through.
    """
    from tracker.cli.previewing import previews

    channels = _chosen(session.watchlist, names)
    rows = []
    for channel, told, found in previews(session, change, channels):
        paths = [_written(folder, channel.name, end, body) for end, body in found.files.items()]
        rows.append(
            {
                "channel": channel.name,
                "type": channel.type,
                "told": told,
                "rendering": found.shown,
                "files": [path for path in paths if path],
            }
        )
    if session.json:
        emit("alert-preview", {"channels": rows})
        return codes.OK
    for row in rows:
        say(click.style(f"== {row['channel']} ({row['type']}): {row['told']}", bold=True))
        for path in row["files"]:
            say(str(path))
        if folder is None:
            say("\n".join(clean(line) for line in str(row["rendering"]).split("\n")))
    return codes.OK


@command_.put("schema")
@command(
    examples=(
        ("alert schema", "of change, incident, digest, notice and test"),
        ("alert schema > webhook-1.json", "into a file, for a validator"),
    )
)
def schema(session: Session) -> int:  # noqa: ARG001 - of every command
    """Print the JSON Schema of what a webhook receives."""
    from importlib.resources import files

    click.echo((files("tracker.alert") / "webhook" / "webhook-1.json").read_text("utf-8"), nl=False)
    return codes.OK


def _written(folder: Path | None, name: str, end: str, body: bytes) -> Path | None:
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{end}"
    path.write_bytes(body)
    return path


def _chosen(watchlist: "Watchlist", names: tuple[str, ...]) -> "list[Channel]":
    channels = {channel.name: channel for channel in watchlist.channels}
    if not channels:
        raise UnknownName(
            "no channel is configured", str(watchlist.path), "Add a [[channel]] table; see `tracker init`."
        )
    for name in names:
        if name not in channels:
            raise UnknownName(
                f'there is no channel "{name}"', str(watchlist.path), nearest(name, channels, "Channels")
            )
    return [channels[name] for name in names] or list(channels.values())


def _send(channel: "Channel") -> "list[tuple[str, Sent | Failed]]":
    from tracker.alert.address import address
    from tracker.alert.channel import Message
    from tracker.alert.registry import recipients, sender
    from tracker.workspace import utc_now

    now = utc_now()
    text = (
        f"This is a test of the channel {channel.name}: alerts about policies will reach you the same way.\n"
    )
    sent = []
    for recipient in recipients(channel.settings):
        message = Message(
            id=f"test-{channel.name}-{now:%Y%m%dT%H%M%S}",
            kind="test",
            title=f"Test of the channel {channel.name}",
            text=text,
            payload={
                "type": "test",
                "timestamp": moment(now),
                "data": {"schema": 1, "channel": channel.name},
            },
            recipient=recipient,
        )
        sent.append((address(channel.name, recipient), sender(channel.type)(channel.settings, message, now)))
    return sent
