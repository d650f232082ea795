"""The words for a policy that cannot be read."""

from dataclasses import dataclass

from tracker.report.messages import Messages
from tracker.report.subject import IncidentSubject

REASONS = {
    "unreachable": "the server gave no answer",
    "refused-address": "the address is one that we do not fetch",
    "robots": "robots.txt does not allow it",
    "http-error": "the server answered with an error",
    "gone": "the page is gone",
    "blocked": "the site blocked the check",
    "rate-limited": "the site asks for fewer checks",
    "redirects": "the page redirects without end",
    "too-large": "the page is too large",
    "truncated": "the page arrived incomplete",
    "not-text": "the address holds no text",
    "wall": "a log-in or consent page stands in front of the policy",
    "shell": "the page needs JavaScript to show the policy",
    "stub": "the page holds far too little text",
    "language": "the page is in another language",
    "other-document": "the page holds another document",
    "duplicated": "the page holds the text twice",
    "selector": "the configured selector finds nothing",
    "browser": "a browser is needed and could not be used",
}


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """An incident for a reader."""

    headline: str
    meaning: str
    facts: tuple[tuple[str, str], ...]
    source: str
    open: bool


def incident_words(subject: IncidentSubject, m: Messages) -> IncidentWords:
    """What happened, what it means for the reader, since when."""
    service, title = subject.policy.service, subject.policy.title
    reason = m.label(REASONS, subject.reason)
    if subject.closed_at is None:
        headline = m(
            "The {title} of {service} cannot be read: {reason}", title=title, service=service, reason=reason
        )
        meaning = m("Nothing is known about changes since the last good check. Checks go on.")
    else:
        headline = m("The {title} of {service} can be read again", title=title, service=service)
        meaning = m("The text was read again and compared with the last good version.")
    facts = [(m("Since"), m.moment(subject.opened_at))]
    if subject.closed_at:
        facts.append((m("Until"), m.moment(subject.closed_at)))
    if subject.last_good_at:
        facts.append((m("Last read"), m.moment(subject.last_good_at)))
    facts.append((m("Failed checks"), m.number(subject.checks)))
    facts.append((m("Reason"), reason))
    if subject.detail:
        facts.append((m("Detail"), subject.detail))
    source = subject.policy.source.urls[0] if subject.policy.source.urls else ""
    facts.append((m("Address"), source))
    return IncidentWords(headline, meaning, tuple(facts), source, subject.closed_at is None)
