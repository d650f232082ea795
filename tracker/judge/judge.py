"""What a newly seen text means, given all that was seen before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Advance, PolicyState
from tracker.archive.snapshot import Snapshot
from tracker.compare.align import compare
from tracker.compare.comparison import Comparison, EditClass
from tracker.disclose.disclosure import Finding
from tracker.disclose.findings import findings
from tracker.extract.document import Document
from tracker.judge.editions import Editions, compared, editions, is_notice
from tracker.judge.flapping import REASON, TURNS_AT_LEAST, only_flaps, recent
from tracker.judge.likeness import agreement, is_cosmetic, retained, sentence_words
from tracker.judge.materiality import RAISING, date_line, effective, materiality
from tracker.judge.own_rules import by_own_rules
from tracker.judge.verdict import Stage, Verdict
from tracker.watchlist.verdict import VerdictRule

RETAINED_AT_LEAST = 0.6  # of what a sighted change brought, so that a later text still counts as showing it
SAME_TEXT_AT_LEAST = 0.97  # agreement from which a text that went and came back is the same announcement
FLAPS_UNTIL_DOUBT = 2  # withdrawals of one text after which its return alone is no confirmation
DOUBTED_FOR = timedelta(hours=24)  # how long a flapping text must then stand at least
IN_FORCE_WITHIN = timedelta(days=60)  # a day that passed longer ago, while nobody looked, is no news
LIVE = "check"  # the end of `Snapshot.origin` where checks saw the text, also those of another tracker
RETURNS_WITHIN = timedelta(days=120)  # after that, an older text on the page is news of its own

DocumentOf = Callable[[Snapshot], Document]


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that was read and admitted."""

    document: Document
    text_sha256: str
    at: datetime
    """When its page was fetched; aware, UTC."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome for one seen text."""

    verdict: Verdict | None = None
    """None where the text is the first, or the one seen last."""
    old: Snapshot | None = None
    """The version compared with."""
    comparison: Comparison | None = None
    findings: tuple[Finding, ...] = ()
    advances: tuple[Advance, ...] = ()
    """Earlier changes that reach a further stage by this observation."""
    stands: bool = False
    """Whether the seen text is settled from now on."""


def judge(
    seen: Seen,
    state: PolicyState,
    document_of: DocumentOf,
    confirm_after: timedelta,
    rules: Sequence[VerdictRule] = (),
) -> Ruling:
    """Rule on a text that differs from the one seen last, or is the first.

    `rules` are the reader's own, for this policy.
    """
    if state.latest is None or state.standing is None:
        return Ruling(stands=True)
    return _Hearing(seen, state, document_of, confirm_after, rules).ruling()


def judge_again(at: datetime, state: PolicyState, confirm_after: timedelta) -> tuple[Advance, ...]:
    """Rule on the text that was seen last and is still there: what is confirmed, what came in force.

    While a sighted change is open, the text seen last shows it: a text that does not would have
    withdrawn it.
    """
    advances = []
    for change in state.open_changes:
        if change.verdict.stage == "sighted":
            wait = _doubted_for(change.new.text_sha256, state) or confirm_after
            if at - change.events[-1].at >= wait:
                advances.append(Advance(change.id, StageEvent("confirmed", at)))
        elif _has_come(change, at):
            advances.append(Advance(change.id, StageEvent("in-force", at)))
    return tuple(advances)


def _has_come(change: Change, at: datetime) -> bool:
    """Whether the day that a confirmed change announced has come, not long ago."""
    day = change.verdict.effective
    if change.verdict.stage != "confirmed" or not change.verdict.announced or day is None:
        return False
    return day <= at.date() <= day + IN_FORCE_WITHIN


def _doubted_for(text_sha256: str, state: PolicyState) -> timedelta | None:
    """How long a text must stand that went back several times: longer than ever before; None: no doubt."""
    same = [gone for gone in _gone(state) if gone.new.text_sha256 == text_sha256]
    if len(same) < FLAPS_UNTIL_DOUBT:
        return None
    stays = (gone.events[-1].at - gone.events[0].at for gone in same)
    return max(DOUBTED_FOR, 2 * max(stays))


def _gone(state: PolicyState) -> list[Change]:
    """Changes that brought something and went back; not those that are themselves the way back."""
    return [change for change in state.withdrawn if change.events[0].stage != "withdrawn"]


def _is_same_text(one: Document, other: Document) -> bool:
    """Whether two texts say the same, but for the words about their editions and a few sentences."""
    if agreement(sentence_words(one), sentence_words(other)) >= SAME_TEXT_AT_LEAST:
        return True
    return _is_same(compare(one, other))


def _is_same(comparison: Comparison) -> bool:
    """Whether nothing but page furniture and the words about editions differs."""
    return all(
        edit.edit_class <= EditClass.FURNITURE
        or all(is_notice(sentence.text) for sentence in (*edit.old, *edit.new))
        for edit in comparison.edits
    )


class _Hearing:
    """One seen text, with what it is held against."""

    def __init__(
        self,
        seen: Seen,
        state: PolicyState,
        document_of: DocumentOf,
        confirm_after: timedelta,
        rules: Sequence[VerdictRule] = (),
    ) -> None:
        assert state.standing is not None
        self.rules = rules
        self.seen, self.state, self.document_of, self.confirm_after = seen, state, document_of, confirm_after
        self.base: Snapshot = state.standing
        self.base_editions = editions(document_of(self.base))
        known = self.base_editions.current or self.base_editions.subject
        self.page: Editions = editions(seen.document, known=known)
        self.text = sentence_words(self.page.subject)
        self.advances: list[Advance] = []
        self.pairs: dict[str, tuple[Document, Document, Comparison]] = {}

    def ruling(self) -> Ruling:
        ruling = self._ruling()
        moved = {advance.change for advance in ruling.advances}
        if ruling.verdict and ruling.verdict.stage == "withdrawn":
            return ruling
        came = [change for change in self.state.open_changes if _has_come(change, self.seen.at)]
        more = (Advance(c.id, StageEvent("in-force", self.seen.at)) for c in came if c.id not in moved)
        return replace(ruling, advances=(*ruling.advances, *more))

    def _ruling(self) -> Ruling:
        sighted = next((c for c in self.state.open_changes if c.verdict.stage == "sighted"), None)
        if sighted is None:
            return self._against_base()
        if self.seen.text_sha256 == self.base.text_sha256 or is_cosmetic(self._compare_with(self.base)):
            return self._withdrawn(sighted)
        if retained(sighted.comparison, self.text) >= RETAINED_AT_LEAST:
            return self._seen_again(sighted)
        recorded = sighted.new.origin.rpartition("/")[2] != LIVE
        if recorded and self.seen.at - sighted.events[-1].at >= self.confirm_after:
            return self._seen_again(sighted)  # recorders keep a text until another one is there
        self._advance(sighted, "withdrawn")
        return self._against_base()

    def _seen_again(self, sighted: Change) -> Ruling:
        """A later text still shows what was sighted: that is the second agreeing fetch."""
        waited = self.seen.at - sighted.events[-1].at
        if waited < self.confirm_after and is_cosmetic(self._compare_with(sighted.new)):
            return self._rule("confirmed", sighted.new, refers_to=sighted)
        self._advance(sighted, "confirmed")
        self._rebase(sighted.new)
        return self._against_base(after=sighted)

    def _against_base(self, after: Change | None = None) -> Ruling:
        comparison = self._compare_with(self.base)
        if self.base_editions.announces and not self.page.announces and _is_same(comparison):
            return self._in_force(after)
        if is_cosmetic(comparison):
            return self._rule("confirmed", self.base, stands=True)
        undone = self._undone()
        if undone is not None:
            return self._withdrawn(undone)
        before = self._sighted_before()
        if before is not None:
            first = before.verdict.first_sighted_at or before.events[0].at
            return self._rule("confirmed", self.base, refers_to=before, first_sighted_at=first, stands=True)
        return self._rule("sighted", self.base)

    def _withdrawn(self, gone: Change) -> Ruling:
        self._advance(gone, "withdrawn")
        assert self.state.latest is not None
        known = next((s for s in self.state.snapshots if s.text_sha256 == self.seen.text_sha256), self.base)
        ruling = self._rule("withdrawn", self.state.latest, refers_to=gone, stands=True, told=False)
        assert ruling.verdict is not None
        verdict = replace(ruling.verdict, materiality=gone.verdict.materiality, returns_to=known.id)
        return replace(ruling, verdict=verdict)

    def _in_force(self, after: Change | None) -> Ruling:
        announced = after or next(
            (c for c in reversed(self.state.open_changes) if c.new.id == self.base.id or c.verdict.announced),
            None,
        )
        if announced is not None:
            self._advance(announced, "in-force")
        first = announced.verdict.first_sighted_at or announced.events[0].at if announced else None
        ruling = self._rule(
            "in-force", self.base, refers_to=announced, first_sighted_at=first, stands=True, told=False
        )
        assert ruling.verdict is not None
        reasons = ("the text that was announced is now the only one",)
        return replace(ruling, verdict=replace(ruling.verdict, materiality="cosmetic", reasons=reasons))

    def _undone(self) -> Change | None:
        """The latest change, where the page went back behind it."""
        return next(
            (
                change
                for change in reversed(self.state.open_changes)
                if change.new.id == self.base.id
                and change.old.text_sha256 == self.seen.text_sha256
                and self.seen.at - change.events[-1].at <= RETURNS_WITHIN
            ),
            None,
        )

    def _sighted_before(self) -> Change | None:
        """A change that went back, where its text is here again; None where that text keeps flapping."""
        recent = [gone for gone in _gone(self.state) if self.seen.at - gone.events[-1].at <= RETURNS_WITHIN]
        again = [gone for gone in recent if self._is_text_of(gone.new) and not self._is_base(gone.new)]
        return again[-1] if 0 < len(again) < FLAPS_UNTIL_DOUBT else None

    def _is_text_of(self, snapshot: Snapshot) -> bool:
        if snapshot.text_sha256 == self.seen.text_sha256:
            return True
        return _is_same_text(editions(self.document_of(snapshot)).subject, self.page.subject)

    def _is_base(self, snapshot: Snapshot) -> bool:
        """Whether what stands is that text already, confirmed since."""
        return _is_same_text(editions(self.document_of(snapshot)).subject, self.base_editions.subject)

    def _known_as(self) -> str:
        """Id of the latest earlier version with this very text; "" where it is new."""
        same = (one.id for one in reversed(self.state.snapshots) if one.text_sha256 == self.seen.text_sha256)
        return next(same, "")

    def _only_flaps(self, comparison: Comparison, found: tuple[Finding, ...]) -> bool:
        """Whether nothing of substance changed but what has come and gone before."""
        if len(self.state.snapshots) < TURNS_AT_LEAST:
            return False
        if _doubted_for(self.seen.text_sha256, self.state):
            return False  # the whole text flaps: it is confirmed only if it stays
        raising = [finding for finding in found if finding.kind in RAISING]
        known = (sentence_words(self.document_of(one)) for one in recent(self.state.snapshots))
        return only_flaps(comparison, raising, [*known, sentence_words(self.seen.document)])

    def _compare_with(self, snapshot: Snapshot) -> Comparison:
        return self._pair(snapshot)[2]

    def _pair(self, snapshot: Snapshot) -> tuple[Document, Document, Comparison]:
        """What a stored version and the seen text are compared as, with the comparison."""
        if snapshot.id not in self.pairs:
            before, after = compared(self.document_of(snapshot), self.seen.document)
            self.pairs[snapshot.id] = before, after, compare(before, after)
        return self.pairs[snapshot.id]

    def _rebase(self, snapshot: Snapshot) -> None:
        self.base, self.base_editions = snapshot, editions(self.document_of(snapshot))

    def _advance(self, change: Change, stage: Stage) -> None:
        self.advances.append(Advance(change.id, StageEvent(stage, self.seen.at)))

    def _rule(
        self,
        stage: Stage,
        old: Snapshot,
        *,
        refers_to: Change | None = None,
        first_sighted_at: datetime | None = None,
        stands: bool = False,
        told: bool = True,
    ) -> Ruling:
        before, subject, comparison = self._pair(old)
        found = findings(before, subject, comparison) if told else ()
        level, reasons = materiality(comparison, found)
        if told and level == "substantive" and self._only_flaps(comparison, found):
            level, reasons = "editorial", (REASON, *reasons)
        if told:
            level, reasons = by_own_rules(level, reasons, comparison, found, self.rules)
        day, quote = effective(subject, self.seen.at.date())
        first = first_sighted_at or self.seen.at
        announced = day is not None and day > self.seen.at.date()
        verdict = Verdict(
            materiality=level,
            stage=stage,
            reasons=reasons,
            effective=day,
            effective_quote=quote,
            announced=announced,
            notice_days=(day - self.seen.at.date()).days if announced and day else None,
            date_line=date_line(before, subject, comparison),
            first_sighted_at=first,
            refers_to=refers_to.id if refers_to else "",
            returns_to=self._known_as() if stage == "sighted" else "",
        )
        return Ruling(verdict, old, comparison, found, tuple(self.advances), stands)
