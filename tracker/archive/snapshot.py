"""A snapshot is a stored version of a policy: document, capture and record, with hashes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The catalogue's view of one stored version."""

    id: str
    """`service/policy@20230823T034134Z`."""
    policy: str
    """Key of the policy: `service/policy`."""
    observed_at: datetime
    """When the page was fetched; aware, UTC."""
    text_sha256: str
    """Of the canonical Markdown, UTF-8."""
    body_sha256: str
    """Of the decoded bodies, joined in order."""
    record_sha256: str
    """Of the JSON record; the next record names it."""
    previous_record_sha256: str
    """"" for the first snapshot of a policy."""
    words: int
    language: str | None
    extract_rules: str
    origin: str = "check"
    """"check", or the importer that brought it: "jsonl", "ota", …"""
