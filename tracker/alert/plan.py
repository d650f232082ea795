"""The plan decides who is told what."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tracker.alert.address import address
from tracker.alert.registry import recipients
from tracker.alert.rules import Rule
from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Delivery, Incident
from tracker.disclose.disclosure import Finding
from tracker.judge.verdict import Stage
from tracker.watchlist.slug import slugify
from tracker.watchlist.watchlist import Channel

MATERIALITY_ORDER = ("cosmetic", "editorial", "substantive")
STAGES: tuple[Stage, ...] = ("sighted", "confirmed", "withdrawn", "in-force")

Told = Callable[[str], bool]
"""Whether a delivery of this id was ever queued."""

LegalOf = Callable[[str], Iterable[str]]
"""The legal classes of a category, as "gdpr-9"."""


def deliveries_for(
    change: Change,
    event: StageEvent,
    channels: Iterable[Channel],
    told: Told,
    legal_of: LegalOf | None = None,
) -> tuple[Delivery, ...]:
    """One delivery for each recipient who is to hear that a change reached a stage.

    Call it for the change that an observation makes, with its first event, and for every earlier change that
    the observation advances. A channel with a digest gets none: its digest is planned by the clock.
    """
    return tuple(
        Delivery(delivery_id(change.id, event.stage, to), to, "change", change.id, event.stage)
        for channel in channels
        if rule_of(channel).digest == "none" and matches(change, rule_of(channel), legal_of)
        for to in addresses(channel)
        if _is_due(change, event.stage, rule_of(channel), to, told)
    )


def incident_deliveries(
    incident: Incident, at: datetime, channels: Iterable[Channel], told: Told
) -> tuple[Delivery, ...]:
    """One delivery for each recipient to whom an open incident is now old enough, and not yet told."""
    return tuple(
        delivery
        for channel in channels
        if _hears_of(channel, incident.policy) and is_ripe(incident, at, rule_of(channel))
        for delivery in _incident(incident, channel, "incident")
        if not told(delivery.id)
    )


def recovery_deliveries(incident: Incident, channels: Iterable[Channel], told: Told) -> tuple[Delivery, ...]:
    """One delivery for each recipient who was told of an incident that is now over."""
    return tuple(
        delivery
        for channel in channels
        if _hears_of(channel, incident.policy)
        for opening, delivery in zip(
            _incident(incident, channel, "incident"), _incident(incident, channel, "recovery"), strict=True
        )
        if told(opening.id) and not told(delivery.id)
    )


def matches(change: Change, rule: Rule, legal_of: LegalOf | None = None) -> bool:
    """Whether a change is of the kind that a channel wants, whatever its stage."""
    if MATERIALITY_ORDER.index(change.verdict.materiality) < MATERIALITY_ORDER.index(rule.minimum):
        return False
    if not covers(rule, change.policy):
        return False
    if not (rule.categories or rule.findings or rule.legal or rule.confidence):
        return True
    return any(_is_wanted(finding, rule, legal_of) for finding in change.findings)


def covers(rule: Rule, policy: str) -> bool:
    """Whether a rule is about the policy of this key."""
    service, _, name = policy.partition("/")
    if rule.services and service not in {slugify(wanted) for wanted in rule.services}:
        return False
    return not rule.policies or policy in rule.policies or name in rule.policies


def is_ripe(incident: Incident, at: datetime, rule: Rule) -> bool:
    """Whether an incident has lasted long enough to be told: a site may be down for an hour."""
    return incident.checks >= rule.incident_checks or at - incident.opened_at >= rule.incident_after


def delivery_id(subject: str, stage: str, to: str) -> str:
    """24 hex digits; the same subject, stage and address give the same id."""
    return hashlib.sha256("\n".join((subject, stage, to)).encode()).hexdigest()[:24]


def incident_delivery_id(incident: Incident, kind: str, to: str) -> str:
    """The id by which one address hears of one incident, or of its end."""
    return delivery_id(f"{incident.policy}@{incident.opened_at.isoformat()}", kind, to)


def addresses(channel: Channel) -> Iterator[str]:
    """The addresses of a channel, one a recipient."""
    for recipient in recipients(channel.settings):
        yield address(channel.name, recipient)


def rule_of(channel: Channel) -> Rule:
    """The rule of a channel; the defaults where it has none."""
    return channel.rule if isinstance(channel.rule, Rule) else Rule()


def is_sequel(stage: Stage) -> bool:
    """Whether a stage only follows up what was told before."""
    return stage in ("withdrawn", "in-force")


def is_vehicle(change: Change, stage: Stage) -> bool:
    """Whether a change is only the snapshot that takes an earlier one back, or puts it in force.

    The earlier one is advanced by the same observation, and that is what is told.
    """
    return bool(change.verdict.refers_to) and change.events[0].stage == stage


def was_never_confirmed(change: Change) -> bool:
    """Whether being in force is the first that is sure of a change: then it is news, not a sequel."""
    return all(event.stage not in ("confirmed", "withdrawn") for event in change.events)


def _is_due(change: Change, stage: Stage, rule: Rule, to: str, told: Told) -> bool:
    if stage not in rule.on or told(delivery_id(change.id, stage, to)):
        return False
    if not is_sequel(stage):
        return True
    if is_vehicle(change, stage):
        return False
    heard = any(told(delivery_id(change.id, earlier, to)) for earlier in STAGES if earlier != stage)
    return heard or (stage == "in-force" and was_never_confirmed(change))


def _is_wanted(finding: Finding, rule: Rule, legal_of: LegalOf | None) -> bool:
    if finding.confidence < rule.confidence:
        return False
    if rule.categories and finding.subject not in rule.categories:
        return False
    if rule.findings and finding.kind not in rule.findings:
        return False
    return not rule.legal or bool(legal_of and set(rule.legal) & set(legal_of(finding.subject)))


def _hears_of(channel: Channel, policy: str) -> bool:
    rule = rule_of(channel)
    return rule.incidents and rule.digest == "none" and covers(rule, policy)


def _incident(incident: Incident, channel: Channel, kind: str) -> tuple[Delivery, ...]:
    assert kind in ("incident", "recovery")
    return tuple(
        Delivery(
            incident_delivery_id(incident, kind, to),
            to,
            "incident" if kind == "incident" else "recovery",
            incident.policy,
        )
        for to in addresses(channel)
    )
