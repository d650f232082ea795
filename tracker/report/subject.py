"""A subject is what a report is about, before any wording."""

from dataclasses import dataclass
from datetime import datetime

from tracker.archive.change import Change
from tracker.archive.observation import Check
from tracker.extract.document import Document
from tracker.fetch.capture import Headers
from tracker.watchlist.policy import Policy


@dataclass(frozen=True, slots=True)
class Hop:
    """One request on the way to a page, with the status of its answer."""

    url: str
    status: int | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class CaptureFacts:
    """What the record of one snapshot says about how it was obtained."""

    hops: tuple[Hop, ...] = ()
    """Redirects first, the answer last; all pages of the source in order."""
    headers: Headers = ()
    """Of the last answer, as received."""
    fetcher: str = "http"
    robots: str = "allowed"
    text: str = ""
    """Path of the Markdown file below the archive folder, with forward slashes; "" if there is none."""
    record: str = ""
    """Path of the JSON record, in the same way."""
    warc: str = ""
    """Path of the WARC file, in the same way."""


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """One change with everything that a report of it may show."""

    policy: Policy
    change: Change
    old_document: Document
    """The document that the block numbers of `change.comparison`'s old sentences count in."""
    new_document: Document
    """The document that the block numbers of the new sentences and of the findings count in."""
    checks: tuple[Check, ...] = ()
    """Checks around the change, oldest first."""
    earlier: Change | None = None
    """The change that `change.verdict.refers_to` names."""
    old_facts: CaptureFacts = CaptureFacts()
    new_facts: CaptureFacts = CaptureFacts()
    archive: str = ""
    """Where the archive folder is, seen from the report's own file: "../../../snapshots"; "": not linked."""
    named_before: tuple[tuple[str, datetime], ...] = ()
    """Newly disclosed categories that an earlier version had, each with when they had gone; aware, UTC."""


@dataclass(frozen=True, slots=True)
class IncidentSubject:
    """A policy that cannot be read, or can be read again."""

    policy: Policy
    reason: str
    """A member of `tracker.gate.reading.Reason`, by value."""
    detail: str
    opened_at: datetime
    checks: int = 1
    closed_at: datetime | None = None
    last_good_at: datetime | None = None
    """When the policy was last read."""
