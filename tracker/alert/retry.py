"""When a message that failed is tried again."""

import hashlib
from datetime import datetime, timedelta

WAITS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 480, 600, 720, 720, 720)
)
"""Waits after the first, second, … failure: three days in all, as Standard Webhooks 1.0 advises."""
LONGEST_WISH = timedelta(hours=12)
"""A `Retry-After` beyond this is cut: three days must hold several attempts."""


def next_attempt(
    delivery: str, attempts: int, now: datetime, wish_seconds: float | None = None
) -> datetime | None:
    """When to try again after that many failed attempts; None: three days are over, give up.

    The wait is stretched by up to a tenth, by a hash of the delivery, so that what failed together does not
    come back together.
    """
    if attempts > len(WAITS):
        return None
    wait = WAITS[max(attempts, 1) - 1] * (1 + _share(delivery) / 10)
    if wish_seconds is not None:
        wait = max(wait, min(timedelta(seconds=min(wish_seconds, 10**6)), LONGEST_WISH))
    return now + wait


def _share(delivery: str) -> float:
    """A number in [0, 1) that a text always gives."""
    return int.from_bytes(hashlib.sha256(delivery.encode()).digest()[:4], "big") / 2**32
