"""Everything that can go wrong on our side of the archive.

ArchiveError
├── MissingArchiveError     there is no archive where one is expected
├── BrokenCatalogueError    the catalogue is damaged, or no catalogue at all
├── NewerSchemaError        a later version of this program wrote the catalogue
├── DiskFullError           nothing more can be written
├── LockedError             another process holds what we need
├── SupersededError         another check of the same policy was recorded in between
├── EvidenceError           a file of a snapshot is missing or damaged
└── ImportSourceError       what should be imported is not what it claims to be
"""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker import errors


class ArchiveError(errors.ArchiveError):
    """A sentence for a person: what, where, what to try."""


class MissingArchiveError(ArchiveError):
    """There is no archive in that folder."""


class BrokenCatalogueError(ArchiveError):
    """The catalogue cannot be read; the evidence in the folder is not touched by that."""


class NewerSchemaError(ArchiveError):
    """The catalogue was written by a later version of this program."""


class DiskFullError(ArchiveError):
    """No space is left; what was being written was taken back."""


class LockedError(ArchiveError):
    """Another process is at work on the archive."""


class SupersededError(ArchiveError):
    """The archive has moved on since the state was read: read it again and decide again."""


class EvidenceError(ArchiveError):
    """A file of a snapshot is missing, unreadable or not what its record says."""


class ImportSourceError(ArchiveError):
    """A file or folder to be imported cannot be understood."""


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the disk and SQLite throw into one of ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _of_sqlite(error, folder) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _full(folder) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise ArchiveError(
                f"The archive {folder} cannot be written: {error.strerror or error} ({error.filename}). "
                "Check the owner and the permissions of the folder."
            ) from error
        raise ArchiveError(
            f"Reading or writing the archive {folder} failed: {error}. Check the disk, then try again."
        ) from error


def _full(folder: Path) -> DiskFullError:
    return DiskFullError(
        f"No space is left for the archive {folder}. Nothing was lost: free some space, and the next check "
        "sees the same change again."
    )


def _of_sqlite(error: sqlite3.Error, folder: Path) -> ArchiveError:
    text = str(error)
    lower = text.lower()
    if "disk is full" in lower or ("disk i/o error" in lower and _no_space(folder)):
        return _full(folder)
    if "locked" in lower or "busy" in lower:
        return LockedError(
            f"Another process is writing to the archive {folder} and did not finish in time. "
            "See `tracker status` for who it is, and try again."
        )
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in lower or "not a database" in lower):
        return BrokenCatalogueError(
            f"The catalogue {folder / 'catalogue.sqlite3'} is damaged ({text}). The snapshots beside it are "
            "the truth: run `tracker reindex` to build a new catalogue from them."
        )
    if "readonly" in lower or "unable to open" in lower:
        return ArchiveError(
            f"The catalogue {folder / 'catalogue.sqlite3'} cannot be opened for writing ({text}). "
            "Check the owner and the permissions of the folder."
        )
    return BrokenCatalogueError(
        f"The catalogue {folder / 'catalogue.sqlite3'} refused a query ({text}). "
        "Run `tracker verify`, and `tracker reindex` if it names the catalogue."
    )


def _no_space(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < 64 * 1024
