"""What a check does is counted: parses, statements of the catalogue, flushes to disk."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.pipeline.site import CHANGED, Site, page, policy
from tracker.archive.archive import Archive
from tracker.extract import page as extracting
from tracker.pipeline import Pipeline


class Counted:
    """A pipeline whose parses, statements and flushes are counted."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts: Counter[str] = Counter()
        self.site = Site()
        self.archive = Archive.open(folder, step=self._step)
        self.pipeline = Pipeline(self.archive, self.site, self.site.clock)
        parse, fsync = extracting.parse, os.fsync

        def counted_parse(text: str) -> object:
            self.counts["parses"] += 1
            return parse(text)

        def counted_fsync(file: int) -> None:
            self.counts["flushes"] += 1
            fsync(file)

        monkeypatch.setattr(extracting, "parse", counted_parse)
        monkeypatch.setattr(os, "fsync", counted_fsync)

    def _step(self, name: str) -> None:
        self.counts["statements"] += name not in {"commit", "committed"}

    def check(self, html: str) -> dict[str, int]:
        """What one check of a page did."""
        self.site.pass_by(hours=6)
        self.site.html = html
        self.counts.clear()
        self.pipeline.check(policy())
        return dict(self.counts)


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(tmp_path / "snapshots", monkeypatch)


def nonce(number: int) -> str:
    more = "".join(
        f"<p>We keep personal data of pier {part} for {part} days; you can ask us to erase it.</p>"
        for part in range(20)
    )
    return page(CHANGED + more, furniture=f"<script>window.token = 'a{number}';</script><nav>Home</nav>")


def test_a_page_behind_a_fresh_token_is_not_parsed_again(counted: Counted) -> None:
    """Nothing but a script changed: no parse, no flush, a handful of statements."""
    assert 1 == counted.check(nonce(1))["parses"]
    did = counted.check(nonce(2))
    assert 0 == did.get("parses", 0)
    assert 0 == did.get("flushes", 0)
    assert did["statements"] <= 6


def test_a_change_is_parsed_once_and_flushed_file_by_file(counted: Counted) -> None:
    """Text, record, evidence, change, the policy's own file, and the folder that names them."""
    counted.check(page("<h1>Harbour Privacy Policy</h1>" + CHANGED.partition("</h1>")[2]))
    did = counted.check(page(CHANGED.replace("fingerprints", "fingerprints and your voice")))
    assert 1 == did["parses"]
    assert did["flushes"] <= 7
    assert did["statements"] <= 30


def test_the_cost_of_a_check_does_not_grow_with_the_history(counted: Counted) -> None:
    """The tenth version takes as many steps as the third."""
    did = [
        counted.check(page(CHANGED.replace("fingerprints", f"fingerprints, set {at}"))) for at in range(10)
    ]
    assert did[3] == did[9]
