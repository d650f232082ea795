"""The Markdown form of a change."""

from collections.abc import Iterator

from tracker.report.markup import code, escape, inline, link, marked
from tracker.report.messages import Messages, messages
from tracker.report.view import ChangeView, Group, Proof, Row, Section, Version


def render_change(view: ChangeView) -> str:
    """A file that reads well on a forge and as plain text."""
    return "\n".join(_lines(view, messages(view.language))).rstrip() + "\n"


def _lines(view: ChangeView, m: Messages) -> Iterator[str]:
    yield f"# {inline(view.headline)}"
    yield ""
    stage, policy = f"**{inline(view.stage.label)}**", link(view.title, view.source)
    yield f"{stage} · {inline(view.materiality_label)} · {policy}"
    yield ""
    yield escape(view.deck)
    yield ""
    yield f"| {m('Date')} | |"
    yield "|---|---|"
    for fact in view.facts:
        note = f" ({inline(fact.note)})" if fact.note else ""
        yield f"| {inline(fact.label)} | {inline(fact.value)}{note} |"
    yield ""
    if view.earlier_address:
        yield f"[{escape(view.earlier_label)}]({view.earlier_file}.md)"
        yield ""
    for group in view.groups:
        yield from _group(group, m)
    yield from _diff(view, m)
    yield from _evidence(view, m)
    yield f"## {m('Limits')}"
    yield ""
    for limit in view.limits:
        yield f"- {escape(limit)}"


def _group(group: Group, m: Messages) -> Iterator[str]:
    yield f"## {inline(group.title)}"
    yield ""
    for proof in group.proofs:
        yield from _proof(proof, m)


def _proof(proof: Proof, m: Messages) -> Iterator[str]:
    yield f"### {inline(proof.heading)}"
    yield ""
    if proof.badges:
        yield " · ".join(link(badge.label, badge.url) for badge in proof.badges)
        yield ""
    if proof.path:
        yield f"*{' › '.join(map(inline, proof.path))}*"
        yield ""
    if proof.lead_in:
        yield f"> {escape(proof.lead_in)}"
        yield ">"
    around = (escape(proof.before), marked(proof.quote), escape(proof.after))
    yield f"> {' '.join(filter(None, around))}"
    yield ""
    if proof.old:
        yield f"{m('Before, it said')}:"
        yield ""
        yield f"> {marked(proof.old)}"
        yield ""
    for label, text in proof.notes:
        yield f"- {escape(label)}: {escape(text)}"
    if proof.sure:
        yield f"- {m('How sure')}: {escape(proof.sure)}"
    yield ""


def _diff(view: ChangeView, m: Messages) -> Iterator[str]:
    yield f"## {m('Every word that changed')}"
    yield ""
    yield escape(view.diff_sum)
    yield ""
    for differs, sections in view.diff.parts:
        if not differs:
            number = len(sections)
            yield f"*{m.count('{n} section without a change', '{n} sections without a change', number)}*"
            yield ""
            continue
        for section in sections:
            yield from _section(section, m)


def _section(section: Section, m: Messages) -> Iterator[str]:
    if section.path:
        yield f"### {' › '.join(map(inline, section.path))}"
        yield ""
    for stretch in section.stretches:
        rows = [row for row in stretch.rows if row.kind != "same"]
        if stretch.folded:
            yield f"*{m.count('{n} unchanged word', '{n} unchanged words', stretch.words)}*"
            yield ""
        for row in rows:
            yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    yield ("- " if row.block == "item" else "") + marked(row.spans)
    yield ""


def _evidence(view: ChangeView, m: Messages) -> Iterator[str]:
    yield f"## {m('Evidence')}"
    yield ""
    yield f"| | {inline(view.old.title)} | {inline(view.new.title)} |"
    yield "|---|---|---|"
    for label, old, new in _evidence_rows(view.old, view.new, m):
        if old or new:
            yield f"| {label} | {old} | {new} |"
    yield ""
    for check in view.checks:
        detail = f" ({escape(check.detail)})" if check.detail else ""
        yield f"- {escape(check.at)}: {escape(check.outcome)}{detail}"
    if view.checks:
        yield ""
    if view.verify:
        yield f"{m('How to verify')}:"
        yield ""
        yield from (f"    {line}" for line in view.verify)
        yield ""


def _evidence_rows(old: Version, new: Version, m: Messages) -> Iterator[tuple[str, str, str]]:
    yield m("Fetched"), inline(old.observed_at), inline(new.observed_at)
    yield m("Address"), _hops(old), _hops(new)
    yield m("SHA-256 of the text"), code(old.text_sha256), code(new.text_sha256)
    yield m("SHA-256 of the page"), code(old.body_sha256), code(new.body_sha256)
    yield m("SHA-256 of the record"), code(old.record_sha256), code(new.record_sha256)
    for (label, before, _), (_, after, _) in zip(old.files, new.files, strict=False):
        yield inline(label), code(before), code(after)


def _hops(version: Version) -> str:
    return "<br>".join(f"{code(url)} {inline(status)}" for url, status in version.hops).replace("|", "\\|")
