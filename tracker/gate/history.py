"""History is what the gate knows of a policy before it looks at a new reading."""

from dataclasses import dataclass
from datetime import datetime

from tracker.extract.document import Document


@dataclass(frozen=True, slots=True)
class Refusal:
    """One text that was refused before, or one defect, and how often it came again."""

    text_sha256: str
    """`text_hash(document)` of `tracker.gate.admit`, or the mark of the defect."""
    count: int
    """Checks that saw exactly this."""
    first_at: datetime
    """Of the first of them; aware, UTC."""


@dataclass(frozen=True, slots=True)
class History:
    """The policy's own past, as far as it helps to tell the policy from something else."""

    last_good: Document | None = None
    """The latest version; None before the first."""

    words: tuple[int, ...] = ()
    """Words of the last versions, oldest first; ten are plenty."""

    language: str | None = None
    """Language of the policy: the declared one, else that of its versions."""

    refused: tuple[Refusal, ...] = ()
    """What was refused since the last good reading."""

    known: frozenset[str] = frozenset()
    """`text_hash` of earlier versions, and of texts or marks of defects that the user accepted: they pass."""

    name: str = ""
    """Key of the policy, for sentences that name a command."""
