"""Reads the versions that Open Terms Archive keeps in a git repository, one file a policy."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tracker.archive.errors import ArchiveError
from tracker.archive.importers.git import Commit, FileChange, opened
from tracker.archive.importers.recorded import CANONICAL, MARKDOWN, Keys, Kind, RecordedVersion, after
from tracker.archive.layout import checked_key

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
                key = _own_key(commit.snapshot) or keys.key(*named)
                moment = after(commit.at, last.get(key))
                last[key] = moment
                yield _version(commit, file, named, key=key, moment=moment, body=body)


def _version(
    commit: Commit, file: FileChange, named: tuple[str, str], *, key: str, moment: datetime, body: bytes
) -> RecordedVersion:
    note = f"commit {commit.id}, {file.path}"
    if moment != commit.at:
        note += f", dated {commit.at:%Y-%m-%dT%H:%M:%SZ}"
    return RecordedVersion(
        policy=key,
        service=named[0],
        title=named[1],
        url="",
        recorded_at=moment,
        body=body,
        content_type=CANONICAL if _own_key(commit.snapshot) else MARKDOWN,
        kind=_kind(commit.subject, file.is_new),
        origin="ota",
        note=note,
        charset="utf-8",
    )


def _named(path: str) -> tuple[str, str] | None:
    """Service and title by the path of a file; None: it is no version."""
    folder, _, name = path.partition("/")
    if not name.endswith(".md") or "/" in name or not folder:
        return None
    return folder, name.removesuffix(".md")


def _own_key(snapshot: str) -> str:
    """The key that this program gave, where it exported the repository."""
    try:
        return checked_key(snapshot.partition("@")[0])
    except ArchiveError:
        return ""


def _kind(subject: str, is_new: bool) -> Kind:
    found = next((kind for start, kind in SUBJECTS if subject.startswith(start)), None)
    return found or ("first" if is_new else "change")
