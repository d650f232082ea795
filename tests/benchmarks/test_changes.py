"""The measure of what is told of changes."""

import json
from pathlib import Path

import pytest

from benchmarks.changes.__main__ import main
from benchmarks.changes.cases import OWN, labels_of
from benchmarks.changes.histories import alerts, row
from benchmarks.changes.replay import replayed
from tracker.archive.importers.jsonl import read


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the program says of our own cases, by case."""
    file = tmp_path_factory.mktemp("changes") / "predictions.jsonl"
    main([str(OWN), "--predictions", str(file)])
    return {row["id"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def test_every_case_gets_a_prediction(told: dict[str, dict[str, object]]) -> None:
    """In the form that a scorer reads, whatever became of the text."""
    assert told.keys() == labels_of(OWN).keys()
    wanted = {"id", "new_categories", "removed_categories", "practices", "materiality", "readable", "alert"}
    assert all(wanted | {"effective_date"} <= row.keys() for row in told.values())


def test_our_own_cases_are_told_as_they_are_labelled(told: dict[str, dict[str, object]]) -> None:
    """Noise is silent, news is told, with its date."""
    labels = labels_of(OWN)
    assert {case for case, row in told.items() if row["alert"]} == {
        case for case, label in labels.items() if label["materiality"] == "major"
    }
    dates = {case: label["effective_date"] for case, label in labels.items()}
    assert {case: row["effective_date"] for case, row in told.items()} == dates
    assert not told["none-error-page"]["readable"]


def test_a_folder_of_cases_needs_no_labels_and_no_times(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any pairs of texts can be looked at."""
    pair = tmp_path / "one"
    pair.mkdir()
    for name in ("old.md", "new.md"):
        (pair / name).write_bytes((OWN / "major-retention-longer" / name).read_bytes())
    main([str(tmp_path)])
    assert capsys.readouterr().out.splitlines()[2:] == ["| one | major | yes |  |  |  |  |"]


def test_a_history_gives_a_row_and_its_alerts(tmp_path: Path) -> None:
    """Each with the words that prove it."""
    old = (OWN / "major-retention-longer" / "old.md").read_text(encoding="utf-8")
    versions = (old, old.replace("6 months", "18 months"), old.replace("6 months", "18 months") + "\nBye.\n")
    lines = [
        json.dumps({"recorded_at": f"2024-0{month}-01T00:00:00+00:00", "text": text}) + "\n"
        for month, text in enumerate(versions, 1)
    ]
    (tmp_path / "larkspur.jsonl").write_text("".join(lines), encoding="utf-8")
    steps = list(replayed(read(tmp_path / "larkspur.jsonl")))
    assert row("larkspur", steps) == "| larkspur | 2 | 0 | 0 | 1 | 1 | 1 |"
    (only,) = alerts("larkspur", steps)
    assert only == (
        "| larkspur | 2024-03-01 | 2024-02-01 | confirmed | replace of substance "
        "| We delete our server logs after[- 6-]{+ 18+} months. |"
    )
