"""Composes the message of a digest."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tracker.alert.address import split_address
from tracker.alert.channel import Compose, Message
from tracker.alert.digest import Digest, Period, digest_of
from tracker.alert.plan import LegalOf, covers, rule_of
from tracker.alert.rules import Rule
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Delivery, Incident
from tracker.report.certainty import iso
from tracker.report.digest import DigestView, digest_parts, digest_view
from tracker.report.incident import REASONS
from tracker.report.messages import Messages, messages
from tracker.report.overview import Overview
from tracker.report.policy_line import PolicyLine
from tracker.report.story import as_of, stories
from tracker.report.view import ChangeView
from tracker.watchlist.policy import Policy
from tracker.watchlist.watchlist import Channel

ViewOf = Callable[[Change, str], ChangeView]
"""A change in the words of a language."""


def with_digests(
    compose: Compose,
    archive: Archive,
    channels: Iterable[Channel],
    policies: Iterable[Policy],
    view_of: ViewOf,
    *,
    language: str = "en",
    base_url: str = "",
    legal_of: LegalOf | None = None,
) -> Compose:
    """The same way to compose messages, which also knows digests."""
    rules = {channel.name: rule_of(channel) for channel in channels}
    watched = tuple(policies)

    def composing(delivery: Delivery, wanted: str = "") -> Message:
        if delivery.kind != "digest":
            return compose(delivery, wanted)
        rule = rules.get(split_address(delivery.channel)[0], Rule())
        digest = digest_of(archive, rule, Period.parse(delivery.subject), legal_of)
        covered = [policy for policy in watched if covers(rule, policy.key)]
        return digest_message(delivery.id, digest, covered, view_of, wanted or language, base_url=base_url)

    return composing


def digest_message(
    delivery_id: str,
    digest: Digest,
    policies: Iterable[Policy],
    view_of: ViewOf,
    language: str,
    *,
    base_url: str = "",
) -> Message:
    """One message for everything that a digest tells of these policies."""
    m = messages(language)
    views = [(view_of(as_of(change, event.at), m.language), event) for change, event in digest.news]
    told = list(_told(digest, views, m))
    whole = _overview(digest, told, {policy.key: policy for policy in policies}, m)
    view = digest_view(whole, digest.period.since, digest.period.until, m.language)
    parts = digest_parts(view, base_url)
    return Message(
        id=delivery_id,
        kind="digest",
        title=parts.subject,
        text=parts.text,
        html=parts.html,
        payload=_payload(digest, views, view),
        link=base_url,
        link_title=m("All policies"),
    )


def _told(
    digest: Digest, views: list[tuple[ChangeView, StageEvent]], m: Messages
) -> Iterator[tuple[ChangeView, Mapping[str, Any]]]:
    """The stories of a digest: changes that refer to each other once, at what happened last."""
    of = {view.id: (view, event) for view, event in views}
    for story in stories(change for change, _ in digest.news):
        parts = sorted((of[change.id] for change in story.changes), key=lambda part: part[1].at)
        head, _ = of[story.head.id]
        new = [finding.subject for finding in head.findings if finding.kind == "category-new"]
        steps = [_step(view, event, m) for view, event in parts]
        yield parts[-1][0], {"news": True, "categories": new, "steps": steps}


def _overview(
    digest: Digest,
    told_of: list[tuple[ChangeView, Mapping[str, Any]]],
    policies: Mapping[str, Policy],
    m: Messages,
) -> Overview:
    """What the report room makes digests from, holding this digest's changes and no others."""
    unread = {incident.policy: incident for incident in digest.unread}
    changed: dict[str, list[tuple[ChangeView, Mapping[str, Any]]]] = {}
    for view, change in told_of:
        changed.setdefault(view.policy, []).append((view, change))
    lines = []
    for key in sorted({*policies, *unread, *changed}):
        told = changed.get(key, [])
        named = policies.get(key)
        service = named.service if named else told[0][0].service if told else key.partition("/")[0]
        title = named.title if named else told[0][0].title if told else key.partition("/")[2]
        lines.append(
            PolicyLine(
                policy=key,
                service=service,
                title=title,
                today=(),
                new=(),
                changes=tuple(change for _, change in told),
                incident=m.label(REASONS, unread[key].reason) if key in unread else "",
                last_check="",
                last_check_iso="",
                versions=0,
            )
        )
    return Overview(m.language, tuple(lines))


def _step(view: ChangeView, event: StageEvent, m: Messages) -> Mapping[str, Any]:
    return {
        "headline": view.headline,
        "stage_label": view.stage.label,
        "tone": view.stage.tone,
        "at": iso(event.at),
        "on": m.date(event.at.date()),
        "file": view.address.rpartition("/")[2],
    }


def _payload(
    digest: Digest, views: list[tuple[ChangeView, StageEvent]], view: DigestView
) -> Mapping[str, object]:
    return {
        "type": "digest",
        "timestamp": iso(digest.period.until),
        "data": {
            "schema": 1,
            "since": iso(digest.period.since),
            "until": iso(digest.period.until),
            "headline": view.headline,
            "language": view.language,
            "changes": [
                {
                    "id": change.id,
                    "policy": change.policy,
                    "service": change.service,
                    "title": change.title,
                    "headline": change.headline,
                    "stage": event.stage,
                    "at": iso(event.at),
                    "report": f"{change.address}.html",
                }
                for change, event in views
            ],
            "unreadable": [_incident(incident) for incident in digest.unread],
        },
    }


def _incident(incident: Incident) -> Mapping[str, object]:
    return {
        "policy": incident.policy,
        "reason": incident.reason,
        "opened_at": iso(incident.opened_at),
        "checks": incident.checks,
    }
