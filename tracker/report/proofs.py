"""Proofs are the sentences that show what a change means."""

from collections.abc import Iterator
from itertools import groupby

from tracker.compare.comparison import Edit
from tracker.disclose.disclosure import Finding
from tracker.extract.document import Block, Document
from tracker.report.known import doubt
from tracker.report.messages import Messages
from tracker.report.rows import is_rewritten, merged
from tracker.report.sections import anchor_of, shown_path
from tracker.report.subject import ReportSubject
from tracker.report.view import FindingView, Group, Proof, Span, SpanKind, Tone
from tracker.report.vocabulary import (
    PRACTICES,
    action_labels,
    actor_label,
    category_label,
    legal_badges,
    purpose_labels,
)

QUOTE_CHARACTERS = 1_500
"""Longer than any sentence a person wrote; what is longer is shown around its first hit."""
CONTEXT_CHARACTERS = 240
"""Text of the policy shown before and after a quote."""

CLEAR_FROM = 0.85
"""Confidence from which the wording counts as clear."""
SHOWN_AT_ONCE = 2
"""With more practices than this, a reader first sees their names only."""

GROUPS: tuple[tuple[tuple[str, ...], str, Tone], ...] = (
    (("category-new",), "Newly named kinds of data", "alarm"),
    (("purpose-new", "recipient-new", "detail-new"), "New about kinds of data already named", "notice"),
    (("practice-added",), "Words added on", "notice"),
    (("practice-changed",), "Words changed on", "notice"),
    (("practice-removed",), "Words removed on", "calm"),
    (("category-removed",), "Kinds of data no longer named", "calm"),
)


def findings(subject: ReportSubject, found: tuple[Finding, ...], m: Messages) -> tuple[FindingView, ...]:
    """Every finding in words, in the order given."""
    return tuple(_finding(subject, finding, m) for finding in found)


def groups(subject: ReportSubject, found: tuple[Finding, ...], m: Messages) -> tuple[Group, ...]:
    """Findings by kind, those out of one sentence together; kinds without findings are left out.

    A practice whose sentence stands there already, as the proof of something weightier, is left out too.
    """
    shown = {(one.block, one.quote) for one in found if one.kind in GROUPS[0][0] + GROUPS[1][0]}
    views = [
        (one, view)
        for one, view in zip(found, findings(subject, found, m), strict=True)
        if not (one.kind in ("practice-added", "practice-changed") and (one.block, one.quote) in shown)
    ]
    made = []
    for kinds, title, tone in GROUPS:
        of_kind = [pair for pair in views if pair[0].kind in kinds]
        if of_kind:
            proofs = tuple(_proofs(subject, of_kind, m))
            folded = kinds[0].startswith("practice") and len(proofs) > SHOWN_AT_ONCE
            made.append(Group(kinds[0], m(title), tone, proofs, folded))
    return tuple(made)


def label_of(finding: Finding, m: Messages) -> str:
    """What a finding says, as a noun phrase for a headline."""
    data = data_label(finding, m)
    if finding.kind == "purpose-new" and finding.statement.purposes:
        purposes = m.listing(purpose_labels(finding.statement.purposes, m))
        return m("{data} for {purpose}", data=data, purpose=purposes)
    if finding.kind == "recipient-new" and any(finding.statement.recipients):
        return m("{data} to {recipient}", data=data, recipient=_quoted(finding.statement.recipients, m))
    return data


def data_label(finding: Finding, m: Messages) -> str:
    """The data or the practice that a finding is about."""
    if finding.kind.startswith("practice"):
        return m.label(PRACTICES, finding.subject)
    return category_label(finding.subject, m.language)


def _quoted(texts: tuple[str, ...], m: Messages) -> str:
    return "; ".join(m("“{text}”", text=text) for text in texts if text)


def _finding(subject: ReportSubject, finding: Finding, m: Messages) -> FindingView:
    said = finding.statement
    badges = legal_badges(finding.subject, m) if finding.kind.startswith("category") else ()
    return FindingView(
        kind=finding.kind,
        subject=finding.subject,
        label=label_of(finding, m),
        data=data_label(finding, m),
        phrase=finding.phrase,
        quote=finding.quote,
        old_quote=finding.old_quote,
        path=finding.path,
        actor_id=said.actor,
        actor=actor_label(said.actor, subject.policy.service, m),
        actions=action_labels(said.actions, m),
        conditions=said.conditions,
        purposes=purpose_labels(said.purposes, m),
        recipients=said.recipients,
        purpose_ids=said.purposes,
        action_ids=said.actions,
        badges=badges,
        confidence=finding.confidence,
        reasons=finding.reasons,
        rules=finding.rules,
        anchor=anchor_of(subject.change.comparison, finding.block, finding.quote),
    )


def _proofs(subject: ReportSubject, pairs: list[tuple[Finding, FindingView]], m: Messages) -> Iterator[Proof]:
    by_quote: dict[tuple[int, str], list[tuple[Finding, FindingView]]] = {}
    for finding, view in pairs:
        by_quote.setdefault((finding.block, finding.quote), []).append((finding, view))
    for group in by_quote.values():
        yield _proof(subject, group, m)


def _proof(subject: ReportSubject, group: list[tuple[Finding, FindingView]], m: Messages) -> Proof:
    finding, view = group[0]
    gone = finding.kind.endswith("-removed")
    document = subject.old_document if gone else subject.new_document
    practice = finding.kind.startswith("practice")
    lead_in, before, after = ("", "", "") if practice else _context(document, finding)
    views = [each for _, each in group]
    least = min(views, key=lambda each: each.confidence)
    labels = tuple(dict.fromkeys(each.data for each in views))
    heading = m.listing(labels)
    phrases = tuple(each.phrase for each in views)
    return Proof(
        kind=finding.kind,
        labels=labels,
        heading=heading[:1].upper() + heading[1:],
        lead_in=lead_in,
        before=before,
        quote=bounded(highlight(finding.quote, phrases, _fresh(subject, finding))),
        after=after,
        old=bounded(_old(subject, finding)),
        path=shown_path(finding.path, document),
        notes=(*_notes(views, m), *(_named_before(subject, views, m) if not gone else ())),
        badges=tuple(dict.fromkeys(badge for each in views for badge in each.badges)),
        sure="" if practice else _sure(least, m),
        anchor=view.anchor,
    )


def _notes(views: list[FindingView], m: Messages) -> Iterator[tuple[str, str]]:
    def union(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for each in views for text in getattr(each, name)))

    if news := list(_news(views, m)):
        yield from news
        return
    if conditions := union("conditions"):
        yield m("On condition"), _quoted(conditions, m)
    if purposes := union("purposes"):
        yield m("For"), ", ".join(purposes)
    if recipients := union("recipients"):
        yield m("Shared with"), _quoted(recipients, m)
    if any(each.actor_id == "third-party" for each in views):
        yield m("Who does it"), next(each.actor for each in views if each.actor_id == "third-party")
    told = [each for each in views if each.actor_id != "user"]  # "when you use it" is nothing done with data
    if actions := tuple(dict.fromkeys(text for each in told for text in each.actions)):
        yield m("What is done"), ", ".join(actions)


def _named_before(subject: ReportSubject, views: list[FindingView], m: Messages) -> Iterator[tuple[str, str]]:
    """Until when an earlier version named the same kinds of data."""
    until = {category: m.date(at.date()) for category, at in subject.named_before}
    days: dict[str, list[str]] = {}
    for view in views:
        if view.kind == "category-new" and view.subject in until:
            days.setdefault(until[view.subject], []).append(view.data)
    for day, data in days.items():
        text = m("until {day}", day=day)
        told = text if len(data) == len(views) else m("{data} ({words})", data=text, words=m.listing(data))
        yield m("Named before"), told


def _news(views: list[FindingView], m: Messages) -> Iterator[tuple[str, str]]:
    """What is new about data that was named before: only that, and not all that its sentence says."""
    several = len({view.data for view in views}) > 1
    of: dict[tuple[str, str], list[str]] = {}
    for view in views:
        match view.kind:
            case "purpose-new":
                of.setdefault((m("New purpose"), ", ".join(view.purposes)), []).append(view.data)
            case "recipient-new":
                of.setdefault((m("New recipient"), _quoted(view.recipients, m)), []).append(view.data)
            case "detail-new":
                of.setdefault((m("New detail"), m("“{text}”", text=view.phrase)), []).append(view.data)
    for (label, text), data in of.items():
        told = several and label != m("New detail")
        yield label, m("{data} ({words})", data=text, words=m.listing(data)) if told else text


def highlight(
    quote: str, phrases: tuple[str, ...], fresh: tuple[tuple[int, int], ...] = ()
) -> tuple[Span, ...]:
    """The quote with the first place of each phrase marked, and `fresh` stretches as added."""
    lowered = quote.lower()
    kinds: list[SpanKind] = ["plain"] * len(quote)
    for start, end in fresh:
        kinds[start:end] = ["insert"] * (end - start)
    for phrase in phrases:
        start = lowered.find(phrase.lower()) if phrase and len(lowered) == len(quote) else -1
        if start >= 0:
            kinds[start : start + len(phrase)] = ["hit"] * len(phrase)
    runs = groupby(range(len(quote)), key=lambda at: kinds[at])
    return tuple(Span(kind, "".join(quote[at] for at in run)) for kind, run in runs)


def _fresh(subject: ReportSubject, finding: Finding) -> tuple[tuple[int, int], ...]:
    """Stretches of a reworded quote that the old sentence did not have."""
    if finding.kind.endswith("-removed"):
        return ()
    for edit in subject.change.comparison.edits:
        after = " ".join(each.text for each in edit.new)
        base = after.find(finding.quote) if edit.kind == "replace" and edit.words and finding.quote else -1
        if base >= 0 and edit.new[0].block == finding.block:
            return tuple(_stretches(edit, base, len(finding.quote)))
    return ()


def _stretches(edit: Edit, base: int, length: int) -> Iterator[tuple[int, int]]:
    at = -base
    for span in merged(edit):
        if span.kind == "delete":
            continue
        start, end = max(at, 0), min(at + len(span.text), length)
        if span.kind == "insert" and start < end:
            yield start, end
        at += len(span.text)


def bounded(spans: tuple[Span, ...], most: int = QUOTE_CHARACTERS) -> tuple[Span, ...]:
    """The spans, cut to a window from a little before the first mark on where they are too long."""
    if sum(len(span.text) for span in spans) <= most:
        return spans
    before = 0
    for span in spans:
        if span.kind != "plain":
            break
        before += len(span.text)
    else:
        before = 0
    return tuple(_window(spans, max(before - most // 4, 0), most))


def _window(spans: tuple[Span, ...], start: int, most: int) -> Iterator[Span]:
    if start:
        yield Span("plain", "… ")
    at, end = 0, start + most
    for span in spans:
        text = span.text[max(start - at, 0) : max(end - at, 0)]
        at += len(span.text)
        if text:
            yield Span(span.kind, text)
    if at > end:
        yield Span("plain", " …")


def _sure(view: FindingView, m: Messages) -> str:
    """How sure the rules are, with what made them doubt."""
    words = confidence_words(view.confidence, m)
    if view.confidence >= CLEAR_FROM or not view.kind.startswith("category"):
        return words
    doubts = tuple(filter(None, (doubt(reason, m) for reason in view.reasons)))
    return f"{words}: {'; '.join(doubts)}" if doubts else words


def confidence_words(confidence: float, m: Messages) -> str:
    """How sure the rules are."""
    if confidence >= CLEAR_FROM:
        return m("clear wording")
    if confidence >= 0.6:
        return m("likely, worth reading")
    return m("uncertain, please read the sentence")


def _old(subject: ReportSubject, finding: Finding) -> tuple[Span, ...]:
    """What the sentence said before; nothing where another sentence only stood at its place."""
    if not finding.old_quote:
        return ()
    for edit in subject.change.comparison.edits:
        before = " ".join(each.text for each in edit.old)
        if edit.kind == "replace" and edit.words and finding.old_quote in before:
            stranger = finding.kind != "practice-changed" and is_rewritten(edit)
            return () if stranger else tuple(_without_new(merged(edit)))
    return (Span("plain", finding.old_quote),)


def _without_new(spans: tuple[Span, ...]) -> Iterator[Span]:
    """The old text of a replacement, without the double spaces that the new words leave."""
    ended_in_space = False
    for span in spans:
        if span.kind != "insert":
            text = span.text.lstrip() if ended_in_space else span.text
            ended_in_space = text[-1:].isspace() if text else ended_in_space
            if text:
                yield Span(span.kind, text)


def _context(document: Document, finding: Finding) -> tuple[str, str, str]:
    """The line that introduces the block, and the text before and after the quote in it."""
    if not 0 <= finding.block < len(document.blocks):
        return "", "", ""
    block = document.blocks[finding.block]
    before, found, after = block.text.partition(finding.quote)
    if not found:
        return "", "", ""
    return _lead_in(document, finding.block, block), _last(before.strip()), _first(after.strip())


def _lead_in(document: Document, at: int, block: Block) -> str:
    if block.kind == "row":
        return " | ".join(block.columns)
    if block.kind == "item":
        for earlier in reversed(document.blocks[max(at - 40, 0) : at]):
            if earlier.kind == "paragraph" and earlier.text.endswith(":"):
                return _last(earlier.text)
            if earlier.kind in ("heading", "paragraph"):
                break
    return ""


def _last(text: str) -> str:
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    return "… " + text[-CONTEXT_CHARACTERS:].partition(" ")[2]


def _first(text: str) -> str:
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    return text[:CONTEXT_CHARACTERS].rpartition(" ")[0] + " …"
