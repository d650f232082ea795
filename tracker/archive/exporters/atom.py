"""Writes changes as an Atom feed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tracker.archive.archive import Archive, Holding
from tracker.archive.change import Change
from tracker.archive.exporters.resource import Resource
from tracker.archive.moment import to_text


def write(archive: Archive, holdings: tuple[Holding, ...], folder: Path) -> list[Resource]:
    """`changes.atom`: an entry a change, latest first."""
    titles = {holding.key: f"{holding.service}, {holding.title}" for holding in holdings}
    changes = [change for holding in holdings for change in archive.changes(holding.key)]
    changes.sort(key=lambda change: (change.new.observed_at, change.id), reverse=True)
    text = "\n".join(_feed(changes, titles)) + "\n"
    (folder / "changes.atom").write_bytes(text.encode("utf-8", "replace"))
    return [Resource("changes.atom", "Changes as a feed", "application/atom+xml")]


def _feed(changes: list[Change], titles: dict[str, str]) -> Iterator[str]:
    latest = changes[0].events[-1].at if changes else datetime.fromtimestamp(0, UTC)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield "  <id>urn:privacy-policy-tracker:changes</id>"
    yield "  <title>Changes of privacy policies</title>"
    yield "  <author><name>privacy-policy-tracker</name></author>"
    yield f"  <updated>{to_text(latest)}</updated>"
    for change in changes:
        yield from _entry(change, titles[change.policy])
    yield "</feed>"


def _entry(change: Change, title: str) -> Iterator[str]:
    verdict = change.verdict
    yield "  <entry>"
    yield f"    <id>urn:privacy-policy-tracker:change:{_text(change.id)}</id>"
    yield f"    <title>{_text(f'{title}: {verdict.materiality} change, {verdict.stage}')}</title>"
    yield f"    <published>{to_text(change.new.observed_at)}</published>"
    yield f"    <updated>{to_text(change.events[-1].at)}</updated>"
    yield f'    <category term="{_text(verdict.materiality)}"/>'
    for subject in dict.fromkeys(finding.subject for finding in change.findings):
        yield f'    <category term="{_text(subject)}"/>'
    yield f"    <summary>{_text(_summary(change))}</summary>"
    yield "  </entry>"


def _summary(change: Change) -> str:
    said = [f"{finding.kind} {finding.subject}: “{finding.quote}”" for finding in change.findings]
    return "\n".join([*change.verdict.reasons, *said]) or f"{len(change.comparison.edits)} edits"


def _text(text: str) -> str:
    """Escaped, without what XML cannot hold."""
    held = "".join(
        char
        for char in text
        if char in "\t\n" or "\x20" <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    )
    return escape(held, {'"': "&quot;"})
