"""An observation is all that one check leaves behind, written in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tracker.archive.change import Change, StageEvent
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Document
from tracker.fetch.capture import Capture, Validators
from tracker.watchlist.policy import Policy

Outcome = Literal["first", "unchanged", "not-modified", "changed", "unreadable"]


@dataclass(frozen=True, slots=True)
class Check:
    """One attempt to observe a policy; every one is recorded."""

    policy: str
    """Key of the policy."""
    at: datetime
    """Start, aware, UTC."""
    outcome: Outcome
    reason: str = ""
    """A member of `tracker.gate.reading.Reason`, by value, where unreadable."""
    detail: str = ""
    fetcher: str = "http"
    robots: str = "allowed"
    urls: tuple[str, ...] = ()
    """Every URL that was asked, redirects included, in order."""
    status: int | None = None
    """Of the last answer; None where there was none."""
    size_bytes: int = 0
    """Bytes received, all pages."""
    body_sha256: str = ""
    text_sha256: str = ""
    seconds: float = 0.0
    snapshot: str = ""
    """Id of the snapshot whose text was seen: the new one, or the known one it equals."""
    validators: tuple[Validators, ...] = ()
    """The server's own, a page that has any; of a 304 those that it was asked with."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A policy that cannot be read, from its first failed check to its recovery."""

    policy: str
    reason: str
    detail: str
    opened_at: datetime
    checks: int = 1
    """Failed checks so far."""
    closed_at: datetime | None = None
    told: bool = False
    """Whether an alert about it was queued."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A text that the gate refused and that a person took for the policy."""

    text_hash: str
    """`text_hash(document)` of `tracker.gate.admit`, or the mark of a defect."""
    at: datetime
    """When the person said so; aware, UTC."""
    reason: str
    """As what it had been refused, a member of `tracker.gate.reading.Reason`, by value."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one channel, to be sent at least once."""

    id: str
    """Stable: the same change, stage and channel give the same id, so that receivers can drop doubles."""
    channel: str
    kind: Literal["change", "incident", "recovery", "digest", "test"]
    subject: str
    """Change id, or key of the policy; for a digest its period."""
    stage: str = ""
    """The stage of the change that is told, where `kind` is "change"."""


@dataclass(frozen=True, slots=True)
class NewSnapshot:
    """A version to be stored."""

    snapshot_id: str
    document: Document
    capture: Capture
    origin: str = "check"
    policy: Policy | None = None
    """As watched now: titles and source go into the record; None: only the key is known."""
    note: str = ""
    """Where an imported version comes from."""
    accepted: Accepted | None = None
    """The word of a person, where the gate had refused this text."""
    text: bytes | None = None
    """The document as canonical Markdown, where that is at hand."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A stored change reaches a further stage."""

    change: str
    """Id of the change."""
    event: StageEvent


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything that one check writes, all or nothing."""

    check: Check
    new: NewSnapshot | None = None
    change: Change | None = None
    """The change that `new` makes; its `new` snapshot is the one stored here."""
    advances: tuple[Advance, ...] = ()
    opened: Incident | None = None
    """The incident this check opens, or the open one with one more check."""
    recovered: bool = False
    """Whether this check ends the open incident."""
    standing: str | None = None
    """Id of the snapshot that stands from now on; None: as before."""
    validators: tuple[Validators, ...] = ()
    """Saved last, so that an answer is only skipped after it was processed; empty: forget them."""
    fingerprint: str = ""
    """Cheap hash of the raw pages without scripts and tokens; "": as before."""
    deliveries: tuple[Delivery, ...] = ()
    after: str | None = None
    """Id of the latest snapshot when the state was read, "" for none: if another process has stored one
    since, nothing is written and `SupersededError` is raised. None: not asked."""


@dataclass(frozen=True, slots=True)
class PolicyState:
    """What the archive knows of a policy before a check."""

    snapshots: tuple[Snapshot, ...] = ()
    """All versions, oldest first."""
    standing: Snapshot | None = None
    """The version that is settled: the first, or the last that was confirmed or came in force."""
    open_changes: tuple[Change, ...] = ()
    """Changes still to be confirmed, withdrawn or put in force, oldest first."""
    withdrawn: tuple[Change, ...] = ()
    """Changes that went back, oldest first: they may return."""
    incident: Incident | None = None
    accepted: tuple[Accepted, ...] = ()
    """Texts that a person took for the policy, oldest first."""
    validators: tuple[Validators, ...] = ()
    fingerprint: str = ""
    root_hint: str = ""
    """`Diagnostics.root` of the latest snapshot."""
    last_full_fetch_at: datetime | None = None
    """When the bodies were last received in full."""
    last_check: Check | None = None

    @property
    def latest(self) -> Snapshot | None:
        """The version that was on the page last; None before the first."""
        return self.snapshots[-1] if self.snapshots else None
