"""Reads the versions that Open Terms Archive keeps in a git repository, one file a policy."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from tracker.archive.errors import ArchiveError, ImportSourceError
from tracker.archive.importers.git import Commit, FileChange, opened
from tracker.archive.importers.recorded import (
    CANONICAL,
    MARKDOWN,
    Keys,
    Kind,
    RecordedVersion,
    after,
    moved,
    origin_of,
)
from tracker.archive.layout import checked_key
from tracker.archive.moment import from_text

SUBJECTS: tuple[tuple[str, Kind], ...] = (
    ("First-record-of-", "first"),
    ("Record-new-changes-of-", "change"),
    ("Apply-technical-or-declaration-upgrade-on-", "technical"),
    ("Start-tracking-", "first"),
    ("Update-", "change"),
    ("Refilter-", "technical"),
)
"""Beginnings of commit subjects, spaces as dashes; of today's engine, then of those before."""


def read(path: Path, *, service: str | None = None, title: str | None = None) -> Iterator[RecordedVersion]:
    """The versions of a repository or bundle, parents before children; of one service or title, if given.

    The path of a file says what it is, `Service/Type.md`; the subject only says why it was recorded.
    """
    keys = Keys()
    last: dict[str, datetime] = {}
    with opened(path) as repository:
        for commit in repository.commits():
            for file in commit.files:
                named = _named(file.path)
                if named is None or service not in {None, named[0]} or title not in {None, named[1]}:
                    continue
                body = repository.read(file.blob)
                if body is None:
                    continue
                said = commit.trailers if _is_own(commit.trailers, body) else {}
                key = said["Snapshot"].partition("@")[0] if said else keys.key(*named)
                version = _version(commit, file, named, key, body)
                if said:
                    version = _as_exported(version, said)
                moment = after(version.recorded_at, last.get(key))
                last[key] = moment
                yield version if moment == version.recorded_at else moved(version, moment)


def _version(
    commit: Commit, file: FileChange, named: tuple[str, str], key: str, body: bytes
) -> RecordedVersion:
    return RecordedVersion(
        policy=key,
        service=named[0],
        title=named[1],
        url="",
        recorded_at=commit.at,
        body=body,
        content_type=MARKDOWN,
        kind=_kind(commit.subject, file.is_new),
        origin="ota",
        note=f"commit {commit.id}, {file.path}",
        charset="utf-8",
    )


def _is_own(said: Mapping[str, str], body: bytes) -> bool:
    """Whether this program exported the repository, and the text is the one it hashed."""
    try:
        checked_key(said.get("Snapshot", "").partition("@")[0])
    except ArchiveError:
        return False
    return said.get("Text-SHA256") == sha256(body).hexdigest()


def _as_exported(version: RecordedVersion, said: Mapping[str, str]) -> RecordedVersion:
    """With what the trailers say of the version."""
    try:
        observed_at = from_text(said.get("Observed-At", ""))
        again = tuple(sorted(map(from_text, said.get("Seen-Again", "").split())))
    except ValueError as error:
        raise ImportSourceError(f"{version.note}: {error}. Export the repository again.") from error
    return replace(
        version,
        service=said.get("Service", version.service),
        title=said.get("Title", version.title),
        url=said.get("URL", ""),
        recorded_at=observed_at,
        content_type=CANONICAL,
        origin=origin_of("ota", said.get("Origin")),
        note=said.get("Note", version.note),
        language=said.get("Declared-Language"),
        seen_again=again,
    )


def _named(path: str) -> tuple[str, str] | None:
    """Service and title by the path of a file; None: it is no version."""
    folder, _, name = path.partition("/")
    if not name.endswith(".md") or "/" in name or not folder:
        return None
    return folder, name.removesuffix(".md")


def _kind(subject: str, is_new: bool) -> Kind:
    found = next((kind for start, kind in SUBJECTS if subject.startswith(start)), None)
    return found or ("first" if is_new else "change")
