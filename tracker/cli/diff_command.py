"""`tracker diff` shows what changed between two versions."""

from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.command import command
from tracker.cli.output import clean, emit, hint, say
from tracker.cli.session import Session
from tracker.cli.versions import version
from tracker.cli.words import snapshot_body

if TYPE_CHECKING:
    from tracker.compare.comparison import Comparison, Edit


@command(
    examples=(
        ("diff x", "the last two versions, word by word"),
        ("diff x 2023-08-01..2023-10-01", "what was on the page at two dates"),
        ("diff x first..last --patch", "a unified diff that `patch` applies"),
    )
)
@click.argument("name")
@click.argument("versions", default="previous..last", metavar="[A..B]")
@click.option("--patch", is_flag=True, help="Print a unified diff of the Markdown files.")
def command_(session: Session, name: str, versions: str, patch: bool) -> int:
    """Show what changed between two versions.

    A and B are days, months or moments in UTC, or first, previous, last. Leaves with 1 if the texts differ.
    """
    from tracker.compare.align import compare
    from tracker.compare.patch import unified_patch
    from tracker.extract.markdown import to_markdown

    old_name, _, new_name = versions.partition("..")
    with session.archive() as archive:
        policy = session.known(archive).find(name)
        old, new = version(archive, policy, old_name or "first"), version(archive, policy, new_name)
        old_text, new_text = archive.document(old), archive.document(new)
    comparison = compare(old_text, new_text)
    paths = [
        f"{side}/{policy.key}/{snapshot.id.partition('@')[2]}.md"
        for side, snapshot in (("a", old), ("b", new))
    ]
    unified = unified_patch(to_markdown(old_text), to_markdown(new_text), *paths)
    if session.json:
        ends = {"old": snapshot_body(old), "new": snapshot_body(new)}
        emit("diff", {**ends, "capped": comparison.capped, "edits": comparison.edits, "patch": unified})
    elif patch:
        click.echo(unified, nl=False)
    else:
        hint(f"{old.id} → {new.id}", quiet=session.quiet)
        _show(comparison)
    return codes.CHANGED if comparison.edits else codes.OK


def _show(comparison: "Comparison") -> None:
    path: tuple[str, ...] = ()
    for edit in comparison.edits:
        sentences = edit.new or edit.old
        if sentences[0].path != path:
            path = sentences[0].path
            say(click.style(clean(" › ".join(path)) or "(top)", bold=True))
        for line in _lines(edit):
            say(line)
    if not comparison.edits:
        say("The texts are the same.")


def _lines(edit: "Edit") -> list[str]:
    gone = clean(" ".join(sentence.text for sentence in edit.old))
    come = clean(" ".join(sentence.text for sentence in edit.new))
    match edit.kind:
        case "insert":
            return [click.style(f"  + {come}", fg="green")]
        case "delete":
            return [click.style(f"  - {gone}", fg="red")]
        case "move":
            return [click.style(f"  > {come}", fg="blue") + "  (moved)"]
        case _:
            return [f"  ~ {_marked(edit)}"]


def _marked(edit: "Edit") -> str:
    """A re-worded sentence: what went as [-…-], what came as {+…+}, as in `git diff --word-diff`."""
    from tracker.report.terminal import strip_controls

    runs = []
    for mark, raw in edit.words:
        text = strip_controls(raw)
        match mark:
            case "delete":
                runs.append(click.style(f"[-{text}-]", fg="red"))
            case "insert":
                runs.append(click.style(f"{{+{text}+}}", fg="green"))
            case _:
                runs.append(text)
    return "".join(runs).replace("\n", " ")
