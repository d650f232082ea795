"""Policies and a clock that the tests of the schedule share."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tracker.watchlist.policy import Policy, Source

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def policy(
    name: str = "plauder", every: timedelta = timedelta(hours=6), host: str = "", paused: bool = False
) -> Policy:
    source = Source((f"https://{host or name + '.example'}/privacy",))
    return Policy(name.title(), name, "privacy", "Privacy Policy", source, every=every, paused=paused)
