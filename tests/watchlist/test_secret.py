"""Secrets come from the environment or a file, and never show."""

from pathlib import Path

import pytest

from tracker.errors import WatchlistError
from tracker.watchlist.secret import Secret


def test_a_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name of a variable."""
    monkeypatch.setenv("DESK_KEY", "s3cret")
    secret = Secret(env="DESK_KEY")
    assert secret.reveal() == "s3cret"
    assert "s3cret" not in repr(secret) + str(secret)


def test_a_secret_comes_from_the_first_line_of_a_file(tmp_path: Path) -> None:
    """As systemd and Docker hand them over."""
    file = tmp_path / "key"
    file.write_text("s3cret\n# rotated in May\n", encoding="utf-8")
    assert Secret(file=file).reveal() == "s3cret"


def test_a_missing_secret_is_named_by_its_place(tmp_path: Path) -> None:
    """Whoever reads the message knows what to set."""
    with pytest.raises(WatchlistError, match="UNSET_KEY"):
        Secret(env="UNSET_KEY").reveal()
    with pytest.raises(WatchlistError, match="No such file"):
        Secret(file=tmp_path / "none").reveal()


def test_a_secret_has_exactly_one_place() -> None:
    """Two places could disagree."""
    with pytest.raises(WatchlistError, match="one place"):
        Secret()
