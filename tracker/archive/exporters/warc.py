"""Writes the captures of each policy as one WARC file."""

from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.archive.archive import Archive, Holding
from tracker.archive.exporters.again import looks_again
from tracker.archive.exporters.resource import Resource
from tracker.archive.moment import to_text
from tracker.archive.plain import canonical
from tracker.archive.snapshot import Snapshot
from tracker.archive.warcfile import Record, RecordWriter


def write(archive: Archive, holdings: tuple[Holding, ...], folder: Path) -> list[Resource]:
    """`warc/<service>_<policy>.warc.gz`: the files of its versions one after the other, unaltered.
    What a rule of retention has dropped is not among them.

    Bodies that a revisit record refers to stand before it in the same file. After each version one more
    record says how its text is read out of the capture, so that an import finds the same text.
    """
    target = folder / "warc"
    target.mkdir(exist_ok=True)
    resources = []
    for holding in holdings:
        name = f"{holding.key.replace('/', '_')}.warc.gz"
        again = looks_again(archive, holding.key)
        with (target / name).open("wb") as file:
            for snapshot in archive.snapshots(holding.key):
                if not archive.is_dropped(snapshot):
                    file.write(archive.layout.file(snapshot.id, ".warc.gz").read_bytes())
                    file.write(_about(archive, snapshot, again[snapshot.id]))
        title = f"{holding.service}, {holding.title}: captures"
        resources.append(Resource(f"warc/{name}", title, "application/warc"))
    return resources


def _about(archive: Archive, snapshot: Snapshot, again: tuple[datetime, ...]) -> bytes:
    """What the record of a version says of its reading, as a record of the WARC file."""
    record: dict[str, Any] = archive.record_of(snapshot)
    pages = record["capture"]["pages"]
    said = {
        "of": snapshot.id,
        "policy": record["policy"],
        "origin": record["origin"],
        "note": record["note"],
        "seen_again": [to_text(moment) for moment in again],
    }
    writer = RecordWriter(f"{snapshot.id} exported")
    url = pages[0]["url"] if pages else ""
    date = to_text(snapshot.observed_at)
    writer.write(Record("metadata", url, date, "application/json", canonical(said)))
    return writer.compressed()
