"""A moment is written in one way in file names and in another in records; both sort by time."""

import re
from datetime import UTC, datetime

from tracker.archive.errors import ArchiveError

_STAMP = re.compile(r"\d{8}T\d{6}Z\Z")


def to_text(moment: datetime) -> str:
    """`2023-08-23T03:41:34.000000Z`: always with microseconds, so that text order is time order."""
    if moment.tzinfo is None:
        raise ArchiveError(f"The moment {moment} has no time zone; archive moments are aware, in UTC.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote, or any ISO 8601 moment with a zone; aware, UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no time zone in {text!r}")
    return moment.astimezone(UTC)


def to_stamp(moment: datetime) -> str:
    """`20230823T034134Z`, for file names and snapshot ids."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def is_stamp(text: str) -> bool:
    """Whether a file name's first part is a moment."""
    return _STAMP.match(text) is not None
