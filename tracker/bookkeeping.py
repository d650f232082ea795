"""Turns what a check saw into the values that the archive keeps."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.archive.change import Change, StageEvent
from tracker.archive.identity import change_id
from tracker.archive.observation import Accepted, Advance, Check, Incident, PolicyState
from tracker.archive.record import body_sha256
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Document
from tracker.fetch.capture import Capture, Fetched, Unchanged, Validators
from tracker.fetch.conditional import asked_with, validators_of
from tracker.gate.admit import text_hash
from tracker.gate.history import Refusal
from tracker.gate.hollow import mark_of_hollow, newly_hollow
from tracker.judge.judge import Ruling, Seen
from tracker.watchlist.policy import Policy


def check_of(policy: Policy, fetched: Fetched) -> Check:
    """The row of a check, as far as the fetch alone tells it; the outcome is set where it is known."""
    exchanges = [exchange for page in fetched.pages for exchange in page.exchanges]
    return Check(
        policy=policy.key,
        at=fetched.fetched_at,
        outcome="unchanged",
        fetcher=fetched.fetcher,
        robots=fetched.robots if isinstance(fetched, Capture) else "allowed",
        urls=tuple(exchange.url for exchange in exchanges),
        status=exchanges[-1].status if exchanges else None,
        size_bytes=sum(len(exchange.payload) for exchange in exchanges),
        body_sha256=body_sha256(fetched) if isinstance(fetched, Capture) else "",
        seconds=round(sum(exchange.seconds for exchange in exchanges), 3),
        validators=_validators(fetched),
    )


def _validators(fetched: Fetched) -> tuple[Validators, ...]:
    match fetched:
        case Capture():
            return validators_of(fetched)
        case Unchanged():
            return asked_with(fetched.pages)
        case _:
            return ()


def refusals(failed: Iterable[Check]) -> tuple[Refusal, ...]:
    """The texts that were read and refused since the policy was last read, each with how often."""
    by_text: dict[str, list[datetime]] = {}
    for check in failed:
        if check.outcome == "unreadable" and check.text_sha256:
            by_text.setdefault(check.text_sha256, []).append(check.at)
    return tuple(Refusal(text, len(at), min(at)) for text, at in by_text.items())


def acceptance(state: PolicyState, document: Document, last_good: Document | None) -> Accepted | None:
    """The word of a person that lets this text pass, where there is one."""
    marks = {text_hash(document)}
    if last_good:
        marks.add(mark_of_hollow(newly_hollow(document, last_good)))
    return next((accepted for accepted in state.accepted if accepted.text_hash in marks), None)


def change_of(policy: Policy, new_id: str, seen: Seen, ruling: Ruling) -> Change | None:
    if ruling.verdict is None or ruling.old is None or ruling.comparison is None:
        return None
    new = Snapshot(
        id=new_id,
        policy=policy.key,
        observed_at=seen.at,
        text_sha256=seen.text_sha256,
        body_sha256="",
        record_sha256="",
        previous_record_sha256="",
        words=seen.document.words,
        language=seen.document.language,
        extract_rules=seen.document.rules,
    )
    return Change(
        id=change_id(policy.key, ruling.old.id, new_id),
        policy=policy.key,
        old=ruling.old,
        new=new,
        comparison=ruling.comparison,
        findings=ruling.findings,
        verdict=ruling.verdict,
        events=(StageEvent(ruling.verdict.stage, seen.at),),
    )


def advanced(state: PolicyState, advances: Iterable[Advance]) -> tuple[Change, ...]:
    """The stored changes as they stand after their advances."""
    changes = {change.id: change for change in (*state.open_changes, *state.withdrawn)}
    for advance in advances:
        change = changes[advance.change]
        verdict = replace(change.verdict, stage=advance.event.stage)
        changes[advance.change] = replace(change, verdict=verdict, events=(*change.events, advance.event))
    return tuple(changes[key] for key in dict.fromkeys(advance.change for advance in advances))


def standing_after(advanced: Iterable[Change]) -> str | None:
    """What stands where the seen text itself does not: the change that it confirmed on its way."""
    return next((change.new.id for change in advanced if change.verdict.stage == "confirmed"), None)


def recheck_at(state: PolicyState, advances: Iterable[Advance], at: datetime) -> datetime | None:
    """`at`, where a sighted change is still open after the advances."""
    moved = {advance.change for advance in advances}
    waiting = [c for c in state.open_changes if c.verdict.stage == "sighted" and c.id not in moved]
    return at if waiting else None


def incident_of(check: Check, open_one: Incident | None) -> Incident:
    """The incident that a failed check begins, or the open one with one more check."""
    return Incident(
        policy=check.policy,
        reason=check.reason,
        detail=check.detail,
        opened_at=open_one.opened_at if open_one else check.at,
        checks=open_one.checks + 1 if open_one else 1,
        told=open_one.told if open_one else False,
    )


def is_full_fetch_due(state: PolicyState, now: datetime, every: timedelta) -> bool:
    """Whether the bodies are to be received again, whatever the validators say."""
    return state.last_full_fetch_at is None or now - state.last_full_fetch_at >= every
