"""A policy line is what the overview knows of one policy, out of the summary beside its page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One policy on the overview, as its summary file states it."""

    policy: str
    service: str
    title: str
    today: tuple[str, ...]
    """Ids of the categories disclosed today."""
    new: tuple[str, ...]
    """Of these, the ones that are not in the first version."""
    changes: tuple[Mapping[str, Any], ...]
    """Newest first."""
    incident: str
    last_check: str
    last_check_iso: str
    versions: int

    @property
    def home(self) -> str:
        """Folder of the service."""
        return self.policy.partition("/")[0]

    @property
    def last_change(self) -> str:
        """Day of the latest change that is more than cosmetic; "" where there was none."""
        return next((str(change["updated_on"]) for change in self.changes if change["news"]), "")


def policy_lines(folder: Path, service: str = "*") -> Iterator[PolicyLine]:
    """One for each summary below a report folder, or below that of one service."""
    for path in sorted(folder.glob(f"{service}/*/index.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        today = [each for each in told["categories"] if each["disclosed"]]
        yield PolicyLine(
            policy=told["policy"],
            service=told["service"],
            title=told["title"],
            today=tuple(each["id"] for each in today),
            new=tuple(each["id"] for each in today if not each["from_start"]),
            changes=tuple(told["changes"]),
            incident=told["incident"],
            last_check=told["last_check"],
            last_check_iso=told["last_check_at"],
            versions=told["versions"],
        )
