"""The overview gathers what the pages of all policies say, out of their own summaries."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.report.messages import Messages, messages
from tracker.report.policy_view import Entry, PolicyView
from tracker.report.vocabulary import category_label

LATEST = 20
"""Changes listed under each heading of the overview."""


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


Stories = tuple[tuple[PolicyLine, Mapping[str, Any]], ...]
"""Changes, each with all that became of it, beside the policy that changed."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All policies."""

    language: str
    lines: tuple[PolicyLine, ...]
    """By service and title."""
    columns: tuple[tuple[str, str], ...]
    """Ids and labels of the categories that any policy discloses."""

    @property
    def feeds(self) -> tuple[tuple[str, str], ...]:
        """Ids and labels of the categories that have a feed."""
        told = {
            name
            for line in self.lines
            for change in line.changes
            if change["news"]
            for name in change["categories"]
        }
        labels = {name: category_label(name, self.language) for name in told}
        return tuple(sorted(labels.items(), key=lambda pair: pair[1].casefold()))

    @property
    def checked(self) -> str:
        """When any policy was last checked."""
        latest = max(self.lines, key=lambda line: line.last_check_iso, default=None)
        return latest.last_check if latest else ""

    @property
    def stories(self) -> Stories:
        """Changes that are more than cosmetic; the one to which something happened last comes first."""
        every = [(line, change) for line in self.lines for change in line.changes if change["news"]]
        every.sort(key=lambda pair: (pair[1]["updated_at"], pair[0].policy), reverse=True)
        return tuple(every)

    @property
    def named(self) -> Stories:
        """The latest that newly name a kind of data."""
        return tuple(pair for pair in self.stories if pair[1]["categories"])[:LATEST]

    @property
    def other(self) -> Stories:
        """The latest of the others."""
        return tuple(pair for pair in self.stories if not pair[1]["categories"])[:LATEST]

    def of_service(self, slug: str) -> "Overview":
        """The same for one service."""
        lines = tuple(line for line in self.lines if line.home == slug)
        return Overview(self.language, lines, _columns(lines, messages(self.language)))


def summary(view: PolicyView) -> str:
    """What the overview needs of a policy, as a JSON file beside its page."""
    return (
        json.dumps(
            {
                "schema": 1,
                "kind": "policy",
                "policy": view.policy,
                "service": view.service,
                "title": view.title,
                "url": view.source,
                "language": view.language,
                "versions": view.versions,
                "last_check": view.last_check,
                "last_check_at": view.last_check_iso,
                "updated_at": view.updated,
                "incident": next((line.reason for line in view.incidents if line.open), ""),
                "categories": [
                    {
                        "id": line.id,
                        "disclosed": line.today,
                        "since": line.since_iso,
                        "from_start": line.from_start,
                    }
                    for line in view.categories
                ],
                "changes": [_change(entry) for entry in view.entries],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _change(entry: Entry) -> dict[str, object]:
    """One story of a policy, with its dated steps."""
    return {
        "id": entry.id,
        "file": entry.file,
        "headline": entry.headline,
        "stage": entry.stage,
        "stage_label": entry.stage_label,
        "tone": entry.tone,
        "materiality": entry.materiality,
        "news": entry.news,
        "updated_on": entry.updated_on,
        "at": entry.at,
        "at_iso": entry.iso,
        "updated_at": entry.updated,
        "categories": list(entry.categories),
        "steps": [
            {
                "stage": step.stage,
                "stage_label": step.stage_label,
                "tone": step.tone,
                "on": step.on,
                "at": step.at,
                "file": step.file,
                "headline": step.headline,
            }
            for step in entry.steps
        ],
    }


def overview(folder: Path, language: str = "en") -> Overview:
    """Everything that the summaries below a report folder say."""
    m = messages(language)
    lines = tuple(sorted(_lines(folder), key=lambda line: (line.service.casefold(), line.policy)))
    return Overview(m.language, lines, _columns(lines, m))


def _lines(folder: Path) -> Iterator[PolicyLine]:
    for path in sorted(folder.glob("*/*/index.json")):
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


def _columns(lines: tuple[PolicyLine, ...], m: Messages) -> tuple[tuple[str, str], ...]:
    counted: dict[str, int] = {}
    for line in lines:
        for category in line.today:
            counted[category] = counted.get(category, 0) + 1
    labels = [(category, category_label(category, m.language)) for category in counted]
    capital = [(category, label[:1].upper() + label[1:]) for category, label in labels]
    return tuple(sorted(capital, key=lambda pair: (-counted[pair[0]], pair[1])))
