"""A rule says which alerts a channel gets."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from tracker.disclose.disclosure import FindingKind
from tracker.judge.verdict import Materiality, Stage
from tracker.watchlist.cron import check_zone

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a channel wants to hear; the defaults need no thought: few alerts, each right."""

    language: str = ""
    """Language of the messages: "en", "nl", "fr", "de"; "": the watchlist's own."""

    on: tuple[Stage, ...] = ("confirmed", "withdrawn", "in-force")
    """Stages that are told. "withdrawn" and "in-force" follow up: only what was told before has a sequel.
    [] for a channel that hears of incidents only."""

    minimum: Materiality = "substantive"
    """The least that is told: "cosmetic", "editorial" or "substantive"."""

    services: tuple[str, ...] = ()
    """Titles or folder names of services; empty: all."""

    policies: tuple[str, ...] = ()
    """Keys as "service/policy", or names of a policy in every service as "cookies"; empty: all."""

    categories: tuple[str, ...] = ()
    """Only changes with a finding about one of these categories or practices; empty: any change."""

    legal: tuple[str, ...] = ()
    """Only changes with a finding about a category of one of these legal classes, as "gdpr-9"; empty: any."""

    findings: tuple[FindingKind, ...] = ()
    """Only changes with a finding of one of these kinds, as "category-new"; empty: any change."""

    confidence: float = 0.0
    """Only changes with a finding of at least this confidence, 0 to 1; others do not count for `categories`,
    `legal` and `findings` either. 0: any change."""

    incidents: bool = True
    """Whether it is told that a policy cannot be read any more, and that it can again."""

    incident_checks: int = 3
    """Failed checks in a row after which an incident is told."""

    incident_after: timedelta = timedelta(hours=24)
    """Time after which an incident is told, however few checks there were."""

    digest: Literal["none", "daily", "weekly"] = "none"
    """Instead of one message a change: one message a period, if there is anything to say."""

    digest_at: str = "08:00"
    """Time of day of the digest, in `zone`."""

    digest_on: Weekday = "monday"
    """Day of a weekly digest."""

    zone: str = "UTC"
    """Time zone of the reader, as "Europe/Amsterdam"."""

    def __post_init__(self) -> None:
        if not _CLOCK.fullmatch(self.digest_at):
            raise ValueError(f'digest_at = "{self.digest_at}" is no time of day such as "08:00"')
        check_zone(self.zone)
        if not 0 <= self.confidence <= 1:
            raise ValueError("confidence must be between 0 and 1")
        if self.incident_checks < 1:
            raise ValueError("incident_checks must be at least 1")
