"""Back-off says how long to wait after failures."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
LONGEST_WISH_SECONDS = 7 * 86_400.0  # a Retry-After beyond a week is taken for a week
JITTER = 0.1


def wait_after(
    failures: int,
    every: timedelta,
    *,
    key: str,
    retry_after_seconds: float | None = None,
    first: timedelta = timedelta(minutes=15),
) -> timedelta:
    """Time until the next check after this many failures in a row, counted from 1.

    Doubles from `first`, at most a day and never longer than the usual time where that is longer,
    with a jitter of a tenth to both sides. The jitter depends on `key` and the count alone, so the
    same failures give the same plan. The server's own wish is never undercut.
    """
    doubled = first * 2.0 ** min(max(failures, 1) - 1, 16)
    wait = min(doubled, max(LONGEST_WAIT, every))
    wait *= 1 + JITTER * random.Random(f"{key}#{failures}").uniform(-1, 1)  # noqa: S311
    if retry_after_seconds is not None:
        wait = max(wait, timedelta(seconds=retry_after_seconds))
    return timedelta(seconds=round(wait.total_seconds()))


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """What a `Retry-After` header asks for, in seconds or as a date; None where it says nothing."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_WISH_SECONDS)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_WISH_SECONDS)
