"""Retention drops bodies and quiet checks by rule, and breaks nothing."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.errors import EvidenceError
from tracker.archive.exporters.export import export
from tracker.archive.reindex import reindex
from tracker.archive.retention import Keep, collect
from tracker.archive.verify import verify

LONG = tuple(f"We keep item {number} for {number * 7 % 1000} days." for number in range(200))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Four versions: the third goes back to the first, and refers to its body."""
    with Archive.open(tmp_path / "archive") as archive:
        latest = archive.record(made.first(made.at(0), *LONG))
        for hour, text in enumerate((("Short.",), LONG, ("Other.",)), start=1):
            assert latest is not None
            archive.record(made.unchanged(made.at(hour - 0.5), latest))
            observation = made.changed(made.at(hour), latest, *text, change_id=f"{hour}123456789abcdef")
            latest = archive.record(observation)
        yield archive


def test_everything_is_kept_by_default(archive: Archive) -> None:
    """No rule, no loss."""
    assert list(collect(archive, Keep(), made.at(99999))) == []


def test_old_captures_go_and_the_chain_stays(archive: Archive) -> None:
    """First, latest, open changes and what others refer to stay; a dry run only tells."""
    with archive.catalogue.writing(durable=True) as tx:
        for number in (1, 2, 3):
            tx.run("change_advance", {"id": f"{number}123456789abcdef", "stage": "in-force"})
    rule = Keep(captures=timedelta(hours=1))
    told = list(collect(archive, rule, made.at(99), dry_run=True))
    assert [drop.what for drop in told] == [
        "lumen-mail/privacy/20260301T130000Z.warc.gz",
        "lumen-mail/privacy/20260301T140000Z.warc.gz",
    ]
    assert list(collect(archive, rule, made.at(99))) == told
    assert list(collect(archive, rule, made.at(99))) == []
    one, two, _, four = archive.snapshots(made.KEY)
    assert archive.capture(one).pages
    assert archive.capture(four).pages
    assert archive.document(two).blocks[1].text == "Short."
    with pytest.raises(EvidenceError, match="dropped by the rule"):
        archive.capture(two)
    assert [problem for problem in verify(archive) if ".change.json" not in problem.where] == []


def test_a_dropped_capture_is_no_fault_after_reindexing(archive: Archive) -> None:
    """The reason stands in the folder; new versions refer to no body that is gone; exports leave it out."""
    with archive.catalogue.writing(durable=True) as tx:
        for number in (1, 2, 3):
            tx.run("change_advance", {"id": f"{number}123456789abcdef", "stage": "in-force"})
    list(collect(archive, Keep(captures=timedelta(hours=1)), made.at(99)))
    assert reindex(archive.folder).left_out == ()
    archive.forget()
    latest = archive.snapshots(made.KEY)[-1]
    back = archive.record(made.changed(made.at(100), latest, *LONG, change_id="9123456789abcdef"))
    assert back is not None
    assert archive.capture(back).pages[0].answer.body.startswith(b"<p>We keep item 0")
    assert list(verify(archive)) == []
    assert len(export(archive, archive.folder.parent / "out", ["warc"]).resources) == 1


def test_quiet_checks_are_forgotten_by_rule(archive: Archive) -> None:
    """Checks that found something stay for ever."""
    (drop,) = collect(archive, Keep(checks=timedelta(days=30)), made.at(24 * 40))
    assert drop.what == "3 checks that found nothing new"
    assert {check.outcome for check in archive.checks()} == {"first", "changed"}


def test_writes_that_were_cut_off_are_cleaned_up_after_a_week(archive: Archive) -> None:
    """Young ones are left for whoever wants to look."""
    left = archive.folder / made.KEY / "20260301T230000Z.md.tmp"
    left.write_text("half")
    os.utime(left, (made.at(0).timestamp(),) * 2)
    assert list(collect(archive, Keep(), made.at(24))) == []
    (drop,) = collect(archive, Keep(), made.at(24 * 8))
    assert (drop.kind, left.exists()) == ("unfinished", False)
