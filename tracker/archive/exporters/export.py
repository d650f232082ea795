"""Writes an archive out in open formats, with a description of every file."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from tracker.archive.archive import Archive, Holding
from tracker.archive.errors import ArchiveError, explained
from tracker.archive.exporters import atom, datapackage, git, jsonl, tables, warc
from tracker.archive.exporters.resource import Resource

Format = Literal["jsonl", "csv", "warc", "git", "atom"]

FORMATS: tuple[Format, ...] = get_args(Format)

_WRITERS: dict[Format, Callable[[Archive, tuple[Holding, ...], Path], list[Resource]]] = {
    "jsonl": jsonl.write,
    "csv": tables.write,
    "warc": warc.write,
    "git": git.write,
    "atom": atom.write,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    folder: Path
    resources: tuple[Resource, ...]


def export(
    archive: Archive, folder: Path, formats: Collection[Format] = FORMATS, keys: Collection[str] | None = None
) -> Exported:
    """Write all policies, or those of `keys`, in each format, and `datapackage.json` beside them.

    The same archive gives the same bytes. Files of an earlier export are replaced, a git repository too.
    """
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise ArchiveError(f"There is no format {', '.join(unknown)}. Use {', '.join(FORMATS)}.")
    holdings = tuple(holding for holding in archive.policies() if keys is None or holding.key in keys)
    missing = sorted(set(keys or ()) - {holding.key for holding in holdings})
    if missing:
        raise ArchiveError(f"The archive holds no policy {', '.join(missing)}. See `tracker status`.")
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        resources = [
            resource
            for name in FORMATS
            if name in formats
            for resource in _WRITERS[name](archive, holdings, folder)
        ]
        (folder / "datapackage.json").write_bytes(datapackage.describe(resources, folder))
    return Exported(folder, tuple(resources))
