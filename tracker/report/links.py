"""Links of a report lead only to the web or to its own files."""

from urllib.parse import urlsplit


def safe_link(target: str) -> str:
    """The target if it is http(s) or relative; "" for a scheme that could run or read something."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if any(ord(letter) <= 32 for letter in target):
        return ""
    if parts.scheme in ("http", "https"):
        return target if parts.netloc else ""
    return "" if parts.scheme or target.startswith(("//", "\\")) else target
