"""Composes the message of a delivery from what the archive holds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from tracker.alert.channel import Message
from tracker.alert.plan import incident_delivery_id
from tracker.archive.archive import Archive
from tracker.archive.change import Change
from tracker.archive.errors import EvidenceError
from tracker.archive.observation import Delivery, Incident
from tracker.gather import change_subject, incident_subject
from tracker.report.change_view import change_view
from tracker.report.mail import incident_parts, mail_parts
from tracker.report.messages import messages
from tracker.report.story import as_of
from tracker.report.webhook import incident_payload, payload
from tracker.watchlist.policy import Policy

PolicyOf = Callable[[str], Policy]
"""The policy of a key, also where it is no longer watched."""


def change_message(
    archive: Archive, policy: Policy, change: Change, delivery: Delivery, *, language: str, base_url: str
) -> Message:
    """A change that reached a stage, in words; the same however late it is sent."""
    change = _as_told(change, delivery.stage)
    view = change_view(change_subject(archive, policy, change), language)
    parts = mail_parts(view, base_url)
    return Message(
        id=delivery.id,
        kind="change",
        title=parts.subject,
        text=parts.text,
        html=parts.html,
        payload=payload(view, change.events[-1]),
        thread=policy.key,
        link=f"{base_url.rstrip('/')}/{view.address}.html" if base_url else "",
        link_title=messages(language)("Whole report"),
        urgent=any(finding.badges for finding in view.findings),
    )


def incident_message(
    archive: Archive, policy: Policy, incident: Incident, delivery: Delivery, language: str
) -> Message:
    """A policy that cannot be read any more, or can be read again, in words."""
    kind: Literal["incident", "recovery"] = "recovery" if incident.closed_at else "incident"
    subject = incident_subject(archive, policy, incident)
    parts = incident_parts(subject, language)
    return Message(
        id=delivery.id,
        kind=kind,
        title=parts.subject,
        text=parts.text,
        html=parts.html,
        payload=incident_payload(subject),
        thread=policy.key,
    )


class Composer:
    """Composes any delivery of an archive."""

    def __init__(
        self, archive: Archive, policy_of: PolicyOf, language: str = "en", base_url: str = ""
    ) -> None:
        self.archive, self.policy_of, self.language, self.base_url = archive, policy_of, language, base_url

    def __call__(self, delivery: Delivery, language: str = "") -> Message:
        """The message of a delivery; language "" is the watchlist's own. Raises EvidenceError."""
        language = language or self.language
        if delivery.kind == "change":
            change = self.archive.change(delivery.subject)
            if change is None:
                raise EvidenceError(
                    f"The archive holds no change {delivery.subject!r}. Run `tracker verify`."
                )
            return change_message(
                self.archive,
                self.policy_of(change.policy),
                change,
                delivery,
                language=language,
                base_url=self.base_url,
            )
        incident = _told(self.archive.incidents(delivery.subject), delivery)
        if incident is None:
            raise EvidenceError(f"The archive holds no incident of {delivery.subject!r} any more.")
        if delivery.kind == "incident":
            incident = replace(incident, closed_at=None)  # its end has a message of its own
        return incident_message(self.archive, self.policy_of(delivery.subject), incident, delivery, language)


def _told(incidents: tuple[Incident, ...], delivery: Delivery) -> Incident | None:
    """The incident that a delivery was queued for; a policy can have had several since."""
    for incident in incidents:
        if incident_delivery_id(incident, delivery.kind, delivery.channel) == delivery.id:
            return incident
    over = delivery.kind == "recovery"
    fitting = [each for each in incidents if (each.closed_at is not None) == over]
    return (fitting or list(incidents))[-1] if incidents else None


def _as_told(change: Change, stage: str) -> Change:
    """The change as it stood when it reached a stage, also where it has gone on since."""
    reached = [event.at for event in change.events if event.stage == stage]
    return as_of(change, reached[-1]) if reached else change
