"""Visible words are counted roughly, without building a tree of the page."""

import re

_UNSEEN = re.compile(
    rb"<!--.*?-->|<(script|style|noscript|template|svg|head)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(rb"<[^>]{0,10000}>")


def visible_words(body: bytes) -> int:
    """About how many words a reader would see."""
    return len(_TAG.sub(b" ", _UNSEEN.sub(b" ", body)).split())
