"""`tracker diff` shows what changed between two versions."""

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import NAME, command
from tracker.cli.output import emit, hint
from tracker.cli.session import Session
from tracker.cli.versions import version
from tracker.cli.words import snapshot_body

if TYPE_CHECKING:
    from tracker.compare.comparison import Comparison

UNWRAPPED = 100_000
"""Columns of a pipe: lines stay whole, so that `grep` finds what stands in them."""


@command(
    examples=(
        ("diff x", "the last two versions, word by word"),
        ("diff x 2023-08-01..2023-10-01", "what was on the page at two dates"),
        ("diff x first..last --patch", "a unified diff that `patch` applies"),
    ),
    exit_zero=True,
)
@click.argument("name", type=NAME)
@click.argument("versions", default="previous..last", metavar="[A..B]")
@click.option("--whole", is_flag=True, help="Compare pages as they were, also where they show two texts.")
@click.option("--patch", is_flag=True, help="Print a unified diff of the Markdown files.")
def command_(session: Session, name: str, versions: str, whole: bool, patch: bool) -> int:
    """Show what changed between two versions.

    A and B are days, months or moments in UTC, or first, previous, last. Where a page shows the current and
    the upcoming text, the upcoming one is compared. Leaves with 1 if the texts differ.
    """
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


def _show(comparison: "Comparison") -> None:
    from rich.console import Console

    from tracker.compare.terminal import show

    on_terminal = sys.stdout.isatty()
    console = Console(highlight=False) if on_terminal else Console(highlight=False, width=UNWRAPPED)
    show(comparison, console, side_by_side=None if on_terminal else False)
