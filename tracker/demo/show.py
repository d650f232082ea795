"""Shows the demo on the terminal: each scene with its verdict, then the mail, the webhook and the report."""

import json
from pathlib import Path
from typing import Any

import click

from tracker.archive.change import Change
from tracker.cli.output import clean, emit, hint, say
from tracker.cli.words import change_line, quote_lines
from tracker.demo.run import Performance, Played, play

SHOWN_HEADERS = ("From", "To", "Date", "Subject", "Message-ID", "List-Id")


def show(folder: Path, *, as_json: bool = False) -> None:
    """Play the story into a folder and show it as it goes; as JSON, one document at its end."""
    said, done = 0, None
    if not as_json:
        say(f"{click.style('Plaza', bold=True)}, a made-up platform, changes its policy; we watch it.")
    for done in play(folder):
        for played in done.scenes[said:]:
            said += 1
            if not as_json:
                _show_scene(played)
    assert done is not None, "the story has scenes"
    if as_json:
        emit("demo", _body(done))
        return
    _show_mail(done)
    _show_hook(done)
    _show_end(done)


def _show_scene(played: Played) -> None:
    say()
    say(f"{played.scene.at:%Y-%m-%d %H:%M}  {click.style(played.scene.told, dim=True)}")
    if played.change is None:
        say(f"  first version stored: {played.check.snapshot}")
        return
    say(f"  {click.style(change_line(played.change), fg='yellow', bold=True)}")
    for quote in quote_lines(played.change):
        say(f"    {quote}")


def _show_mail(done: Performance) -> None:
    _title(f"The mail, as received ({len(done.mails)} in all; this is the first)")
    mail = done.mails[0]
    for name in SHOWN_HEADERS:
        if mail[name]:
            say(f"{click.style(name, bold=True)}: {clean(str(mail[name]))}")
    text = mail.get_body(("plain",))
    say()
    say(text.get_content().rstrip() if text else "")


def _show_hook(done: Performance) -> None:
    _title(f"The webhook, as received ({len(done.hooks)} in all; this is the first)")
    hook = done.hooks[0]
    body = json.loads(hook.body)
    say(f"{body['type']} at {body['timestamp']}, {len(hook.body)} bytes")
    mark = click.style("verified", fg="green") if hook.verified else click.style("NOT verified", fg="red")
    say(f"signature: {mark} (Standard Webhooks 1.0)")


def _show_end(done: Performance) -> None:
    confirmed = [played for played in done.scenes if _is(played.change, "confirmed")]
    change = confirmed[0].change if confirmed else None
    page = done.folder / "reports" / (f"{change.new.id.replace('@', '/')}.html" if change else "index.html")
    _title("What to look at")
    say(f"the report   {page}")
    say(f"all reports  {done.folder / 'reports' / 'index.html'}")
    say(f"the archive  {done.folder / 'snapshots'}")
    hint(f"Try next: tracker --watchlist {done.folder / 'tracker.toml'} log plaza")


def _is(change: Change | None, stage: str) -> bool:
    return change is not None and change.events[0].stage == stage


def _title(text: str) -> None:
    say()
    say(click.style(text, bold=True))


def _body(done: Performance) -> dict[str, Any]:
    return {
        "folder": str(done.folder),
        "scenes": [
            {
                "at": played.scene.at,
                "told": played.scene.told,
                "outcome": played.check.outcome,
                "stage": played.change.verdict.stage if played.change else None,
                "new_categories": [
                    finding.subject
                    for finding in (played.change.findings if played.change else ())
                    if finding.kind == "category-new"
                ],
            }
            for played in done.scenes
        ],
        "mails": [str(mail["Subject"]) for mail in done.mails],
        "webhooks": [
            {"id": hook.headers.get("webhook-id"), "verified": hook.verified} for hook in done.hooks
        ],
    }
