"""`tracker export` writes versions and changes in open formats."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import codes
from tracker.cli.command import Group, command
from tracker.cli.output import emit, hint, moment, plain
from tracker.cli.session import Session

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.watchlist.policy import Policy

COLUMNS = (
    "policy", "change", "seen_at", "stage", "materiality", "effective", "kind", "subject", "phrase", "quote",
    "old_quote", "confidence",
)  # fmt: skip

command_ = Group(
    "export",
    help="""Write versions and changes in open formats.

    The archive itself is open too: `snapshots/` holds every version as Markdown, JSON and WARC.
    """,
)


@command_.put("versions")
@command(
    examples=(
        ("export versions > all.jsonl", "every version with its text, one a line"),
        ("export versions x --output x.jsonl", "those of one policy; `tracker import jsonl` reads them back"),
    )
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--output", "-o", type=click.Path(path_type=Path), default=None, help="Write to this file.")
def versions(session: Session, names: tuple[str, ...], output: Path | None) -> int:
    """Write versions as JSON lines, oldest first."""
    with session.archive() as archive:
        rows = _versions(archive, session.known(archive).select(names))
        _put(session, (json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output)
    return codes.OK


@command_.put("changes")
@command(
    examples=(
        ("export changes > changes.csv", "every finding of every change, one a row"),
        ("export changes x --output x.csv", "those of one policy"),
    )
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--output", "-o", type=click.Path(path_type=Path), default=None, help="Write to this file.")
def changes(session: Session, names: tuple[str, ...], output: Path | None) -> int:
    """Write changes with their findings as CSV; a change without findings has one row all the same."""
    with session.archive() as archive:
        policies = session.known(archive).select(names)
        rows = (row for policy in policies for row in _findings(archive, policy))
        _put(session, _csv(rows), output)
    return codes.OK


def _versions(archive: "Archive", policies: "Iterable[Policy]") -> Iterator[dict[str, Any]]:
    from tracker.extract.markdown import to_markdown

    for policy in policies:
        for snapshot in archive.snapshots(policy.key):
            yield {
                "recorded_at": moment(snapshot.observed_at),
                "policy": policy.key,
                "service": policy.service,
                "title": policy.title,
                "url": policy.source.urls[0] if policy.source.urls else "",
                "language": snapshot.language,
                "text_sha256": snapshot.text_sha256,
                "text": to_markdown(archive.document(snapshot)),
            }


def _findings(archive: "Archive", policy: "Policy") -> Iterator[dict[str, Any]]:
    for change in archive.changes(policy.key):
        row = {
            "policy": policy.key,
            "change": change.id,
            "seen_at": moment(change.new.observed_at),
            "stage": change.verdict.stage,
            "materiality": change.verdict.materiality,
            "effective": plain(change.verdict.effective),
        }
        for finding in change.findings:
            yield row | {key: getattr(finding, key) for key in COLUMNS[6:]}
        if not change.findings:
            yield row


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """CSV with a head; a cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _harmless(value) for key, value in row.items()})
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _put(session: Session, pieces: Iterable[str], output: Path | None) -> None:
    """Write to a file, or to stdout; with --json a file is needed, since stdout holds the one document."""
    if output is None and not session.json:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    if output is None:
        raise click.UsageError("--json needs --output FILE, since stdout holds one document only")
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
    if session.json:
        emit("export", {"file": output})
    hint(f"Wrote {output}.", quiet=session.quiet)
