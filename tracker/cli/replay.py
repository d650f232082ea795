"""Takes recorded versions in, and tells what came of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tracker.cli import codes
from tracker.cli.check_command import outcome_body, outcome_lines
from tracker.cli.output import counted, emit, hint, say, short_moment
from tracker.cli.progress import Step, progress
from tracker.cli.session import Session

if TYPE_CHECKING:
    from tracker.archive.importers.recorded import RecordedVersion
    from tracker.pipeline import Outcome
    from tracker.workspace import Tracker


def replay(session: Session, versions_of: "Callable[[Tracker], Iterable[RecordedVersion]]") -> int:
    """Take versions in one by one, then write the pages that they make new; the exit code."""
    from tracker.cli.wiring import at_work

    tally = _Tally(session)
    with at_work(session, alerts=False) as tracker:
        with progress("Importing", None, session) as step:
            outcomes = tracker.replay(tally.read(versions_of(tracker), step))
            tracker.write_news(tally.came(outcomes))
        tracker.write_missing(tally.policies)
    tally.tell()
    return codes.code_of(tally.changed, tally.counted["unreadable"])


class _Tally:
    """What was read and what came of it; of an outcome only its lines stay in memory."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.policies: set[str] = set()
        self.counted: Counter[str] = Counter()
        self.changed = 0
        self._taken = 0
        self._read = 0
        self._current: RecordedVersion | None = None
        self._told: list[Any] = []

    def read(self, versions: "Iterable[RecordedVersion]", step: Step) -> "Iterator[RecordedVersion]":
        for version in versions:
            self._read += 1
            self._current = version
            self.policies.add(version.policy)
            step(f"{version.policy} {version.recorded_at:%Y-%m-%d}")
            yield version

    def came(self, outcomes: "Iterable[Outcome]") -> "Iterator[Outcome]":
        for outcome in outcomes:
            assert self._current is not None
            if outcome.check.at == self._current.recorded_at:  # else a later look at the same version
                self._taken += 1
                self.counted[outcome.check.outcome] += 1
            self.changed += bool(outcome.change or outcome.advanced)
            self._told += [outcome_body(outcome)] if self.session.json else _lines(outcome)
            yield outcome

    def tell(self) -> None:
        """Everything on stdout as JSON, or lines for a person and a sum on stderr."""
        if self.session.json:
            emit("import", {"versions": self._told, "known": self._read - self._taken})
            return
        for line in self._told:
            say(line)
        parts = [counted(self.counted["first"] + self.counted["changed"], "version", "versions") + " taken"]
        for outcome, said in (("unchanged", "nothing new"), ("unreadable", "refused")):
            if self.counted[outcome]:
                parts.append(f"{self.counted[outcome]} {said}")
        if self._read > self._taken:
            parts.append(f"{self._read - self._taken} known already")
        hint(f"{', '.join(parts)}. See `tracker log`.", quiet=self.session.quiet)


def _lines(outcome: "Outcome") -> list[str]:
    if not (outcome.change or outcome.advanced or outcome.check.outcome in ("first", "unreadable")):
        return []
    at = short_moment(outcome.check.at)
    return [line if line.startswith(" ") else f"{at}  {line}" for line in outcome_lines(outcome)]
