"""The words for trouble of the tracker itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.report.certainty import LABELS
from tracker.report.messages import Messages

NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice for a reader."""

    headline: str
    meaning: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One alert that was given up."""

    at: datetime
    kind: str
    """ "change", "incident", "recovery" or "digest"."""
    about: str
    """What it was about, as "Plaza: Privacy Policy"; "" for a digest."""
    stage: str
    """Of a change."""
    error: str
    """Why, in the receiver's own words where it had any."""
    tried_out: bool = False
    """Whether it was tried again until three days were over."""


def late_words(count: int, names: Sequence[str], silent_since: datetime | None, m: Messages) -> NoticeWords:
    """Checks that did not happen in time; `names` are some of the policies."""
    shown = [*names[:NAMES_SHOWN], *(["…"] if count > min(len(names), NAMES_SHOWN) else [])]
    facts = [(m("Concerned"), ", ".join(shown))]
    if silent_since is not None:
        facts.append((m("No sign of life since"), m.moment(silent_since)))
    facts.append((m("More"), "tracker status"))
    return NoticeWords(
        m.count("{n} policy was not checked in time", "{n} policies were not checked in time", count),
        m("What changed meanwhile is found by the next check, unless it was taken back before."),
        tuple(facts),
    )


def given_up_words(to: str, count: int, latest: Iterable[Undelivered], m: Messages) -> NoticeWords:
    """Alerts for one address that nobody will try to send any more."""
    facts = [(m.moment(each.at), f"{_about(each, m)}: {_why(each, m)}") for each in latest]
    facts += [(m("More"), "tracker outbox list"), (m("Send again"), "tracker outbox retry --dead")]
    return NoticeWords(
        m("Alerts to {to} were given up", to=to),
        m.count(
            "{n} alert could not be delivered, and is not tried again by itself. The latest:",
            "{n} alerts could not be delivered, and are not tried again by themselves. The latest:",
            count,
        ),
        tuple(facts),
    )


def _why(each: Undelivered, m: Messages) -> str:
    return f"{m('given up after three days')}: {each.error}" if each.tried_out else each.error


def _about(each: Undelivered, m: Messages) -> str:
    match each.kind:
        case "change":
            return f"{each.about}, {m.label(LABELS, each.stage)}"
        case "incident":
            return f"{each.about}, {m('cannot be read')}"
        case "recovery":
            return f"{each.about}, {m('can be read again')}"
    return m("Digest")
