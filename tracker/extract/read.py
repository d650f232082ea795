"""A capture is read: its pages become one document, or the reason why they do not."""

import re
from dataclasses import replace

from tracker.extract.dates import stated_dates
from tracker.extract.document import Block, Diagnostics, Document
from tracker.extract.encoding import decode
from tracker.extract.foreign import read_markdown
from tracker.extract.language import detect
from tracker.extract.markdown import from_markdown
from tracker.extract.outline import title_of, with_paths
from tracker.fetch.capture import Capture, Page
from tracker.fetch.recorded import IMPORTED
from tracker.gate.reading import Reading, Reason, Unreadable
from tracker.watchlist.policy import Source

RULES = "extract/2"
"""Version of the rules; a snapshot names the ones that read it."""

STUB_WORDS = 20
"""A selection of fewer words is an incident: the selector matches something else by now."""

SHELL_WORDS = 40

CANONICAL = "variant=canonical"  # RFC 7763 has the parameter

_HTML = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<!doctype|<html|<head|<body|<\?xml|<!--)|.{0,2000}<(?:div|p|body)\b", re.I | re.S
)
_SCRIPTED = re.compile(rb"<script\b", re.IGNORECASE)
_ROOTS = " || "


def read(capture: Capture, source: Source, hint: str = "") -> Reading:
    """The policy in a capture, with language, title, dates.

    `hint` is `Diagnostics.root` of the last good document of this policy.
    """
    hints = hint.split(_ROOTS)
    documents = []
    for at, page in enumerate(capture.pages):
        stored, root = _is_stored(capture, page), hints[at] if at < len(hints) else ""
        several = len(capture.pages) > 1
        reading = _stored(page) if stored else _read_page(page, source, root, several=several)
        if isinstance(reading, Unreadable):
            return reading
        documents.append(reading)
    joined = documents[0] if len(documents) == 1 else _joined(documents)
    return _completed(joined)


def _read_page(page: Page, source: Source, hint: str, *, several: bool) -> Reading:
    body = page.answer.body
    kind = _kind(page)
    charset = _charset(page)
    if kind == "pdf":
        return _read_pdf(body)
    if kind == "plain":
        return read_markdown(decode(body, charset))
    if kind == "other":
        media = page.content_type or "unknown media type"
        return Unreadable(Reason.NOT_TEXT, f"{page.answer.url} is {media}, no text. Check the address.")
    return _read_html(page, charset, source, hint, several=several)


def _is_stored(capture: Capture, page: Page) -> bool:
    """Whether an import brought the text of a stored version, as `to_markdown` wrote it."""
    parameters = (page.answer.header("content-type") or "").lower().split(";")
    return capture.fetcher == IMPORTED and CANONICAL in map(str.strip, parameters)


def _stored(page: Page) -> Document:
    text = page.answer.body.decode("utf-8", "replace")
    return replace(from_markdown(text), declared_language=page.answer.header("content-language"))


def _kind(page: Page) -> str:
    media, body = page.content_type, page.answer.body
    if media == "application/pdf" or body[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if media in _PLAIN:
        return "plain" if media != "text/plain" or not _looks_like_page(body) else "html"
    if media in _HTML:
        return "html"
    if media in {"", "application/octet-stream", "binary/octet-stream"} and b"\0" not in body[:4096]:
        return "html" if _LOOKS_LIKE_HTML.match(body) else "plain"
    return "other"


def _looks_like_page(body: bytes) -> bool:
    return body[:512].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _charset(page: Page) -> str | None:
    found = _CHARSET.search(page.answer.header("content-type") or "")
    return found[1] if found else None


def _read_pdf(body: bytes) -> Reading:
    from tracker.extract.pdf import pdf_text  # noqa: PLC0415 - subprocess is wanted for PDF files only

    text = pdf_text(body)
    return text if isinstance(text, Unreadable) else read_markdown(text)


def _read_html(page: Page, charset: str | None, source: Source, hint: str, *, several: bool) -> Reading:
    from tracker.extract.page import extract  # noqa: PLC0415 - plain text needs no HTML parser

    answer = page.answer
    try:
        document = extract(
            answer.body,
            charset=charset,
            url=answer.url,
            select=source.select,
            remove=source.remove,
            hint=hint,
            several=several,
        )
    except ValueError as error:
        return Unreadable(Reason.SELECTOR, f"{answer.url}: {error}. Look at the page and mend the selector.")
    if source.select and document.words < STUB_WORDS:
        return Unreadable(
            Reason.SELECTOR,
            f"{answer.url}: the selectors {', '.join(source.select)} match {document.words} words only. "
            "Look at the page and mend them.",
        )
    if document.words < SHELL_WORDS and _SCRIPTED.search(answer.body):
        return Unreadable(
            Reason.SHELL,
            f"{answer.url}: the page holds {document.words} words without its scripts. "
            'Set fetch = "browser".',
        )
    return document


def _joined(documents: list[Document]) -> Document:
    """The texts one after the other; each begins with its own headings."""
    blocks: tuple[Block, ...] = tuple(
        with_paths(block for document in documents for block in document.blocks)
    )
    words = sum(document.words for document in documents) or 1
    share = sum(document.diagnostics.prose_share * document.words for document in documents) / words
    return Document(
        blocks,
        title=documents[0].title,
        declared_language=documents[0].declared_language,
        diagnostics=Diagnostics(
            _ROOTS.join(document.diagnostics.root for document in documents),
            round(share, 4),
            tuple(entry for document in documents for entry in document.diagnostics.pruned),
        ),
    )


def _completed(document: Document) -> Document:
    """The document with what its own words tell: language, dates, title."""
    language = detect(" ".join(block.text for block in document.blocks))
    return replace(
        document,
        title=document.title or title_of(document.blocks),
        language=language,
        dates=stated_dates(document.blocks, language or document.declared_language),
        rules=RULES,
    )
