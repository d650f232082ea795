"""A page whose nesting would explode in a parser is flattened first.

An HTML5 parser looks through all open elements for many a tag, so depth costs its square; and it repeats
every unclosed formatting element in every block that follows, so 10,000 of each make 100 million nodes.
Real pages never come near; what does is read as lines of text.
"""

import re

HARMLESS_TAGS = 3_000
MAX_TAGS = 60_000
MAX_DEPTH = 3_000
MAX_ATTRIBUTES = 500
MAX_COPIES = 9_000_000
"""Formatting elements times other elements: about one second of parsing and a gigabyte of memory."""

_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_FORMATTING_TAG = re.compile(
    r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE
)
_SELF_CLOSING = frozenset(
    {"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta"}
    | {"option", "p", "param", "source", "td", "th", "tr", "track", "wbr"}
)
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_LONG_PIECE = re.compile(r"<[a-zA-Z][^<]{4000}")
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_NOSCRIPT = re.compile(r"<noscript(?=[\s/>])", re.IGNORECASE)
_NOSCRIPT_END = re.compile(r"</noscript\s*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*|[!?])[^>]*>?")
_BLOCK_TAG = re.compile(
    r"(?:address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|"
    r"main|nav|ol|p|pre|section|table|td|th|tr|ul)\Z",
    re.IGNORECASE,
)


def defused(page: str) -> str:
    """The page itself, or its text with breaks where parsing it would cost too much."""
    page = _with_fewer_attributes(_without_head_noscript(page))
    tags = page.count("<")
    if tags < HARMLESS_TAGS:
        return page
    formatting = len(_FORMATTING_TAG.findall(page))
    if tags < MAX_TAGS // 3 and formatting * (tags - formatting) < MAX_COPIES:
        return page
    return flattened(page) if tags > MAX_TAGS or _explodes(page, tags) else page


def flattened(page: str) -> str:
    """The text of a page with a break where a block begins or ends, and no nesting at all."""
    return _ANY_TAG.sub(lambda tag: "<br>" if _BLOCK_TAG.match(tag[1]) else "", _without_raw_text(page))


def _without_head_noscript(page: str) -> str:
    """Without `<noscript>` in the head: text in it would be moved into the body."""
    if page.find("<noscript", 0, 200_000) < 0:
        return page
    body = _BODY.search(page)
    if not body:
        return page
    return _without(page[: body.start()], _NOSCRIPT, _NOSCRIPT_END) + page[body.start() :]


def _with_fewer_attributes(page: str) -> str:
    """Without tags of hundreds of attributes: each is compared with all others of its tag."""
    if not _LONG_PIECE.search(page):
        return page
    pieces = page.split("<")
    for at, piece in enumerate(pieces[1:], 1):
        if len(piece) >= 4_000 and piece[0].isalpha():
            bare = _VALUE.sub("=", piece).partition(">")[0]
            if len(bare.split()) > MAX_ATTRIBUTES:
                pieces[at] = "br>" + piece.partition(">")[2]
    return "<".join(pieces)


def _explodes(page: str, tags: int) -> bool:
    opened: dict[str, int] = {}
    deepest = unclosed = 0
    for closing, name in _TAG.findall(_VALUE.sub("=", _without_raw_text(page))):
        tag = name.lower()
        if tag in _SELF_CLOSING:
            continue
        count = opened.get(tag, 0)
        opened[tag] = count = max(0, count - 1) if closing else count + 1
        deepest = max(deepest, count)
        if tag in _FORMATTING:
            unclosed = max(unclosed, count)
    return deepest > MAX_DEPTH or unclosed * tags > MAX_COPIES


def _without_raw_text(page: str) -> str:
    """Without comments, scripts, styles; in linear time also where they never end."""
    page = _without(page, re.compile("<!--"), re.compile("--!?>"))
    for tag in ("script", "style", "textarea", "title", "noscript"):
        page = _without(
            page, re.compile(f"<{tag}(?=[\\s/>])", re.IGNORECASE), re.compile(f"</{tag}", re.IGNORECASE)
        )
    return page


def _without(page: str, start: re.Pattern[str], end: re.Pattern[str]) -> str:
    kept = []
    done = 0
    while opening := start.search(page, done):
        kept.append(page[done : opening.start()])
        closing = end.search(page, opening.end())
        if not closing:
            return "".join(kept)
        done = closing.end()
    kept.append(page[done:])
    return "".join(kept)
