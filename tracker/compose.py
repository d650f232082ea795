"""Composes the message of a delivery from what the archive holds."""

from collections.abc import Callable
from typing import Literal

from tracker.alert.channel import Message
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.errors import EvidenceError
from tracker.archive.observation import Delivery, Incident
from tracker.gather import change_subject, incident_subject
from tracker.report.change_view import change_view
from tracker.report.mail import incident_parts, mail_parts
from tracker.report.webhook import incident_payload, payload
from tracker.watchlist.policy import Policy

PolicyOf = Callable[[str], Policy]
"""The policy of a key, also where it is no longer watched."""


def change_message(
    archive: Archive, policy: Policy, change: Change, delivery: Delivery, *, language: str, base_url: str
) -> Message:
    """A change that reached a stage, in words."""
    view = change_view(change_subject(archive, policy, change), language)
    parts = mail_parts(view, base_url)
    return Message(
        id=delivery.id,
        kind="change",
        title=parts.subject,
        text=parts.text,
        html=parts.html,
        payload=payload(view, _event(change, delivery.stage)),
        thread=policy.key,
        link=f"{base_url.rstrip('/')}/{view.address}.html" if base_url else "",
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
        incidents = self.archive.incidents(delivery.subject)
        wanted = [each for each in incidents if (each.closed_at is not None) == (delivery.kind == "recovery")]
        if not incidents:
            raise EvidenceError(f"The archive holds no incident of {delivery.subject!r} any more.")
        policy = self.policy_of(delivery.subject)
        incident = wanted[-1] if wanted else incidents[-1]  # it was over before this could be sent
        return incident_message(self.archive, policy, incident, delivery, language)


def _event(change: Change, stage: str) -> StageEvent:
    """The event that is told; the latest where that stage is not there."""
    return next((event for event in reversed(change.events) if event.stage == stage), change.events[-1])
