"""A preview is what a channel would send, for a person who looks at it first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Preview:
    """One message in the form of one channel."""

    shown: str
    """As text, for a terminal."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """By the end of a file name, as ".eml": what would be sent, byte for byte where that is possible."""


def json_preview(form: Mapping[str, object], body: bytes) -> Preview:
    """The preview of a form that is sent as JSON."""
    return Preview(json.dumps(form, ensure_ascii=False, indent=2), {".json": body})
