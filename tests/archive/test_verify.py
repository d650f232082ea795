"""Whatever happens to a file of the archive is named."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.problem import Problem
from tracker.archive.record import sha256
from tracker.archive.verify import verify


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as archive:
        old = archive.record(made.first(made.at(0), "We keep mail."))
        assert old is not None
        new = archive.record(made.changed(made.at(6), old, "We keep your voice."))
        assert new is not None
        archive.record(made.changed(made.at(7), new, "We keep mail.", change_id="1123456789abcdef"))
        yield archive


def files(archive: Archive) -> list[Path]:
    return sorted((archive.folder / made.KEY).iterdir())


def test_an_untouched_archive_has_no_problem(archive: Archive) -> None:
    """Silence means that every hash and every link holds."""
    assert list(verify(archive)) == []
    assert len(files(archive)) == 12, "three versions, two changes, one policy file"


def test_one_flipped_bit_in_any_file_is_found(archive: Archive) -> None:
    """At the start, in the middle and at the end of every file."""
    missed = []
    for path in files(archive):
        content = path.read_bytes()
        for position in {0, 5, 9, len(content) // 2, len(content) - 1}:
            broken = bytearray(content)
            broken[position] ^= 0x01
            path.write_bytes(broken)
            problems = list(verify(archive))
            if not any(problem.where.endswith(path.name) for problem in problems):
                missed.append((path.name, position))
        path.write_bytes(content)
    assert missed == []
    assert list(verify(archive)) == []


def test_a_missing_file_is_named(archive: Archive) -> None:
    """Whichever it is."""
    for path in files(archive):
        aside = path.rename(archive.folder.parent / "aside")
        found = [problem for problem in verify(archive) if problem.where.endswith(path.name)]
        assert [problem.kind for problem in found] == ["missing"]
        aside.rename(path)


def test_a_foreign_file_is_named(archive: Archive) -> None:
    """In a policy's folder, beside it, or at the top."""
    for place in ("odd.txt", "lumen-mail/odd.txt", f"{made.KEY}/odd.txt", f"{made.KEY}/20200101T000000Z.md"):
        path = archive.folder / place
        path.write_text("?")
        assert [(problem.kind, problem.where) for problem in verify(archive)] == [("foreign", place)]
        path.unlink()


def test_a_version_rewritten_with_right_hashes_breaks_the_chain(archive: Archive) -> None:
    """Whoever alters text and record together is betrayed by the next record, even with a new catalogue."""
    folder = archive.folder / made.KEY
    text = folder / "20260301T180000Z.md"
    record = folder / "20260301T180000Z.json"
    old = sha256(text.read_bytes())
    text.write_text(text.read_text().replace("voice", "noise"))
    record.write_text(record.read_text().replace(old, sha256(text.read_bytes())))
    clone = archive.folder.parent / "clone"
    shutil.copytree(archive.folder / "lumen-mail", clone / "lumen-mail")
    with Archive.open(clone) as rebuilt:
        problems: list[Problem] = list(verify(rebuilt))
    assert [(problem.kind, problem.where) for problem in problems] == [
        ("chain", f"{made.KEY}/20260301T190000Z.json")
    ]
