"""A secret is named in the configuration by the place that holds it, never by its value."""

import os
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import WatchlistError


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a password or key is found: `{ env = "NAME" }` or `{ file = "path" }`."""

    env: str = ""
    """Name of an environment variable."""

    file: Path | None = None
    """A file whose first line is the secret; relative to the watchlist's folder."""

    def __post_init__(self) -> None:
        if bool(self.env) == (self.file is not None):
            raise WatchlistError(
                "a secret is taken from exactly one place",
                advice='Write { env = "NAME_OF_A_VARIABLE" } or { file = "path/to/file" }.',
            )

    def __str__(self) -> str:
        return f"the environment variable {self.env}" if self.env else f"the file {self.file}"

    def reveal(self) -> str:
        """The secret itself; raises WatchlistError if the place is empty or not there."""
        value = os.environ.get(self.env, "") if self.env else self._first_line()
        if not value:
            raise WatchlistError("a secret is missing", str(self), "Set it, then run the command again.")
        return value

    def _first_line(self) -> str:
        assert self.file is not None
        try:
            return self.file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
        except OSError as error:
            raise WatchlistError(
                f"a secret cannot be read ({error.strerror})", str(self), "Check its path and permissions."
            ) from error
