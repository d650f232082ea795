"""Writes the captures of each policy as one WARC file."""

from pathlib import Path

from tracker.archive.archive import Archive, Holding
from tracker.archive.exporters.resource import Resource


def write(archive: Archive, holdings: tuple[Holding, ...], folder: Path) -> list[Resource]:
    """`warc/<service>_<policy>.warc.gz`: the files of its versions one after the other, unaltered.
    What a rule of retention has dropped is not among them.

    Bodies that a revisit record refers to stand before it in the same file.
    """
    target = folder / "warc"
    target.mkdir(exist_ok=True)
    resources = []
    for holding in holdings:
        name = f"{holding.key.replace('/', '_')}.warc.gz"
        with (target / name).open("wb") as file:
            for snapshot in archive.snapshots(holding.key):
                if not archive.is_dropped(snapshot):
                    file.write(archive.layout.file(snapshot.id, ".warc.gz").read_bytes())
        title = f"{holding.service}, {holding.title}: captures"
        resources.append(Resource(f"warc/{name}", title, "application/warc"))
    return resources
