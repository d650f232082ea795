"""Writes versions and changes as JSON lines."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.archive import changes
from tracker.archive.archive import Archive, Holding
from tracker.archive.exporters.again import looks_again
from tracker.archive.exporters.resource import Column, Resource
from tracker.archive.moment import to_text
from tracker.archive.plain import compact
from tracker.archive.snapshot import Snapshot

VERSIONS = (
    Column("policy", "string", "Key of the policy: service/policy"),
    Column("service", "string", "Title of the service"),
    Column("title", "string", "Title of the policy"),
    Column("url", "string", "Address that was asked; of several the first"),
    Column("recorded_at", "datetime", "When the page was fetched, UTC"),
    Column("kind", "string", "first or change"),
    Column("origin", "string", "check, or the importer that brought it"),
    Column("note", "string", "Where an imported version comes from"),
    Column("seen_again", "array", "Later looks at this text that confirmed a change, or put it in force"),
    Column("snapshot", "string", "Id of the version"),
    Column("text_sha256", "string", "Of the text, UTF-8"),
    Column("record_sha256", "string", "Of the record in the archive"),
    Column("language", "string", "ISO 639-1, empty where not detected"),
    Column("declared_language", "string", "As the page declared it, empty where it did not"),
    Column("words", "integer", "Number of words"),
    Column("change", "string", "Id of the change that it makes, empty for a first version"),
    Column("text", "string", "The text as canonical Markdown"),
)

CHANGES = (
    Column("change", "string", "Id of the change"),
    Column("policy", "string", "Key of the policy"),
    Column("old", "string", "Id of the version before"),
    Column("new", "string", "Id of the version after"),
    Column("events", "array", "Stages with their times"),
    Column("verdict", "object", "How much it matters, how sure it is, from when it applies"),
    Column("findings", "array", "What it means, with the words that prove it"),
    Column("comparison", "object", "Every edit"),
)


def write(archive: Archive, holdings: tuple[Holding, ...], folder: Path) -> list[Resource]:
    """`versions.jsonl`, which `tracker import jsonl` reads, and `changes.jsonl`."""
    with (folder / "versions.jsonl").open(
        "w", encoding="utf-8", errors="surrogatepass", newline="\n"
    ) as file:
        file.writelines(f"{line}\n" for line in versions(archive, holdings))
    with (folder / "changes.jsonl").open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for holding in holdings:
            for change in archive.changes(holding.key):
                file.write(f"{compact(json.loads(changes.write(change)))}\n")
    return [
        Resource(
            "versions.jsonl", "Every version with its text", "application/jsonl", VERSIONS, ("snapshot",)
        ),
        Resource(
            "changes.jsonl", "Every change with its evidence", "application/jsonl", CHANGES, ("change",)
        ),
    ]


def versions(archive: Archive, holdings: tuple[Holding, ...]) -> Iterator[str]:
    """One line a version, policy by policy, oldest first."""
    for holding in holdings:
        again = looks_again(archive, holding.key)
        for position, snapshot in enumerate(archive.snapshots(holding.key)):
            yield compact(_version(archive, holding, snapshot, again[snapshot.id], is_first=position == 0))


def _version(
    archive: Archive, holding: Holding, snapshot: Snapshot, again: tuple[datetime, ...], *, is_first: bool
) -> dict[str, Any]:
    record: dict[str, Any] = archive.record_of(snapshot)
    pages = record["capture"]["pages"]
    return {
        "policy": holding.key,
        "service": holding.service,
        "title": holding.title,
        "url": pages[0]["url"] if pages else "",
        "recorded_at": to_text(snapshot.observed_at),
        "kind": "first" if is_first else "change",
        "origin": snapshot.origin,
        "note": record["note"],
        "seen_again": [to_text(moment) for moment in again],
        "snapshot": snapshot.id,
        "text_sha256": snapshot.text_sha256,
        "record_sha256": snapshot.record_sha256,
        "language": snapshot.language or "",
        "declared_language": record["text"]["declared_language"] or "",
        "words": snapshot.words,
        "change": record["change"] or "",
        "text": archive.text(snapshot),
    }
