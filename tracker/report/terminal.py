"""The terminal form of a change."""

import re

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC: titles, links
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # DCS, SOS, PM, APC
    r"|\x1b."
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_STEERING = re.compile(r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What `json.dumps` leaves as it is."""


def strip_controls(text: str) -> str:
    """Text without terminal escapes, control characters and marks that turn the direction of writing."""
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


def escaped_in_json(document: str) -> str:
    """A JSON document that says the same, with what steers a terminal written as escapes."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def safe(text: str) -> str:
    """Text of a page, on one line, that a terminal shows and does not obey."""
    return " ".join(strip_controls(text).split())
