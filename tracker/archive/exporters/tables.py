"""Writes what the catalogue knows as tables of comma-separated values."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.archive.archive import Archive, Holding
from tracker.archive.exporters.resource import Column, Resource
from tracker.archive.moment import to_text

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets; an apostrophe before it prevents that."""

Cell = str | int | float | None

POLICIES = (
    Column("policy", "string", "Key: service/policy"),
    Column("service", "string", "Title of the service"),
    Column("title", "string", "Title of the policy"),
    Column("versions", "integer", "Number of versions"),
    Column("first_at", "datetime", "Time of the first version"),
    Column("latest_at", "datetime", "Time of the latest version"),
)
VERSIONS = (
    Column("version", "string", "Id"),
    Column("policy", "string", "Key of the policy"),
    Column("observed_at", "datetime", "When the page was fetched, UTC"),
    Column("words", "integer", "Number of words"),
    Column("language", "string", "ISO 639-1"),
    Column("origin", "string", "check, or the importer that brought it"),
    Column("text_sha256", "string", "Of the text"),
    Column("body_sha256", "string", "Of the page as received, decoded"),
    Column("record_sha256", "string", "Of the record"),
    Column("previous_record_sha256", "string", "Of the record before"),
)
CHANGES = (
    Column("change", "string", "Id"),
    Column("policy", "string", "Key of the policy"),
    Column("old", "string", "Version before"),
    Column("new", "string", "Version after"),
    Column("seen_at", "datetime", "Time of the new version"),
    Column("materiality", "string", "cosmetic, editorial or substantive"),
    Column("stage", "string", "sighted, confirmed, withdrawn or in-force"),
    Column("effective", "date", "From when the text says it applies"),
    Column("findings", "integer", "Number of findings"),
    Column("edits", "integer", "Number of edits"),
)
FINDINGS = (
    Column("change", "string", "Id of the change"),
    Column("position", "integer", "From 0, within the change"),
    Column("kind", "string", "category-new, category-removed, …"),
    Column("subject", "string", "Category or practice"),
    Column("confidence", "number", "0 to 1"),
    Column("quote", "string", "The words that prove it"),
)
INCIDENTS = (
    Column("policy", "string", "Key of the policy"),
    Column("opened_at", "datetime", "First failed check"),
    Column("closed_at", "datetime", "First check that worked again"),
    Column("reason", "string", "Why it could not be read"),
    Column("checks", "integer", "Failed checks"),
)


def write(archive: Archive, holdings: tuple[Holding, ...], folder: Path) -> list[Resource]:
    """`policies.csv`, `versions.csv`, `changes.csv`, `findings.csv`, `incidents.csv`."""
    tables = (
        ("policies", "Policies", POLICIES, ("policy",), _policies(holdings)),
        ("versions", "Versions", VERSIONS, ("version",), _versions(archive, holdings)),
        ("changes", "Changes", CHANGES, ("change",), _changes(archive, holdings)),
        ("findings", "Findings", FINDINGS, ("change", "position"), _findings(archive, holdings)),
        ("incidents", "Incidents", INCIDENTS, ("policy", "opened_at"), _incidents(archive, holdings)),
    )
    resources = []
    for name, title, columns, keys, rows in tables:
        _write(folder / f"{name}.csv", columns, rows)
        resources.append(Resource(f"{name}.csv", title, "text/csv", columns, keys))
    return resources


def _write(path: Path, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        writer.writerows([_passive(cell) for cell in row] for row in rows)


def _passive(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(ACTIVE) else cell


def _policies(holdings: tuple[Holding, ...]) -> Iterator[tuple[Cell, ...]]:
    for holding in holdings:
        times = (to_text(at) if at else "" for at in (holding.first_at, holding.latest_at))
        yield (holding.key, holding.service, holding.title, holding.snapshots, *times)


def _versions(archive: Archive, holdings: tuple[Holding, ...]) -> Iterator[tuple[Cell, ...]]:
    for holding in holdings:
        for each in archive.snapshots(holding.key):
            yield (
                each.id, each.policy, to_text(each.observed_at), each.words, each.language or "", each.origin,
                each.text_sha256, each.body_sha256, each.record_sha256, each.previous_record_sha256,
            )  # fmt: skip


def _changes(archive: Archive, holdings: tuple[Holding, ...]) -> Iterator[tuple[Cell, ...]]:
    for holding in holdings:
        for each in archive.changes(holding.key):
            effective = each.verdict.effective.isoformat() if each.verdict.effective else ""
            yield (
                each.id, each.policy, each.old.id, each.new.id, to_text(each.new.observed_at),
                each.verdict.materiality, each.verdict.stage, effective, len(each.findings),
                len(each.comparison.edits),
            )  # fmt: skip


def _findings(archive: Archive, holdings: tuple[Holding, ...]) -> Iterator[tuple[Cell, ...]]:
    for holding in holdings:
        for change in archive.changes(holding.key):
            for position, each in enumerate(change.findings):
                yield change.id, position, each.kind, each.subject, each.confidence, each.quote


def _incidents(archive: Archive, holdings: tuple[Holding, ...]) -> Iterator[tuple[Cell, ...]]:
    for holding in holdings:
        for each in archive.incidents(holding.key):
            closed = to_text(each.closed_at) if each.closed_at else ""
            yield each.policy, to_text(each.opened_at), closed, each.reason, each.checks
