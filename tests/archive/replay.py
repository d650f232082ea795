"""A small archive to export from and to stamp."""

from tests.archive import made
from tracker.archive.archive import Archive


def fill(archive: Archive) -> None:
    """Three versions of one policy, one of another."""
    old = archive.record(made.first(made.at(0), "We keep mail."))
    assert old is not None
    new = archive.record(made.changed(made.at(6), old, "=HYPERLINK(0) We keep your voice & <b>face</b>."))
    assert new is not None
    archive.record(made.changed(made.at(7), new, "We keep mail.", change_id="1123456789abcdef"))
    archive.record(made.first(made.at(3), "Cookies: we set three.", key="other-co/cookies"))
