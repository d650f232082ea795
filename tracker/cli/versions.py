"""Finds the version of a policy that a person names: by date, by moment, or as first, last and previous."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.cli.output import moment
from tracker.errors import UnknownName

if TYPE_CHECKING:
    from tracker.archive.archive import Archive
    from tracker.archive.snapshot import Snapshot
    from tracker.watchlist.policy import Policy

_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def split_name(text: str) -> tuple[str, str]:
    """`x/privacy@2023-08-23` as name and version; the version is "" where none is given."""
    name, _, version = text.partition("@")
    return name, version


def version(archive: "Archive", policy: "Policy", text: str) -> "Snapshot":
    """The version that is meant; "" and "last" are the latest, "previous" the one before, "first" the oldest.

    A date means what was on the page at its end, in UTC; raises UnknownName with the versions there are.
    """
    snapshots = archive.snapshots(policy.key)
    if not snapshots:
        raise UnknownName(
            f"no version of {policy.key} is stored yet", advice=f"Run `tracker check {policy.key}` first."
        )
    match text.lower():
        case "" | "last" | "latest":
            return snapshots[-1]
        case "previous":
            return snapshots[-2] if len(snapshots) > 1 else snapshots[-1]
        case "first":
            return snapshots[0]
    at = parse_moment(text)
    standing = [snapshot for snapshot in snapshots if snapshot.observed_at <= at]
    if not standing:
        first = moment(snapshots[0].observed_at)
        raise UnknownName(
            f"no version of {policy.key} is as old as {text}", advice=f"The first is of {first}."
        )
    return standing[-1]


def parse_moment(text: str, *, end: bool = True) -> datetime:
    """A moment in UTC; a month, day or second means its end, or its beginning where `end` is false."""
    rest = timedelta(seconds=1) - timedelta(microseconds=1) if end else timedelta()
    try:
        if stamp := _STAMP.fullmatch(text):
            text = "{}-{}-{}T{}:{}:{}Z".format(*stamp.groups())
        if month := _MONTH.fullmatch(text):
            first = date(int(month[1]), int(month[2]), 1)
            following = (first + timedelta(days=31)).replace(day=1)
            return _midnight(following) - timedelta(microseconds=1) if end else _midnight(first)
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return _midnight(day + timedelta(days=1)) - timedelta(microseconds=1) if end else _midnight(day)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise UnknownName(
            f'"{text}" is no moment', advice="Write 2023-08-23, 2023-08 or 2023-08-23T03:41:34Z."
        ) from None
    found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found.microsecond else found + rest


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
