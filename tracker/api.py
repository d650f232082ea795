"""What a Python user needs, in a handful of functions."""

from dataclasses import dataclass
from pathlib import Path

from tracker.compare.align import compare as compare_documents
from tracker.compare.comparison import Comparison
from tracker.disclose.disclosure import Disclosure, Finding
from tracker.disclose.findings import findings
from tracker.disclose.read import disclosures as disclosures_of
from tracker.extract.document import Document
from tracker.extract.foreign import read_markdown
from tracker.judge.editions import compared, editions
from tracker.judge.materiality import materiality
from tracker.judge.verdict import Materiality
from tracker.watchlist.read import read_watchlist
from tracker.workspace import Tracker


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two texts of one policy."""

    comparison: Comparison
    findings: tuple[Finding, ...]
    materiality: Materiality
    reasons: tuple[str, ...]


def disclosures(text: str | Document, language: str | None = None) -> tuple[Disclosure, ...]:
    """Every category that a policy names, with its state: disclosed, denied or mentioned.

    `text` is Markdown, plain text or a document. `language` is an ISO 639-1 code; None: as detected. Where
    the text holds two editions of the policy, the upcoming one is read.
    """
    return disclosures_of(editions(_document(text)).subject, language)


def compare(old: str | Document, new: str | Document, language: str | None = None) -> Difference:
    """The edits between two texts of one policy, what they mean, and how much they matter."""
    before, after = compared(_document(old), _document(new))
    comparison = compare_documents(before, after)
    found = findings(before, after, comparison, language)
    level, reasons = materiality(comparison, found)
    return Difference(comparison, found, level, reasons)


def read_page(page: bytes, *, charset: str | None = None) -> Document:
    """The policy text of an HTML page, whole and alone."""
    from tracker.extract.page import extract  # noqa: PLC0415 - only for those who need it

    return extract(page, charset=charset)


def open_tracker(path: str | Path = "tracker.toml") -> Tracker:
    """The tracker of a watchlist file, to be used as a context manager; raises WatchlistError.

    The words that its `lexicon` adds hold for the whole process, `disclosures` and `compare` included, until
    another watchlist is opened.
    """
    return Tracker.open(read_watchlist(Path(path)))


def _document(text: str | Document) -> Document:
    return read_markdown(text) if isinstance(text, str) else text
