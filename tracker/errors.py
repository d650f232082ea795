"""The errors that end a run on our side, each with what went wrong, where, and what to try.

    TrackerError
    ├── WatchlistError     the configuration says something that cannot be meant
    ├── UnknownName        no policy, snapshot or change of that name
    ├── ArchiveError       the archive cannot be read or written
    ├── MissingExtra       a part of the program that is installed separately
    └── NotPossible        a command cannot be carried out as asked

Trouble on the far side (a site that does not answer) is never one of these: it is a value with a reason.
"""


class TrackerError(Exception):
    """Trouble on our side: ends a command with one sentence and exit code 2."""

    def __init__(self, what: str, where: str = "", advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        """What went wrong, without a full stop."""
        self.where = where
        """File and line, key, URL or folder; may be empty."""
        self.advice = advice
        """What to try, as a sentence; may be empty."""

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.advice}" if self.advice else head


class WatchlistError(TrackerError):
    """The configuration says something that cannot be meant."""


class UnknownName(TrackerError):
    """There is no policy, snapshot or change of that name."""


class ArchiveError(TrackerError):
    """The archive cannot be read or written."""


class MissingExtra(TrackerError):
    """A part of the program is needed that is installed separately."""


class NotPossible(TrackerError):
    """A command cannot be carried out as asked."""
