"""A policy's history kept in memory, as the archive would keep it, for the tests of judgement."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.judge.texts import document
from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import PolicyState
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Document
from tracker.judge.judge import Ruling, Seen, judge, judge_again
from tracker.watchlist.verdict import VerdictRule

CONFIRM_AFTER = timedelta(minutes=30)


class Book:
    """Shows texts to the judge, one after the other, and remembers what it ruled."""

    def __init__(self, rules: tuple[VerdictRule, ...] = ()) -> None:
        self.rules = rules
        self.snapshots: list[Snapshot] = []
        self.documents: dict[str, Document] = {}
        self.changes: dict[str, Change] = {}
        self.standing = ""

    def state(self) -> PolicyState:
        changes = list(self.changes.values())
        return PolicyState(
            snapshots=tuple(self.snapshots),
            standing=next((s for s in self.snapshots if s.id == self.standing), None),
            open_changes=tuple(c for c in changes if c.verdict.stage in ("sighted", "confirmed")),
            withdrawn=tuple(c for c in changes if c.verdict.stage == "withdrawn" and c.findings),
        )

    def show(self, text: str, at: datetime) -> Ruling:
        """The page shows this text at this time."""
        page = document(text)
        state = self.state()
        if state.latest and text == self.texts[state.latest.id]:
            return Ruling(advances=self._advance(judge_again(at, state, CONFIRM_AFTER)))
        snapshot = Snapshot(f"s/p@{at:%Y%m%dT%H%M%SZ}", "s/p", at, text, "", "", "", page.words, "en", "test")
        ruling = judge(Seen(page, text, at), state, lambda s: self.documents[s.id], CONFIRM_AFTER, self.rules)
        self.snapshots.append(snapshot)
        self.documents[snapshot.id] = page
        self._advance(ruling.advances)
        if ruling.stands:
            self.standing = snapshot.id
        if ruling.verdict and ruling.old and ruling.comparison:
            change = Change(
                f"c{len(self.changes)}", "s/p", ruling.old, snapshot, ruling.comparison, ruling.findings,
                ruling.verdict, (StageEvent(ruling.verdict.stage, at),),
            )  # fmt: skip
            self.changes[change.id] = change
        return ruling

    @property
    def texts(self) -> dict[str, str]:
        return {snapshot.id: snapshot.text_sha256 for snapshot in self.snapshots}

    def _advance(self, advances: tuple) -> tuple:
        for advance in advances:
            change = self.changes[advance.change]
            verdict = replace(change.verdict, stage=advance.event.stage)
            events = (*change.events, advance.event)
            self.changes[advance.change] = replace(change, verdict=verdict, events=events)
            if advance.event.stage == "confirmed":
                self.standing = self.snapshots[-1].id if not self.standing else change.new.id
        return advances
