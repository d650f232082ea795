"""A feed tells a reader's program what changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import escape

from tracker.report.terminal import strip_controls

TAG = "tag:privacy-policy-tracker,2026:"
ENTRIES = 100


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One change in a feed."""

    id: str
    title: str
    summary: str
    href: str
    """Relative to the feed's own address."""
    published: str
    updated: str
    categories: tuple[str, ...] = ()


def atom(
    title: str, name: str, entries: Iterable[FeedEntry], language: str, home: str, *, own: str = "feed.xml"
) -> str:
    """An Atom feed with relative links, so that it works wherever the site is put; `own` is its file name."""
    newest = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:ENTRIES]
    return "\n".join(_lines(title, name, newest, language, home, own=own)) + "\n"


def _text(text: str) -> str:
    return str(escape(strip_controls(text)))


def _lines(
    title: str, name: str, entries: list[FeedEntry], language: str, home: str, *, own: str
) -> Iterator[str]:
    updated = entries[0].updated if entries else "1970-01-01T00:00:00Z"
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(language)}">'
    yield f"<id>{TAG}{_text(name)}</id>"
    yield f"<title>{_text(title)}</title>"
    yield f"<updated>{updated}</updated>"
    yield f'<link rel="self" type="application/atom+xml" href="{_text(own)}"/>'
    yield f'<link rel="alternate" type="text/html" href="{_text(home)}"/>'
    yield "<author><name>privacy-policy-tracker</name></author>"
    for entry in entries:
        yield "<entry>"
        yield f"<id>{TAG}change/{_text(entry.id)}</id>"
        yield f"<title>{_text(entry.title)}</title>"
        yield f"<published>{entry.published}</published>"
        yield f"<updated>{entry.updated}</updated>"
        yield f'<link rel="alternate" type="text/html" href="{_text(entry.href)}"/>'
        for category in entry.categories:
            yield f'<category term="{_text(category)}"/>'
        yield f"<summary>{_text(entry.summary)}</summary>"
        yield "</entry>"
    yield "</feed>"
