"""A policy subject is what the page of one policy is about."""

from dataclasses import dataclass
from datetime import datetime

from tracker.archive.change import Change
from tracker.archive.observation import Check, Incident
from tracker.archive.snapshot import Snapshot
from tracker.watchlist.policy import Policy


@dataclass(frozen=True, slots=True)
class Named:
    """A category that a version discloses, with the words that say so."""

    category: str
    quote: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class VersionCategories:
    """What one version discloses."""

    snapshot: str
    """Id of the snapshot."""
    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PolicySubject:
    """All that is known of one policy."""

    policy: Policy
    snapshots: tuple[Snapshot, ...]
    """Oldest first."""
    changes: tuple[Change, ...] = ()
    """Oldest first."""
    categories: tuple[VersionCategories, ...] = ()
    """One for each snapshot that was looked at, oldest first; the last one says what is disclosed today."""
    incidents: tuple[Incident, ...] = ()
    """Oldest first; open where `closed_at` is None."""
    last_check: Check | None = None
    checks: int = 0
    """How many checks there were in all."""
    next_check_at: datetime | None = None
    archive: str = ""
    """Where the archive folder is, seen from the policy's own page: "../../../snapshots"; "": not linked."""
