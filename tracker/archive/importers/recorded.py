"""A recorded version is one version of a policy as somebody else kept it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["first", "change", "technical"]

MARKDOWN = "text/markdown"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class RecordedVersion:
    """One version to be replayed with its own time as the clock."""

    policy: str
    """Key: `service/policy`."""
    service: str
    """Title of the service, for readers."""
    title: str
    """Title of the policy, for readers."""
    url: str
    """Where the text was read; "" where the source does not say."""
    recorded_at: datetime
    """Aware, UTC."""
    body: bytes
    """The text, or the page as received."""
    content_type: str
    """"text/markdown", "text/html", "application/pdf"; without parameters."""
    kind: Kind = "change"
    """"technical": recorded after a change of extraction rules; still compared."""
    origin: str = "jsonl"
    """The importer."""
    note: str = ""
    """Where it comes from, for the record: file and line, commit, capture id."""
    charset: str | None = None
    """Of `body`, where stated."""


def slug(name: str, fallback: str = "unnamed") -> str:
    """A folder name out of a title: `[a-z0-9]` and single dashes, at most 64 characters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-") or fallback


POLICY_SLUGS = {
    "privacy policy": "privacy",
    "privacy notice": "privacy",
    "cookie policy": "cookies",
    "cookies policy": "cookies",
    "terms of service": "terms",
    "terms and conditions": "terms",
    "trackers policy": "trackers",
}
"""Titles whose folder has a shorter name by custom."""


def policy_slug(title: str) -> str:
    """Folder name of a policy by its title: "Privacy Policy" is "privacy"."""
    return POLICY_SLUGS.get(title.strip().lower()) or slug(title, "policy")
