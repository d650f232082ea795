"""The story that the demo plays: five looks at the policy of an invented platform, with their dates."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

HOST = "plaza.example"
URL = f"http://{HOST}/privacy"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the page shows from a moment on."""

    at: datetime
    """Aware, UTC; also when the scheduler's clock arrives there."""
    told: str
    """What happens, for the terminal."""
    policy: str
    """HTML of the policy, without the page around it."""


def scenes() -> tuple[Scene, ...]:
    """The scenes in order; the first is the version that everything is compared with."""
    return (
        Scene(_at(2, 8), "the policy as it has been since last year", _current("June 1, 2025")),
        Scene(_at(9, 8), "a new text is announced, with the old one below it", _both("April 8, 2026")),
        Scene(_at(9, 8, 30), "half an hour later the old text is back, alone", _current("June 1, 2025")),
        Scene(_at(16, 8), "the announcement returns, with a later date", _both("April 15, 2026")),
        Scene(
            datetime(2026, 4, 15, 8, tzinfo=UTC),
            "the day has come: only the new text is left",
            _upcoming("Effective: April 15, 2026"),
        ),
    )


def page(scene: Scene, token: str) -> bytes:
    """The whole page of a scene; `token` changes on every request, as on real pages."""
    return _read("frame.html").format(policy=scene.policy, token=token).encode()


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def _current(day: str) -> str:
    return _read("current.html").format(current_date=day)


def _upcoming(notice: str) -> str:
    return _read("upcoming.html").format(notice=notice)


def _both(day: str) -> str:
    notice = f"We have updated our Privacy Policy. This version will take effect on {day}."
    below = f"<h1>Current Privacy Policy</h1><p>This version is effective until {day}.</p>"
    return _upcoming(notice) + below + _current("June 1, 2025")


def _read(name: str) -> str:
    return files("tracker.demo").joinpath("pages", name).read_text("utf-8")
