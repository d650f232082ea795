"""Durations as people write them: "90s", "30m", "6h", "1d", "1h30m"."""

import re
from datetime import timedelta

_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdw])")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}


def parse_duration(text: str) -> timedelta:
    """The time that a text states; raises ValueError where it states none, or more than a thousand years."""
    compact = text.strip().replace(" ", "")
    parts = _PART.findall(compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise ValueError(f'"{text}" is no duration; write for example "90s", "30m", "6h" or "1d"')
    try:
        return timedelta(seconds=sum(float(number) * _SECONDS[unit] for number, unit in parts))
    except OverflowError:
        raise ValueError(f'"{text}" is longer than can be waited for') from None


def format_duration(span: timedelta) -> str:
    """The shortest writing of a duration that `parse_duration` reads back to the same, to a millisecond."""
    left = round(span.total_seconds() * 1000)
    written = ""
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)):
        count, left = divmod(left, size)
        written += f"{count}{unit}" if count else ""
    return written or "0s"
