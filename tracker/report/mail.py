"""The mail form of an alert, to be put in a message by whoever sends it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import fill

from tracker.report.environment import environment
from tracker.report.incident import IncidentWords, incident_words
from tracker.report.messages import Messages, messages
from tracker.report.notice import NoticeWords
from tracker.report.subject import IncidentSubject
from tracker.report.terminal import safe
from tracker.report.view import ChangeView, Group, Proof

PROOFS = 12
"""Sentences a mail quotes; the whole report has the others."""
SUBJECT_CHARACTERS = 160
TEXT_COLUMNS = 72


@dataclass(frozen=True, slots=True)
class MailParts:
    """What a mail says."""

    subject: str
    """One line without control characters."""
    text: str
    html: str


def mail_parts(view: ChangeView, base_url: str = "") -> MailParts:
    """A change as a mail; `base_url` is where the report folder is published, "" if it is not."""
    m = messages(view.language)
    address = f"{base_url.rstrip('/')}/{view.address}.html" if base_url else ""
    groups, more = _first(view.groups)
    view = replace(view, groups=groups)
    rest = m.count("{n} more sentence in the whole report", "{n} more sentences in the whole report", more)
    template = environment().get_template("mail.html")
    html = template.render(view=view, _=m, report=address, rest=rest if more else "")
    subject = subject_line(m("{label}: {value}", label=view.stage.label, value=view.headline))
    return MailParts(subject, _text(view, address, rest if more else "", m), html)


def incident_parts(subject: IncidentSubject, language: str = "en") -> MailParts:
    """An incident, or its end, as a mail."""
    m = messages(language)
    return fact_parts(incident_words(subject, m), m)


def fact_parts(words: IncidentWords | NoticeWords, m: Messages) -> MailParts:
    """What happened, what it means, and the facts, as a mail."""
    html = environment().get_template("mail_incident.html").render(words=words, _=m, language=m.language)
    lines = [safe(words.headline), "", _wrap(words.meaning), ""]
    lines += [m("{label}: {value}", label=label, value=safe(value)) for label, value in words.facts]
    return MailParts(subject_line(words.headline), "\n".join(lines) + "\n", html)


def subject_line(text: str) -> str:
    """A header value that cannot open another header, of a length that mail programs show."""
    line = safe(text)
    if len(line) <= SUBJECT_CHARACTERS:
        return line
    return line[: SUBJECT_CHARACTERS - 2].rpartition(" ")[0] + " …"


def _first(groups: tuple[Group, ...]) -> tuple[tuple[Group, ...], int]:
    """The first sentences of the groups, and how many are left out."""
    kept, room = [], PROOFS
    for group in groups:
        if group.folded:
            kept.append(group)
            continue
        if room:
            kept.append(replace(group, proofs=group.proofs[:room]))
        room = max(room - len(group.proofs), 0)
    total = sum(len(group.proofs) for group in groups)
    return tuple(kept), total - sum(len(group.proofs) for group in kept)


def _text(view: ChangeView, address: str, rest: str, m: Messages) -> str:
    return "\n".join(_lines(view, address, rest, m)).rstrip() + "\n"


def _wrap(text: str, indent: str = "") -> str:
    return fill(
        safe(text), TEXT_COLUMNS, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _lines(view: ChangeView, address: str, rest: str, m: Messages) -> Iterator[str]:
    yield _wrap(view.headline)
    yield ""
    yield _wrap(f"{view.stage.label}. {view.deck}")
    yield ""
    width = max(len(fact.label) for fact in view.facts)
    for fact in view.facts:
        note = f" ({fact.note})" if fact.note else ""
        yield f"  {fact.label + ':':<{width + 1}}  {safe(fact.value)}{safe(note) and ' ' + safe(note)}"
    for group in view.groups:
        yield ""
        yield group.title.upper()
        if group.folded:
            yield _wrap(", ".join(group.names))
            continue
        for proof in group.proofs:
            yield ""
            yield from _proof(proof, m)
    if rest:
        yield ""
        yield f"… {rest}"
    yield ""
    yield "-" * TEXT_COLUMNS
    yield safe(view.diff_sum)
    yield f"{m('Policy')}: {safe(view.source)}"
    if address:
        yield f"{m('Whole report')}: {address}"
    yield ""
    for limit in view.limits[:2]:
        yield _wrap(limit)


def _proof(proof: Proof, m: Messages) -> Iterator[str]:
    yield _wrap(f"* {proof.heading}")
    if proof.badges:
        yield _wrap(", ".join(badge.label for badge in proof.badges), "  ")
    yield _wrap(f"“{''.join(span.text for span in proof.quote)}”", "  > ")
    if proof.path:
        yield _wrap(" › ".join(proof.path), "    ")
    if proof.old:
        yield _wrap(m("Before, it said") + ":", "  ")
        yield _wrap(f"“{''.join(span.text for span in proof.old)}”", "  < ")
    for label, text in proof.notes:
        yield _wrap(f"{label}: {text}", "  ")
