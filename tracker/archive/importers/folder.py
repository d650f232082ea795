"""Reads versions out of a folder of dated files."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.archive import record
from tracker.archive.errors import ImportSourceError
from tracker.archive.importers.recorded import (
    CANONICAL,
    HTML,
    MARKDOWN,
    Keys,
    RecordedVersion,
    after,
    origin_of,
    seen_again,
)
from tracker.archive.moment import from_text
from tracker.watchlist.slug import is_slug

CONTENT_TYPES = {
    ".md": MARKDOWN,
    ".txt": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": "application/pdf",
}
"""By the end of the file name; other files are passed over."""

_DATED = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T_ -]?(\d{2})[:.-]?(\d{2})[:.-]?(\d{2})?Z?)?(?!\d)")


def read(
    path: Path, *, service: str | None = None, title: str | None = None, url: str = ""
) -> Iterator[RecordedVersion]:
    """The versions below a folder, policy by policy, oldest first.

    A file's name begins with its time in UTC: `2023-08-23.html`, `20230823T034134Z.md`. The two folders
    above it name service and policy, as in an archive of this program; arguments win over them.
    """
    if not path.is_dir():
        raise ImportSourceError(f"{path} is no folder. Name a folder of files such as 2023-08-23.html.")
    keys = Keys()
    found: dict[str, list[tuple[datetime, Path, str, str]]] = {}
    for file in sorted(path.rglob("*")):
        moment = _moment(file.name)
        if (
            file.suffix.lower() not in CONTENT_TYPES
            or moment is None
            or not file.is_file()
            or file.is_symlink()
        ):
            continue
        above = [*path.absolute().parts[-2:], *file.relative_to(path).parts[:-1]][-2:]
        names = (service or above[0], title or above[1])
        key = "/".join(names) if all(is_slug(name) for name in names) else keys.key(*names)
        found.setdefault(key, []).append((moment, file, *names))
    if not found:
        raise ImportSourceError(
            f"{path} holds no dated file. Name files by their time, such as 2023-08-23.html."
        )
    for key, files in sorted(found.items()):
        yield from _history(path, key, sorted(files), url)


def _history(
    folder: Path, key: str, files: list[tuple[datetime, Path, str, str]], url: str
) -> Iterator[RecordedVersion]:
    """The versions of one policy; a second of the same moment comes a second later."""
    records = [_record(file) for _, file, _, _ in files]
    times = [_observed_at(said) or moment for said, (moment, *_) in zip(records, files, strict=True)]
    events = (event for _, file, _, _ in files for event in _events(file))
    last: datetime | None = None
    for again, said, moment, (_, file, named, titled) in zip(
        seen_again(times, events), records, times, files, strict=True
    ):
        version = RecordedVersion(
            policy=key,
            service=named,
            title=titled,
            url=url,
            recorded_at=(last := after(moment, last)),
            body=file.read_bytes(),
            content_type=CONTENT_TYPES[file.suffix.lower()],
            origin="folder",
            note=str(file.relative_to(folder)),
        )
        yield _as_recorded(version, said, again)


def _as_recorded(
    version: RecordedVersion, said: dict[str, Any], again: tuple[datetime, ...]
) -> RecordedVersion:
    """With what the record beside it says, where this program wrote both."""
    try:
        if record.sha256(version.body) != said["text"]["sha256"]:
            return version
        pages = said["capture"]["pages"]
        return replace(
            version,
            service=said["policy"]["service"],
            title=said["policy"]["title"],
            url=version.url or (pages[0]["url"] if pages else ""),
            content_type=CANONICAL,
            origin=origin_of("folder", said["origin"]),
            note=said["note"] or version.note,
            charset="utf-8",
            language=said["text"]["declared_language"],
            seen_again=again,
        )
    except (KeyError, TypeError):
        return version


def _record(file: Path) -> dict[str, Any]:
    """The record beside a text; {} where this program wrote none."""
    try:
        return record.read(file.with_suffix(".json"))[0] if file.suffix == ".md" else {}
    except (OSError, ValueError):
        return {}


def _observed_at(said: dict[str, Any]) -> datetime | None:
    try:
        return from_text(said["observed_at"])
    except (KeyError, TypeError, ValueError):
        return None


def _events(file: Path) -> Iterator[datetime]:
    """When the change beside a text reached its stages."""
    try:
        change = json.loads(file.with_suffix(".change.json").read_bytes())
        yield from [from_text(event["at"]) for event in change["events"]]
    except (OSError, KeyError, TypeError, ValueError):
        return


def _moment(name: str) -> datetime | None:
    dated = _DATED.match(name)
    if dated is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in dated.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
