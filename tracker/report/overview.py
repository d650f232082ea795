"""The overview gathers what the pages of all policies say, out of their own summaries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.report.certainty import iso
from tracker.report.matrix import Matrix, by_policy, by_service
from tracker.report.messages import messages
from tracker.report.policy_line import PolicyLine, policy_lines
from tracker.report.policy_view import Entry, PolicyView
from tracker.report.terminal import escaped_in_json
from tracker.report.vocabulary import category_label

LATEST = 20
"""Changes listed under each heading of the overview."""
DIGESTS = 12
"""Latest digests linked."""


Stories = tuple[tuple[PolicyLine, Mapping[str, Any]], ...]
"""Changes, each with all that became of it, beside the policy that changed."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All policies, or those of one service."""

    language: str
    lines: tuple[PolicyLine, ...]
    """By service and title."""
    service: str = ""
    """Name of the one service; "" for all."""
    digests: tuple[tuple[str, str], ...] = ()
    """File name without suffix and period of the latest digests, newest first."""

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

    @property
    def matrix(self) -> Matrix:
        """Who names what: services where there are several, else the policies of the one."""
        m = messages(self.language)
        return by_policy(self.lines, m) if self.service else by_service(self.lines, m)

    def of_service(self, slug: str) -> "Overview":
        """The same for one service."""
        lines = tuple(line for line in self.lines if line.home == slug)
        return Overview(self.language, lines, lines[0].service if lines else slug)


def summary(view: PolicyView) -> str:
    """What the overview needs of a policy, as a JSON file beside its page."""
    return (
        escaped_in_json(
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


def overview(
    folder: Path, language: str = "en", checked: Mapping[str, datetime] | None = None, only: str = "*"
) -> Overview:
    """Everything that the summaries below a report folder say, or below that of one service.

    `checked` tells of policies when they were last checked, where that is known better than by their pages:
    those stay as they are as long as nothing is new.
    """
    m = messages(language)
    known = checked or {}
    lines = (
        replace(line, last_check=m.moment(at), last_check_iso=iso(at))
        if (at := known.get(line.policy))
        else line
        for line in policy_lines(folder, only)
    )
    ordered = tuple(sorted(lines, key=lambda line: (line.service.casefold(), line.policy)))
    names = sorted((path.stem for path in folder.glob("digests/*_*.html")), reverse=True)[:DIGESTS]
    periods = (
        (name, " – ".join(m.date(date.fromisoformat(day)) for day in name.split("_"))) for name in names
    )
    return Overview(m.language, ordered, digests=tuple(periods))
