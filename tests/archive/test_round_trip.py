"""What goes out in an open format comes in again, identical, through the whole way of a check."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pipeline.site import CHANGED, SECTIONS, Site, page, policy
from tracker.archive.archive import Archive
from tracker.archive.exporters.export import export
from tracker.archive.importers import folder, jsonl, ota, warc
from tracker.archive.importers.recorded import RecordedVersion
from tracker.archive.verify import verify
from tracker.watchlist.watchlist import Settings, Watchlist
from tracker.workspace import Tracker

Read = Callable[[Path, Path], Iterable[RecordedVersion]]

READERS: dict[str, Read] = {
    "jsonl": lambda out, _: jsonl.read(out / "versions.jsonl"),
    "git": lambda out, _: ota.read(out / "versions.git"),
    "warc": lambda out, _: warc.read(out / "warc"),
    "folder": lambda _, archive: folder.read(archive),
}

ANNOUNCED = SECTIONS.replace(
    "<h2>Your choices</h2>",
    "<p>We also collect your precise location. This policy is effective 1 May 2031.</p><h2>Your choices</h2>",
)
MARKDOWN = "\n\n".join(line.partition(">")[2].partition("<")[0] for line in SECTIONS.split("\n"))
LISTS = """<ul><li>Your *name* and [mail] address</li><li>1. Your 2 < 3 phone_numbers</li></ul>
<table><tr><th>What</th><th>Collected</th></tr><tr><td>Health data</td><td>No</td></tr></table>"""
SHORT = "<h1>Harbour Privacy Policy</h1><p>We collect what we need to run Harbour, and nothing else.</p>" * 2


def watch(archive: Path, site: Site, folder: Path) -> Tracker:
    settings = Settings(archive=archive, reports=folder / "reports")
    return Tracker(Watchlist(settings=settings), Archive.open(archive), site, site.clock, alerts=False)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with all that happens to a watched policy, and one that was imported before."""
    tmp_path = tmp_path_factory.mktemp("lived")
    site, watched = Site(), policy(select=("main",))
    with watch(tmp_path / "one", site, tmp_path) as tracker:
        for hours, html in (
            (0, page(SECTIONS)),
            (6, page(CHANGED)),  # sighted
            (6, page(CHANGED)),  # confirmed by a second look
            (6, page(SECTIONS + LISTS)),  # sighted, never seen again
            (72, page(ANNOUNCED)),
            (0.1, page(SECTIONS + LISTS)),  # within the half hour of confirmation
            (6, page(ANNOUNCED)),
            (6, page(ANNOUNCED)),
            (6, "<html><body><h1>Please log in</h1></body></html>"),
            (24 * 100, page(ANNOUNCED, "<p>Other furniture</p>")),  # in force meanwhile
            *[(12, page(SHORT))] * 14,  # refused until it stood long enough
            (6, page(CHANGED)),
        ):
            site.html = html
            site.pass_by(hours=hours)
            tracker.check(watched)
        lines = tmp_path / "old.jsonl"
        kept = f"# Privacy\n\n{MARKDOWN}\n"
        texts = (kept, f"{kept}\n* and your voice\n1. and your *face*\n", kept)
        lines.write_text(
            "".join(
                json.dumps({"recorded_at": f"2024-05-0{day}T00:00:00Z", "text": text, "commit": f"c{day}"})
                + "\n"
                for day, text in enumerate(texts, start=1)
            )
        )
        list(tracker.replay(jsonl.read(lines, service="Lumen & Co: Mail")))
        yield tracker.archive


def told(archive: Archive) -> list[object]:
    """All that the archive says of policies, versions and changes, but not which importer brought it."""
    said: list[object] = []
    for holding in archive.policies():
        said.append((holding.key, holding.service, holding.title))
        for snapshot in archive.snapshots(holding.key):
            document = replace(archive.document(snapshot), diagnostics=None, title="")  # type: ignore[arg-type]
            note = "" if snapshot.origin.endswith("check") else archive.record_of(snapshot)["note"]
            said.append((snapshot.id, snapshot.observed_at, archive.text(snapshot), document, note))
        for change in archive.changes(holding.key):
            ends = (change.old.id, change.new.id)
            said.append((change.id, *ends, change.events, change.verdict, change.findings, change.comparison))
    return said


@pytest.mark.parametrize("name", READERS)
def test_what_is_exported_is_imported_identical(name: str, lived: Archive, tmp_path: Path) -> None:
    """Policies, times, texts, changes, their stages and findings; and a second import changes nothing."""
    out = tmp_path / "out"
    export(lived, out)
    with watch(tmp_path / "two", Site(), tmp_path) as tracker:
        list(tracker.replay(READERS[name](out, lived.folder)))
        assert told(tracker.archive) == told(lived)
        assert list(verify(tracker.archive)) == []
        counts = tracker.archive.check_counts()
        assert list(tracker.replay(READERS[name](out, lived.folder))) == []
        assert tracker.archive.check_counts() == counts


def test_the_lived_archive_holds_every_stage(lived: Archive) -> None:
    """So that the round trip is no empty promise."""
    stages = {event.stage for change in lived.changes() for event in change.events}
    assert stages == {"sighted", "confirmed", "withdrawn", "in-force"}
    assert lived.incidents("harbour/privacy")


def test_an_import_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    """What was refused, or brought nothing new, is not taken a second time either."""
    texts = [
        MARKDOWN,
        "Please log in.",
        MARKDOWN,
        f"{MARKDOWN}\n\nWe record your voice.",
        "Not found.",
        MARKDOWN,
    ]
    lines = [
        json.dumps({"recorded_at": f"2024-05-0{day}T00:00:00Z", "text": text})
        for day, text in enumerate(texts, start=1)
    ]
    path = tmp_path / "harbour.jsonl"
    path.write_text("\n".join(lines))
    with watch(tmp_path / "whole", Site(), tmp_path) as whole:
        wanted = ["first", "unreadable", "unchanged", "changed", "unreadable", "changed"]
        assert [outcome.check.outcome for outcome in whole.replay(jsonl.read(path))] == wanted
        assert list(whole.replay(jsonl.read(path))) == []
        for taken in range(1, 6):
            with watch(tmp_path / f"cut-{taken}", Site(), tmp_path) as cut:
                begun = cut.replay(jsonl.read(path))
                first = [next(begun).check.outcome for _ in range(taken)]
                begun.close()
                assert first + [outcome.check.outcome for outcome in cut.replay(jsonl.read(path))] == wanted
                assert told(cut.archive) == told(whole.archive)


def test_two_imports_at_once_store_everything_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the other one was faster between looking and storing, its version counts."""
    texts = [f"{MARKDOWN}\n\nWe keep records for {days} days." for days in (3, 5, 8)]
    path = tmp_path / "harbour.jsonl"
    path.write_text(
        "\n".join(
            json.dumps({"recorded_at": f"2024-05-0{day}T00:00:00Z", "text": text})
            for day, text in enumerate(texts, start=1)
        )
    )
    with watch(tmp_path / "one", Site(), tmp_path) as fast, watch(tmp_path / "one", Site(), tmp_path) as slow:
        assert len(list(fast.replay(jsonl.read(path)))) == 3
        answers = iter([False, True] * 3)
        monkeypatch.setattr(slow, "is_known", lambda *_: next(answers))
        outcomes = list(slow.replay(jsonl.read(path)))
        assert not any(outcome.is_news for outcome in outcomes)
        assert len(fast.archive.snapshots("harbour/privacy")) == 3
        assert list(verify(fast.archive)) == []


def test_a_technical_version_is_compared_and_marked(tmp_path: Path) -> None:
    """What a recorder filed under technical changes may hide a real one; the record says what it was."""
    rows: list[dict[str, str]] = [
        {"recorded_at": "2024-05-01T00:00:00Z", "text": MARKDOWN},
        {
            "recorded_at": "2024-05-02T00:00:00Z",
            "text": f"{MARKDOWN}\n\nWith your consent, we collect your fingerprints.",
            "kind": "technical",
            "commit": "abc",
        },
    ]
    path = tmp_path / "harbour.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    with watch(tmp_path / "one", Site(), tmp_path) as tracker:
        _, second = tracker.replay(jsonl.read(path))
        assert second.change is not None
        assert "biometric" in [finding.subject for finding in second.change.findings]
        record = tracker.archive.record_of(second.change.new)
        assert record["note"] == "commit abc, recorded after a change of extraction rules"
