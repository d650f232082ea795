"""Text is cleaned of characters that no reader sees."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # controls that are no white space
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width spaces
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # marks of direction, which can make text look like other text
)


def visible(text: str) -> str:
    """The text in NFC without invisible characters; white space stays as it is."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """The same with single spaces for any white space, and none at the ends."""
    return " ".join(visible(text).split())
