"""Slugs are the names of folders below the archive, safe on every file system."""

import re
import unicodedata

SLUG_LENGTH = 64
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "&": " and ", "+": " plus "}
)
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Names of devices that Windows takes for no folder."""


def slugify(title: str) -> str:
    """The folder name for a title; "" where the title holds no letter or digit of the Latin alphabet."""
    spelled = unicodedata.normalize("NFKD", title.casefold().translate(_SPELLED))
    plain = "".join(char for char in spelled if not unicodedata.combining(char))
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:SLUG_LENGTH].strip("-")
    return f"{slug}-1" if slug in _RESERVED else slug


def is_slug(text: str) -> bool:
    """Whether a text is a folder name that cannot leave its parent."""
    return len(text) <= SLUG_LENGTH and _SLUG.fullmatch(text) is not None and text not in _RESERVED
