"""The catalogue can be lost: the folder says everything but the log of checks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.change import StageEvent
from tracker.archive.errors import BrokenCatalogueError, NewerSchemaError
from tracker.archive.observation import Advance, Check, Incident, Observation
from tracker.archive.outbox import Outbox
from tracker.archive.reindex import reindex
from tracker.archive.verify import verify


def fill(folder: Path) -> None:
    with Archive.open(folder) as archive:
        old = archive.record(made.first(made.at(0), "We keep mail."))
        assert old is not None
        new = archive.record(made.changed(made.at(6), old, "We keep your voice."))
        assert new is not None
        event = StageEvent("confirmed", made.at(7))
        archive.record(
            replace(
                made.unchanged(made.at(7), new),
                advances=(Advance("0123456789abcdef", event),),
                standing=new.id,
            )
        )
        archive.record(made.changed(made.at(9), new, "We keep mail.", change_id="1123456789abcdef"))
        for hour in (10, 11):
            incident = Incident(made.KEY, "gone", "404", made.at(10), checks=hour - 9)
            archive.record(Observation(Check(made.KEY, made.at(hour), "unreadable"), opened=incident))
        archive.record(
            Observation(
                Check("other/terms", made.at(0), "unreadable"),
                opened=Incident("other/terms", "blocked", "403", made.at(0)),
            )
        )


def everything(folder: Path) -> dict[str, Any]:
    """What every query but the check log answers."""
    with Archive.open(folder) as archive:
        assert list(verify(archive)) == []
        found: dict[str, Any] = {"policies": archive.policies(), "changes": list(archive.changes())}
        for holding in archive.policies():
            state = archive.state(holding.key)
            found[holding.key] = replace(state, last_check=None)
            found[f"{holding.key} texts"] = [archive.document(snapshot) for snapshot in state.snapshots]
            found[f"{holding.key} captures"] = [archive.capture(snapshot) for snapshot in state.snapshots]
        found["incidents"] = archive.incidents()
        return found


def test_reindexing_changes_no_answer(tmp_path: Path) -> None:
    """Not even the log of checks, the outbox or the validators, while the catalogue can be read."""
    fill(tmp_path)
    before = everything(tmp_path)
    done = reindex(tmp_path)
    assert (done.policies, done.snapshots, done.changes, done.left_out) == (2, 3, 2, ())
    assert everything(tmp_path) == before
    with Archive.open(tmp_path) as archive:
        assert len(archive.checks()) == 7
        assert len(Outbox(archive).rows()) == 2


def test_a_lost_catalogue_is_rebuilt_from_the_folder(tmp_path: Path) -> None:
    """Identical but for what only checks know: validators, fingerprint, how often an incident was seen."""
    fill(tmp_path)
    before = everything(tmp_path)
    for path in tmp_path.glob("catalogue.sqlite3*"):
        path.unlink()
    after = everything(tmp_path)
    for answers in (before, after):
        answers["incidents"] = [replace(incident, checks=0) for incident in answers["incidents"]]
        for key in (made.KEY, "other/terms"):
            incident = replace(answers[key].incident, checks=0)
            answers[key] = replace(answers[key], validators=(), fingerprint="", incident=incident)
    assert after == before


def test_a_damaged_catalogue_is_put_away_and_replaced(tmp_path: Path) -> None:
    """Opening says what to do; reindexing does it and saves what is left of the log."""
    fill(tmp_path)
    path = tmp_path / "catalogue.sqlite3"
    content = bytearray(path.read_bytes())
    content[0:16] = b"no sqlite header"
    path.write_bytes(content)
    with pytest.raises(BrokenCatalogueError, match="tracker reindex"):
        Archive.open(tmp_path)
    done = reindex(tmp_path)
    assert done.put_away == tmp_path / "catalogue.sqlite3.broken-1"
    assert len(everything(tmp_path)["changes"]) == 2


def test_checks_and_deliveries_are_saved_out_of_a_damaged_catalogue(tmp_path: Path) -> None:
    """A torn page costs the rows on it, not the outbox."""
    fill(tmp_path)
    path = tmp_path / "catalogue.sqlite3"
    content = bytearray(path.read_bytes())
    content[60:64] = (0).to_bytes(4, "big")  # user_version: no schema, though there are tables
    content[68:72] = (0).to_bytes(4, "big")  # application_id
    path.write_bytes(content)
    with pytest.raises(BrokenCatalogueError, match="no catalogue of this program"):
        Archive.open(tmp_path)
    assert reindex(tmp_path).rescued >= 9
    with Archive.open(tmp_path) as archive:
        assert len(archive.checks()) == 7
        assert [row.state for row in Outbox(archive).rows()] == ["queued", "queued"]


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """An older program does not touch what it does not understand."""
    with Archive.open(tmp_path) as archive, archive.catalogue.writing(durable=True):
        archive.catalogue._writer.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerSchemaError, match="schema 99"):
        Archive.open(tmp_path)
