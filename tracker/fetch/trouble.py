"""A trouble is why one exchange gave no answer.

Trouble                 carries the reason of the closed set, with words for a person
└── AddressRefused      our own door stayed shut
"""

from tracker.gate.reading import Reason


class Trouble(Exception):
    """The far side gave no usable answer; becomes a Failure at the edge of the room."""

    def __init__(self, reason: Reason, detail: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.retry_after_seconds = retry_after_seconds


class AddressRefused(Trouble):
    """A scheme, name or address that our door does not open for."""

    def __init__(self, detail: str) -> None:
        super().__init__(Reason.REFUSED_ADDRESS, detail)
