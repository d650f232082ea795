"""`tracker diff` shows what changed between two versions."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit, hint
from tracker.cli.session import Session
from tracker.cli.versions import version
from tracker.cli.words import snapshot_body
from tracker.errors import NotPossible

if TYPE_CHECKING:
    from rich.console import Console

    from tracker.compare.comparison import Comparison

UNWRAPPED = 100_000
"""Columns of a pipe: lines stay whole, so that `grep` finds what stands in them."""


@command(
    examples=(
        ("diff x", "the last two versions, word by word"),
        ("diff x 2023-08-01..2023-10-01", "what was on the page at two dates"),
        ("diff x first..last --patch", "a unified diff that `patch` applies"),
        ("diff --read changes.patch", "a patch that git wrote, word by word"),
    ),
    exit_zero=True,
)
@click.argument("name", type=NAME, required=False)
@click.argument("versions", default="previous..last", metavar="[A..B]")
@click.option("--whole", is_flag=True, help="Compare pages as they were, also where they show two texts.")
@click.option("--patch", is_flag=True, help="Print a unified diff of the Markdown files.")
@click.option(
    "--read",
    "from_elsewhere",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Show the patch in this file instead, as `git diff` or `diff -u` writes it; - for standard input.",
)
def command_(
    session: Session,
    name: str | None,
    versions: str,
    whole: bool,
    patch: bool,
    from_elsewhere: Path | None,
) -> int:
    """Show what changed between two versions.

    A and B are days, months or moments in UTC, or first, previous, last. Where a page shows the current and
    the upcoming text, the upcoming one is compared. Leaves with 1 if the texts differ.
    """
    if from_elsewhere is not None:
        return _read(session, from_elsewhere)
    if name is None:
        raise click.UsageError("Name a policy, as in `tracker diff x`, or a patch, with --read FILE.")
    from tracker.compare.align import compare
    from tracker.compare.patch import unified_patch
    from tracker.extract.markdown import to_markdown
    from tracker.judge.editions import compared
    from tracker.report.terminal import strip_controls

    old_name, _, new_name = versions.partition("..")
    with session.archive() as archive:
        policy = session.known(archive).find(name)
        old, new = version(archive, policy, old_name or "first"), version(archive, policy, new_name)
        texts = archive.document(old), archive.document(new)
    comparison = compare(*(texts if whole else compared(*texts)))
    names = (f"{side}/{each.id.replace('@', '/')}.md" for side, each in (("a", old), ("b", new)))
    unified = unified_patch(to_markdown(texts[0]), to_markdown(texts[1]), *names)
    if session.json:
        ends = {"old": snapshot_body(old), "new": snapshot_body(new)}
        emit("diff", {**ends, "capped": comparison.capped, "edits": comparison.edits, "patch": unified})
    elif patch:
        click.echo(strip_controls(unified) if sys.stdout.isatty() else unified, nl=False)
    else:
        hint(f"{old.id} → {new.id}", quiet=session.quiet)
        _show(comparison)
    return codes.CHANGED if comparison.edits else codes.OK


def _read(session: Session, path: Path) -> int:
    """Show a patch from elsewhere."""
    from tracker.compare.patch import UnreadablePatch, parse_patch
    from tracker.compare.terminal import show_patch

    try:
        body = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        files = parse_patch(body.decode("utf-8", "replace"))
    except OSError as error:
        raise NotPossible(f"cannot be read: {error.strerror}", str(path), "Name a file, or -.") from error
    except UnreadablePatch as error:
        raise NotPossible(str(error).rstrip("."), str(path)) from error
    if session.json:
        emit("patch", {"files": files})
    else:
        show_patch(files, _console(), side_by_side=_side_by_side())
    return codes.CHANGED if files else codes.OK


def _show(comparison: "Comparison") -> None:
    from tracker.compare.terminal import show

    show(comparison, _console(), side_by_side=_side_by_side())


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=UNWRAPPED)


def _side_by_side() -> bool | None:
    """As the terminal is wide; never in a pipe."""
    return None if sys.stdout.isatty() else False
