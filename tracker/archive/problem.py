"""A problem is one thing in an archive that is not as it was written."""

from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal["missing", "altered", "chain", "foreign", "unfinished", "catalogue", "timestamp"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written."""

    kind: ProblemKind
    where: str
    """File, below the archive's folder; or the id of a snapshot."""
    detail: str
    """What is wrong, with what to try."""
    policy: str = ""
    """Key of the policy, where it concerns one."""
