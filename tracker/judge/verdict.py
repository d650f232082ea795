"""A verdict says how much a change matters, how sure it is, and from when it applies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Materiality = Literal["cosmetic", "editorial", "substantive"]
Stage = Literal["sighted", "confirmed", "withdrawn", "in-force"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one change."""

    materiality: Materiality
    stage: Stage
    reasons: tuple[str, ...] = ()
    """Why that material, in words for a reader."""
    effective: date | None = None
    """The date from which the new text says it applies."""
    effective_quote: str = ""
    announced: bool = False
    """Whether `effective` was in the future when the text was seen."""
    notice_days: int | None = None
    """Days from first sighting to `effective`, where announced."""
    date_line: Literal["moved", "stayed", "absent", "only"] = "absent"
    """Whether the policy's own "last updated" line moved with the text; "only": nothing but it moved."""
    first_sighted_at: datetime | None = None
    """Aware, UTC; earlier than the change itself where the text had been seen and withdrawn before."""
    returns_to: str = ""
    """Snapshot id of the earlier version that the page went back to."""
    refers_to: str = ""
    """Id of the change that this one confirms, withdraws or puts in force."""
