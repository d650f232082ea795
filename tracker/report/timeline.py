"""A time line shows every version of a policy, and when none could be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.report.certainty import iso
from tracker.report.change_view import address
from tracker.report.links import safe_link
from tracker.report.messages import Messages
from tracker.report.policy_subject import PolicySubject
from tracker.report.strips import Axis


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version."""

    at: str
    iso: str
    words: str
    x: float
    """Place on the axis, 0 to 1000."""
    loud: bool
    """Whether it newly names a kind of data."""
    report: str
    """Name of the report of its change, without suffix; "" for the first version."""
    text: str
    """Link to its text in the archive; "" where that is not linked."""


def version_lines(subject: PolicySubject, axis: Axis, m: Messages) -> Iterator[VersionLine]:
    """Every version, newest first."""
    changes = {change.new.id: change for change in subject.changes}
    for snapshot in reversed(subject.snapshots):
        change = changes.get(snapshot.id)
        place = address(snapshot.id)
        text = safe_link(f"{subject.archive}/{place}.md") if subject.archive else ""
        yield VersionLine(
            at=m.moment(snapshot.observed_at),
            iso=iso(snapshot.observed_at),
            words=m.count("{n} word", "{n} words", snapshot.words),
            x=axis.x(snapshot.observed_at),
            loud=bool(change and any(each.kind == "category-new" for each in change.findings)),
            report=place.rpartition("/")[2] if change else "",
            text=text,
        )
