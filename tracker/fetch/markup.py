"""Markup is looked at as bytes, where building a tree would cost more than the answer is worth.

Every scan here is linear in the size of the page, whatever the page does.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from tracker.fetch.capture import Exchange

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
HARDLY_WORDS = 120
"""A page with fewer visible words wraps its text rather than holds it."""
REFRESH_SECONDS = 5.0  # a slower refresh is a news page that reloads itself

_RAW = re.compile(rb"<(?:!--|(script|style)\b)", re.IGNORECASE)
_VOLATILE = re.compile(rb"<(?:!--|(script|style)\b|(?:meta|link|input)\b)", re.IGNORECASE)
_CLOSING = {
    b"script": re.compile(rb"</script\s*>", re.IGNORECASE),
    b"style": re.compile(rb"</style\s*>", re.IGNORECASE),
}
_TAG = re.compile(rb"<[^<>]*>")
_FRAME = re.compile(rb"<i?frame\b([^<>]*)>", re.IGNORECASE)
_META = re.compile(rb"<meta\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_SRC = re.compile(_ATTRIBUTE.format("src").encode(), re.IGNORECASE)
_CONTENT = re.compile(_ATTRIBUTE.format("content").encode(), re.IGNORECASE)
_REFRESH = re.compile(r"\s*(\d{1,4}(?:\.\d*)?)\s*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)


def without_volatile(body: bytes) -> bytes:
    """The page without scripts, styles, comments, meta data, style links and form fields."""
    return b"".join(_outside(body, _VOLATILE))


def visible_words(body: bytes) -> int:
    """About how many words a reader would see."""
    return len(visible_text(body).split())


def visible_text(body: bytes) -> bytes:
    """About what a reader would see, still encoded."""
    return _TAG.sub(b" ", b" ".join(_outside(body, _RAW)))


def is_html(answer: Exchange) -> bool:
    """Whether the server calls its answer HTML, or nothing."""
    return (answer.header("content-type") or "").split(";")[0].strip().lower() in HTML_TYPES


def wrapped_page(answer: Exchange) -> str | None:
    """The URL that a page without own text stands for: a quick refresh, or a frame of the same site."""
    body = answer.body
    if answer.status != 200 or not is_html(answer):
        return None
    low = body[:200_000].lower()
    if b"refresh" not in low and b"frame" not in low:
        return None
    if visible_words(body) >= HARDLY_WORDS:
        return None
    return _refresh(answer) or _frame(answer)


def joined(base: str, target: str) -> str:
    """An absolute URL; a target that is none stays as it is, for the door to refuse."""
    try:
        return urljoin(base, target.strip())
    except ValueError:
        return target


def same_site(one: str, other: str) -> bool:
    """Whether two hosts belong together: the same, one below the other, or both below one owner's name."""
    first, second = _host(one), _host(other)
    if first == second:
        return bool(first)
    if first.replace(".", "").isdigit() or second.replace(".", "").isdigit():
        return False
    return _owner(first) == _owner(second)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _owner(host: str) -> tuple[str, ...]:
    """The last two labels; three where the last two are a registry such as co.uk."""
    labels = host.split(".")
    registry = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return tuple(labels[-3:] if registry else labels[-2:])


def _refresh(answer: Exchange) -> str | None:
    for tag in _META.finditer(answer.body[:200_000]):
        attributes = tag.group(1)
        content = _CONTENT.search(attributes)
        if b"refresh" not in attributes.lower() or not content:
            continue
        wish = _REFRESH.match(_value(content))
        if wish and wish.group(2).strip() and float(wish.group(1)) <= REFRESH_SECONDS:
            return joined(answer.url, str(wish.group(2)))
    return None


def _frame(answer: Exchange) -> str | None:
    for tag in _FRAME.finditer(b"".join(_outside(answer.body, _RAW))):
        source = _SRC.search(tag.group(1))
        target = joined(answer.url, _value(source)) if source else ""
        if target.startswith(("http://", "https://")) and same_site(answer.url, target):
            return target
    return None


def _value(attribute: re.Match[bytes]) -> str:
    return unescape(
        next(group for group in attribute.groups() if group is not None).decode("utf-8", "replace")
    )


def _outside(body: bytes, openings: re.Pattern[bytes]) -> Iterator[bytes]:
    """What stands outside the elements and comments that the pattern opens."""
    at = 0
    while opening := openings.search(body, at):
        end = _end_of(body, opening)
        if end < 0:  # never closed: what follows is taken as it is
            break
        yield body[at : opening.start()]
        at = end
    yield body[at:]


def _end_of(body: bytes, opening: re.Match[bytes]) -> int:
    """Where the element or comment ends; -1 if it never does."""
    if name := opening.group(1):
        closing = _CLOSING[name.lower()].search(body, opening.end())
        return closing.end() if closing else -1
    mark = b"-->" if opening.group() == b"<!--" else b">"
    found = body.find(mark, opening.end())
    return found + len(mark) if found >= 0 else -1
