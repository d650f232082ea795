"""An archive opens, or says in one sentence why it does not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive import made
from tracker.archive import migrations
from tracker.archive.archive import Archive
from tracker.archive.errors import (
    ArchiveError,
    BrokenCatalogueError,
    MissingArchiveError,
    NewerSchemaError,
    SupersededError,
)
from tracker.archive.layout import checked_key, snapshot_id
from tracker.archive.observation import Accepted
from tracker.archive.verify import verify
from tracker.errors import TrackerError


def test_a_missing_archive_is_only_made_where_asked(tmp_path: Path) -> None:
    """Looking into an archive does not leave one behind."""
    with pytest.raises(MissingArchiveError, match="There is no archive in"):
        Archive.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    """As every error of ours, it is a sentence and no traceback."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(TrackerError, match="file"):
        Archive.open(tmp_path / "file")


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    """Whether it is SQLite or not."""
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(b"something else entirely, and long enough to be looked at\n" * 40)
    before = path.read_bytes()
    with pytest.raises(BrokenCatalogueError, match="tracker reindex"):
        Archive.open(tmp_path)
    assert path.read_bytes() == before


def test_an_older_catalogue_is_kept_beside_the_migrated_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backup is a whole catalogue of the older schema, which the older program opens again."""
    with Archive.open(tmp_path) as archive:
        archive.record(made.first(made.at(0), "We keep mail."))
    steps, now = migrations._steps(), migrations.newest()
    with monkeypatch.context() as later:
        step = {now + 1: "CREATE TABLE more (name TEXT PRIMARY KEY) STRICT;"}
        later.setattr(migrations, "_steps", lambda: steps | step)
        with Archive.open(tmp_path) as archive:
            assert len(archive.policies()) == 1
            assert list(verify(archive)) == []
    with pytest.raises(NewerSchemaError, match=f"schema {now + 1}"):
        Archive.open(tmp_path)
    backup = tmp_path / f"catalogue.sqlite3.schema-{now}.backup"
    backup.replace(tmp_path / "catalogue.sqlite3")
    with Archive.open(tmp_path) as archive:
        assert [holding.key for holding in archive.policies()] == [made.KEY]


def test_a_catalogue_of_the_first_schema_learns_what_was_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It moves forward with all it holds."""
    with monkeypatch.context() as earlier:
        steps = migrations._steps()
        earlier.setattr(migrations, "_steps", lambda: {1: steps[1]})
        Archive.open(tmp_path).close()
    with Archive.open(tmp_path) as archive:
        archive.record(made.first(made.at(0), "We keep mail."))
        accepted = Accepted("ab" * 32, made.at(1), "stub")
        archive.accept(made.KEY, accepted)
        archive.accept(made.KEY, Accepted("ab" * 32, made.at(2), "language"))
        assert archive.state(made.KEY).accepted == (accepted,)
        assert list(verify(archive)) == []


@pytest.mark.parametrize(
    "key", ["../etc/passwd", "a/../b", "a", "a/b/c", "A/b", "a/b\n", "-a/b", "con/b", "a/" + "b" * 65]
)
def test_no_key_leaves_the_archive(key: str) -> None:
    """Keys are folder names, on every system."""
    with pytest.raises(ArchiveError, match="cannot be a folder"):
        checked_key(key)


def test_a_version_is_only_added_after_the_last_one(tmp_path: Path) -> None:
    """The chain has one direction; a state that is no longer true is told apart."""
    with Archive.open(tmp_path) as archive:
        old = archive.record(made.first(made.at(5), "We keep mail."))
        assert old is not None
        late = replace(made.changed(made.at(1), old, "We keep your voice."), after=None)
        with pytest.raises(ArchiveError, match="only ever added after the last one"):
            archive.record(late)
        with pytest.raises(SupersededError, match="Check the policy again"):
            archive.record(replace(made.unchanged(made.at(6), old), after=""))
        assert len(archive.checks()) == 1
        assert list(verify(archive)) == []


def test_the_same_text_from_two_processes_is_one_version(tmp_path: Path) -> None:
    """Also where the second one did not say what it had seen before."""
    with Archive.open(tmp_path) as one, Archive.open(tmp_path) as two:
        old = one.record(made.first(made.at(0), "We keep mail."))
        assert old is not None
        assert one.record(made.changed(made.at(1), old, "We keep your voice."))
        again = made.changed(made.at(1.1), old, "We keep your voice.", change_id="1123456789abcdef")
        assert two.record(replace(again, after=None)) is None
        assert [check.outcome for check in two.checks()] == ["unchanged", "changed", "first"]
        assert len(list(two.changes())) == 1


def test_sixteen_threads_share_an_archive(tmp_path: Path) -> None:
    """Each policy is whole, whoever wrote in between."""
    with Archive.open(tmp_path) as archive:

        def check(number: int) -> str:
            key = f"service-{number}/privacy"
            old = archive.record(made.first(made.at(0), "We keep mail.", key=key))
            assert old is not None
            for hour in range(1, 6):
                assert archive.state(key).latest == old
                archive.record(made.unchanged(made.at(hour), old, key=key))
            change = made.changed(made.at(7), old, "We keep your voice.", change_id=f"{number:016x}")
            new = archive.record(change)
            assert new is not None
            assert archive.document(new).blocks[1].text == "We keep your voice."
            return snapshot_id(key, made.at(7))

        with ThreadPoolExecutor(16) as pool:
            latest = set(pool.map(check, range(32)))
        assert {archive.snapshots(holding.key)[-1].id for holding in archive.policies()} == latest
        assert list(verify(archive)) == []


def test_threads_that_come_and_go_leave_no_connection_behind(tmp_path: Path) -> None:
    """A service starts threads for years, and a process can hold a thousand files."""
    with Archive.open(tmp_path) as archive:
        for _ in range(50):
            thread = threading.Thread(target=archive.policies)
            thread.start()
            thread.join()
        assert len(archive.catalogue._opened) == 2, "one that writes, one that reads"


def test_readers_at_one_time_do_not_share_a_connection(tmp_path: Path) -> None:
    """Each sees one moment of its own; a reading inside another one of its thread sees that one's."""
    with Archive.open(tmp_path) as archive:
        catalogue, together = archive.catalogue, threading.Barrier(4, timeout=10)
        seen: list[int] = []

        def read() -> None:
            with catalogue.reading() as outer:
                together.wait()
                with catalogue.reading() as inner:
                    assert inner._connection is outer._connection
                    seen.append(id(inner._connection))
                together.wait()

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(seen)) == 4
        assert len(catalogue._opened) == 5
