"""The story of a check: fetch, extract, gate, compare, disclose, judge, archive.

Nothing here decides; each line hands a value from one room to the next. The archive, the network
and the clock are handed in, so that a replay of recorded texts walks the same way as a live check.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from tracker import bookkeeping
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.errors import SupersededError
from tracker.archive.identity import next_snapshot_id
from tracker.archive.observation import (
    Accepted,
    Check,
    Delivery,
    Incident,
    NewSnapshot,
    Observation,
    PolicyState,
)
from tracker.archive.record import sha256
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Document
from tracker.extract.markdown import to_markdown
from tracker.extract.read import read
from tracker.fetch.capture import Capture, Failure, Fetched, Unchanged, Validators
from tracker.fetch.conditional import validators_of
from tracker.fetch.fingerprint import fingerprint
from tracker.gate.admit import admit, text_hash, unreadable_from
from tracker.gate.history import History
from tracker.gate.reading import Reading, Reason, Unreadable
from tracker.judge.judge import Seen, judge, judge_again
from tracker.rereading import is_read_alike, text_today
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.verdict import VerdictRule

RULINGS_AT_MOST = 3  # on one fetch, while other processes store versions of the same policy


class Network(Protocol):
    """The way out, as `tracker.fetch.client.Client` offers it."""

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched: ...


class Teller(Protocol):
    """Who is told what, as `tracker.alert.teller` decides it."""

    def of_change(self, change: Change, event: StageEvent) -> tuple[Delivery, ...]: ...

    def of_incident(self, incident: Incident, at: datetime, *, over: bool) -> tuple[Delivery, ...]: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check came to."""

    policy: Policy
    check: Check
    change: Change | None = None
    """The change this check found."""
    advanced: tuple[Change, ...] = ()
    """Earlier changes that reached a further stage, with that stage."""
    incident: Incident | None = None
    """The open incident, where the policy could not be read."""
    recheck_at: datetime | None = None
    """When a sighted change wants a second look."""
    retry_after_seconds: float | None = None
    """The server's wish, where it stated one."""

    @property
    def is_news(self) -> bool:
        """Whether a version was stored, or a change reached a stage."""
        return self.check.outcome in ("first", "changed") or bool(self.advanced)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who saw a text."""

    name: str = "check"
    """"check", or the importer that brought it."""
    note: str = ""
    """Where an imported version comes from."""
    is_admitted: bool = False
    """Whether a tracker has admitted the text before: then it is not doubted again."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One policy in the middle of a check."""

    policy: Policy
    state: PolicyState
    """Before the check."""
    check: Check
    """As far as it is known."""
    page: Fetched
    fingerprint: str = ""
    origin: Origin = Origin()


@dataclass(slots=True)
class Pipeline:
    """The rooms in their order, around one archive, one network and one clock."""

    archive: Archive
    network: Network
    clock: Callable[[], datetime]
    """Now; aware, UTC."""
    teller: Teller | None = None
    """None: nobody is told, as in a replay."""
    read_on: Callable[[str], object] | None = None
    """Called with the key of a policy that has a new version, while its text is at hand."""
    full_fetch_every: timedelta = timedelta(days=7)
    """A server that answers 304 for ever is asked in full that often."""
    verdict_rules: tuple[VerdictRule, ...] = ()
    """The reader's own, on how much a kind of change matters."""

    def check(self, policy: Policy) -> Outcome:
        """Observe a policy once, and leave everything that follows from it in the archive."""
        state = self.archive.state(policy.key)
        full = bookkeeping.is_full_fetch_due(state, self.clock(), self.full_fetch_every)
        fetched = self.network.fetch(policy.source, state.validators, full=full)
        outcome = self.settle(policy, fetched, state)
        if self.read_on and outcome.is_news:
            self.read_on(policy.key)
        return outcome

    def check_all(self, policies: Iterable[Policy], workers: int = 16) -> Iterator[Outcome]:
        """Check many policies side by side; outcomes come in the order of the policies."""
        with ThreadPoolExecutor(max_workers=workers) as pool:
            yield from pool.map(self.check, policies)

    def replay(self, policy: Policy, capture: Capture, origin: Origin) -> Outcome:
        """Take a text that others recorded, as if it had been seen at its recorded time."""
        return self.settle(policy, capture, origin=origin)

    def settle(
        self,
        policy: Policy,
        fetched: Fetched,
        state: PolicyState | None = None,
        *,
        origin: Origin | None = None,
    ) -> Outcome:
        """Record what a fetch brought, and what follows from it.

        Where another process has stored a version of the policy meanwhile, the fetch is ruled on again.
        """
        look = _Look(
            policy,
            state or self.archive.state(policy.key),
            bookkeeping.check_of(policy, fetched),
            fetched,
            origin=origin or Origin(),
        )
        for _ in range(RULINGS_AT_MOST - 1):
            try:
                return self._settle(look)
            except SupersededError:
                look = replace(look, state=self.archive.state(policy.key))
        return self._settle(look)

    def _settle(self, look: _Look) -> Outcome:
        match look.page:
            case Failure() as failure:
                unreadable = Unreadable(Reason(failure.reason), failure.detail)
                outcome = self._unreadable(look, unreadable)
                return replace(outcome, retry_after_seconds=failure.retry_after_seconds)
            case Unchanged():
                return self._same(look)
            case Capture() as capture:
                return self._received(replace(look, fingerprint=fingerprint(capture)), capture)

    def _received(self, look: _Look, capture: Capture) -> Outcome:
        latest, source = look.state.latest, look.policy.source
        well = all(page.answer.status == 200 for page in capture.pages)
        same_page = well and look.fingerprint == look.state.fingerprint
        if latest and same_page and is_read_alike(self.archive, latest, source):
            return self._same(look)
        drawn = unreadable_from(capture) or read(capture, source, look.state.root_hint)
        text = to_markdown(drawn).encode("utf-8", "surrogatepass") if isinstance(drawn, Document) else b""
        digest = sha256(text)
        if latest and text and digest == latest.text_sha256:
            return self._same(look)
        known = any(digest == version.text_sha256 for version in look.state.snapshots)
        if isinstance(drawn, Document) and (known or look.origin.is_admitted):
            reading: Reading = drawn
        else:
            reading = admit(drawn, capture, source, self._history(look))
        if isinstance(reading, Unreadable):
            refused = reading.mark or (text_hash(drawn) if isinstance(drawn, Document) else "")
            return self._unreadable(replace(look, check=replace(look.check, text_sha256=refused)), reading)
        return self._new(look, capture, Seen(reading, digest, look.check.at), text)

    def _history(self, look: _Look) -> History:
        state = look.state
        failed = self.archive.checks(look.policy.key, state.incident.checks) if state.incident else ()
        return History(
            last_good=self.archive.document(state.latest) if state.latest else None,
            words=tuple(snapshot.words for snapshot in state.snapshots[-10:]),
            language=look.policy.source.language or (state.latest.language if state.latest else None),
            refused=bookkeeping.refusals(failed),
            known=frozenset(accepted.text_hash for accepted in state.accepted),
            name=look.policy.key,
        )

    def _unreadable(self, look: _Look, unreadable: Unreadable) -> Outcome:
        """No observation: the incident goes on, or begins."""
        check = replace(
            look.check, outcome="unreadable", reason=unreadable.reason.value, detail=unreadable.detail
        )
        incident = bookkeeping.incident_of(check, look.state.incident)
        deliveries = self.teller.of_incident(incident, check.at, over=False) if self.teller else ()
        incident = replace(incident, told=incident.told or bool(deliveries))
        self.archive.record(Observation(check, opened=incident, deliveries=deliveries))
        return Outcome(look.policy, check, incident=incident)

    def _same(self, look: _Look) -> Outcome:
        """The text is the one seen last: time alone may confirm a change, or put it in force."""
        state, latest = look.state, look.state.latest
        assert latest is not None, "a text can only be the same as one that was seen"
        check = replace(
            look.check,
            outcome="not-modified" if isinstance(look.page, Unchanged) else "unchanged",
            text_sha256=latest.text_sha256,
            snapshot=latest.id,
        )
        advances = judge_again(check.at, state, look.policy.confirm_after)
        advanced = bookkeeping.advanced(state, advances)
        confirmed = any(change.verdict.stage == "confirmed" for change in advanced)
        observation = Observation(
            check=check,
            advances=advances,
            recovered=state.incident is not None,
            standing=latest.id if confirmed else None,
            validators=_validators(look.page, state),
            fingerprint=look.fingerprint,
            deliveries=self._tell(state, check, advanced),
            after=latest.id,
        )
        self.archive.record(observation)
        recheck = bookkeeping.recheck_at(state, advances, check.at + look.policy.confirm_after)
        return Outcome(look.policy, check, advanced=advanced, recheck_at=recheck)

    def _new(self, look: _Look, capture: Capture, seen: Seen, text: bytes) -> Outcome:
        """The text is another than the one seen last, or the first."""
        policy, state = look.policy, look.state
        new_id = next_snapshot_id(policy.key, seen.at, state.latest)
        rules = tuple(rule for rule in self.verdict_rules if rule.covers(policy.key))
        ruling = judge(seen, state, self._texts_of(policy), policy.confirm_after, rules)
        check = replace(
            look.check,
            outcome="changed" if ruling.verdict else "first",
            text_sha256=seen.text_sha256,
            snapshot=new_id,
        )
        change = bookkeeping.change_of(policy, new_id, seen, ruling)
        advanced = bookkeeping.advanced(state, ruling.advances)
        observation = Observation(
            check=check,
            new=NewSnapshot(
                new_id,
                seen.document,
                capture,
                look.origin.name,
                policy,
                look.origin.note,
                self._acceptance(state, seen.document),
                text,
            ),
            change=change,
            advances=ruling.advances,
            recovered=state.incident is not None,
            standing=new_id if ruling.stands else bookkeeping.standing_after(advanced),
            validators=validators_of(capture),
            fingerprint=look.fingerprint,
            deliveries=self._tell(state, check, (*advanced, change) if change else advanced),
            after=state.latest.id if state.latest else "",
        )
        stored = self.archive.record(observation)
        if change and stored:
            change = replace(change, new=stored)
        sighted = change is not None and change.verdict.stage == "sighted"
        recheck = check.at + policy.confirm_after if sighted else None
        return Outcome(policy, check, change, advanced, recheck_at=recheck)

    def _acceptance(self, state: PolicyState, document: Document) -> Accepted | None:
        if not state.accepted:
            return None
        last = self.archive.document(state.latest) if state.latest else None
        return bookkeeping.acceptance(state, document, last)

    def _texts_of(self, policy: Policy) -> Callable[[Snapshot], Document]:
        return lambda snapshot: text_today(self.archive, snapshot, policy.source)

    def _tell(self, state: PolicyState, check: Check, changes: Iterable[Change]) -> tuple[Delivery, ...]:
        """What is to be told of these changes, and of an incident that this check ends."""
        teller = self.teller
        if teller is None:
            return ()
        news = [told for change in changes for told in teller.of_change(change, change.events[-1])]
        over = teller.of_incident(state.incident, check.at, over=True) if state.incident else ()
        return (*news, *over)


def _validators(page: Fetched, state: PolicyState) -> tuple[Validators, ...]:
    """The server's own, of this answer; after a 304 the known ones stay."""
    return validators_of(page) if isinstance(page, Capture) else state.validators
