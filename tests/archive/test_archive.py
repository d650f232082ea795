"""What is recorded can be read again, equal in every part."""

from dataclasses import replace
from pathlib import Path

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.change import StageEvent
from tracker.archive.observation import Advance, Check, Incident, Observation


def test_a_first_version_is_read_back_equal(tmp_path: Path) -> None:
    """Document and capture come back from the files as they were given."""
    with Archive.open(tmp_path) as archive:
        observation = made.first(made.at(0), "We keep mail.", "We keep your name.")
        stored = archive.record(observation)
        assert stored is not None
        assert observation.new is not None
        assert archive.document(stored) == observation.new.document
        assert archive.document(stored).diagnostics == observation.new.document.diagnostics
        assert archive.capture(stored) == observation.new.capture
        assert archive.snapshots(made.KEY) == (stored,)
        assert archive.snapshot_at(made.KEY) == stored
        assert archive.snapshot_at(made.KEY, made.at(-1)) is None
        state = archive.state(made.KEY)
        assert (state.standing, state.latest, state.fingerprint) == (stored, stored, "f1")
        assert state.validators == observation.validators
        assert state.root_hint == "html>body>main"
        assert state.last_full_fetch_at == made.at(0)
        assert state.last_check == observation.check


def test_a_change_is_read_back_with_its_stages(tmp_path: Path) -> None:
    """Edits, findings and verdict come back equal, with the stage that was reached last."""
    with Archive.open(tmp_path) as archive:
        old = archive.record(made.first(made.at(0), "We keep mail."))
        assert old is not None
        observation = made.changed(made.at(6), old, "We keep mail.", "We keep your voice.")
        new = archive.record(observation)
        assert new is not None
        assert observation.change is not None
        assert archive.change("0123456789abcdef") == replace(observation.change, new=new)
        assert archive.state(made.KEY).open_changes == (replace(observation.change, new=new),)
        assert new.previous_record_sha256 == old.record_sha256
        event = StageEvent("confirmed", made.at(7))
        archive.record(
            replace(
                made.unchanged(made.at(7), new),
                advances=(Advance("0123456789abcdef", event),),
                standing=new.id,
            )
        )
        confirmed = archive.change("0123456789abcdef")
        assert confirmed is not None
        assert confirmed.verdict.stage == "confirmed"
        assert confirmed.events[-1] == event
        assert archive.state(made.KEY).open_changes == (confirmed,), "what stands may still be withdrawn"
        assert archive.state(made.KEY).standing == new
        assert [change.id for change in archive.changes(made.KEY, since=made.at(6))] == ["0123456789abcdef"]
        assert list(archive.changes(until=made.at(6))) == []


def test_an_incident_counts_its_checks_until_it_is_closed(tmp_path: Path) -> None:
    """A policy that cannot be read has one incident, not one a check."""
    with Archive.open(tmp_path) as archive:
        incident = Incident(made.KEY, "gone", "404 at lumen.example", made.at(0))
        for hour in range(3):
            archive.record(
                Observation(
                    Check(made.KEY, made.at(hour), "unreadable", reason="gone"),
                    opened=replace(incident, checks=hour + 1, told=hour > 1),
                )
            )
        assert archive.incidents(open_only=True) == (replace(incident, checks=3, told=True),)
        archive.record(replace(made.first(made.at(4), "We keep mail."), recovered=True))
        assert archive.incidents(open_only=True) == ()
        assert archive.incidents() == (replace(incident, checks=3, told=True, closed_at=made.at(4)),)
        assert [check.outcome for check in archive.checks(made.KEY, 2)] == ["first", "unreadable"]


def test_a_body_that_is_held_already_is_not_stored_again(tmp_path: Path) -> None:
    """A page that goes back refers to the body of the earlier version, and reads the same."""
    with Archive.open(tmp_path) as archive:
        text = tuple(f"We keep item {number} for {number * 7 % 1000} days." for number in range(400))
        one = archive.record(made.first(made.at(0), *text))
        assert one is not None
        two = archive.record(made.changed(made.at(1), one, "Short."))
        assert two is not None
        back = made.changed(made.at(2), two, *text, change_id="1123456789abcdef")
        three = archive.record(back)
        assert three is not None
        assert back.new is not None
        assert archive.capture(three) == back.new.capture
        sizes = [archive.layout.file(snapshot.id, ".warc.gz").stat().st_size for snapshot in (one, three)]
        assert sizes[1] < sizes[0] - 1000


def test_checks_are_found_around_a_moment(tmp_path: Path) -> None:
    """Some before, the one of the moment, some after; fewer at the ends."""
    with Archive.open(tmp_path) as archive:
        stored = archive.record(made.first(made.at(0), "We keep mail."))
        assert stored is not None
        for hour in range(1, 7):
            archive.record(made.unchanged(made.at(hour), stored))
        hours = {made.at(hour): hour for hour in range(7)}

        def around(hour: float) -> list[int]:
            return [hours[check.at] for check in archive.checks_around(made.KEY, made.at(hour), 2)]

        assert around(3) == [1, 2, 3, 4, 5]
        assert around(2.5) == [1, 2, 3, 4, 5]
        assert around(0) == [0, 1, 2]
        assert around(9) == [5, 6]
        assert archive.was_checked(made.KEY, made.at(3))
        assert not archive.was_checked(made.KEY, made.at(2.5))
