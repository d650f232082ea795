"""One line of hostile text, safe for a header, a card or a terminal."""

import re
import unicodedata

_BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udfff]")

_LIVE = re.compile(r"@|<|\](?=\()|:(?=//)|\b(?:www|WWW)(?=\.)|\bmailto(?=:)")
JOINER = "\u2060"


def one_line(text: str, characters: int = 1000) -> str:
    """The text without line breaks, control, direction or invisible characters, cut to a length."""
    plain = _HIDDEN.sub("", _BROKEN.sub(" ", text)).strip()
    plain = unicodedata.normalize("NFC", plain)
    return plain if len(plain) <= characters else plain[: characters - 1].rstrip() + "…"


def inert(text: str) -> str:
    """The text with a joiner that nobody sees wherever a chat would find a mention or make a link."""
    return _LIVE.sub(lambda found: f"{found[0]}{JOINER}", text)


def cut(text: str, characters: int) -> str:
    """A text of several lines cut to a length, at a word where one is near."""
    if len(text) <= characters:
        return text
    head = text[: characters - 1]
    at_word = head.rsplit(None, 1)[0]
    return (at_word if len(at_word) > characters * 3 // 4 else head).rstrip() + "…"


def sound(text: str) -> str:
    """The text as valid Unicode, its line ends as "\\n"; broken pages contain halves of characters."""
    return text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
