"""Where the files of an archive lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker.archive.errors import ArchiveError
from tracker.archive.moment import is_stamp, to_stamp
from tracker.watchlist.slug import is_slug

CATALOGUE = "catalogue.sqlite3"
LOCK = ".lock"
UNFINISHED = "_unfinished"
EVIDENCE = "_evidence"
DROPPED = ".dropped.json"
"""Says which files of a version a rule of retention has dropped, and when."""
SUFFIXES = (".md", ".json", ".warc.gz", ".change.json", DROPPED)
POLICY_FILE = "policy.json"


def snapshot_id(key: str, observed_at: datetime) -> str:
    """`service/policy@20230823T034134Z`."""
    return f"{checked_key(key)}@{to_stamp(observed_at)}"


def day_of(snapshot: str) -> date:
    """The day, in UTC, that the id of a version names."""
    return datetime.strptime(snapshot.partition("@")[2][:8], "%Y%m%d").date()  # noqa: DTZ007 - a day alone


def checked_key(key: str) -> str:
    """The key itself, if it can only name a folder below the archive."""
    parts = key.split("/")
    if len(parts) != 2 or not all(is_slug(part) for part in parts):
        raise ArchiveError(
            f"{key!r} cannot be a folder of the archive. Use service/policy with small letters, digits and "
            "single dashes, each at most 64 characters."
        )
    return key


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of an archive."""

    folder: Path

    @property
    def catalogue(self) -> Path:
        return self.folder / CATALOGUE

    def policy(self, key: str) -> Path:
        """Folder of a policy."""
        return self.folder / checked_key(key)

    def file(self, snapshot: str, suffix: str) -> Path:
        """A file of a snapshot, by its id."""
        key, at, stamp = snapshot.partition("@")
        if not at or not is_stamp(stamp):
            raise ArchiveError(f"{snapshot!r} is no snapshot id; it reads service/policy@20230823T034134Z.")
        return self.policy(key) / f"{stamp}{suffix}"

    def policy_file(self, key: str) -> Path:
        """What is remembered of a policy beside its versions."""
        return self.policy(key) / POLICY_FILE

    def policies(self) -> Iterator[str]:
        """Keys of the policies that have a folder, sorted."""
        for service in sorted(_folders(self.folder)):
            for policy in sorted(_folders(service)):
                yield f"{service.name}/{policy.name}"

    def stamps(self, key: str) -> list[str]:
        """Moments of the records in a policy's folder, oldest first."""
        return sorted(
            path.name.removesuffix(".json")
            for path in self.policy(key).glob("*.json")
            if is_stamp(path.name.removesuffix(".json"))
        )


def _folders(folder: Path) -> Iterator[Path]:
    return (
        path for path in folder.iterdir() if is_slug(path.name) and path.is_dir() and not path.is_symlink()
    )
