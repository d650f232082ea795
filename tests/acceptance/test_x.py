"""Promises about the case this was made for: X's privacy policy in August and September 2023."""

from datetime import date
from pathlib import Path

import pytest

from tracker.archive.importers.jsonl import read
from tracker.pipeline import Outcome
from tracker.watchlist.watchlist import Settings, Watchlist
from tracker.workspace import Tracker


@pytest.fixture(scope="module")
def replayed(histories: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[date, Outcome]:
    folder = tmp_path_factory.mktemp("x")
    watchlist = Watchlist(settings=Settings(archive=folder / "snapshots", reports=folder / "reports"))
    with Tracker.open(watchlist) as tracker:
        outcomes = list(tracker.replay(read(histories / "twitter.jsonl.xz", service="X", policy="x/privacy")))
    return {outcome.check.at.date(): outcome for outcome in outcomes}


def new_categories(outcome: Outcome) -> dict[str, str]:
    return {found.subject: found.quote for found in outcome.change.findings if found.kind == "category-new"}


def test_the_announcement_is_sighted_with_its_three_categories(replayed: dict[date, Outcome]) -> None:
    """On 2023-08-23 biometric, employment and education data are new, announced for 2023-09-22."""
    outcome = replayed[date(2023, 8, 23)]
    assert "sighted" == outcome.change.verdict.stage
    assert {"biometric", "employment", "education"} == set(new_categories(outcome))
    assert date(2023, 9, 22) == outcome.change.verdict.effective
    assert outcome.change.verdict.announced


def test_the_sentences_prove_it(replayed: dict[date, Outcome]) -> None:
    """The evidence is the sentence about consent and the sentence about job recommendations."""
    quotes = new_categories(replayed[date(2023, 8, 23)])
    assert "Based on your consent" in quotes["biometric"]
    assert "employment history, educational history" in quotes["employment"]
    assert quotes["employment"] == quotes["education"]


def test_the_old_text_the_day_after_is_a_withdrawal_and_nothing_else(replayed: dict[date, Outcome]) -> None:
    """On 2023-08-24 the page goes back."""
    outcome = replayed[date(2023, 8, 24)]
    assert "withdrawn" == outcome.change.verdict.stage
    assert () == outcome.change.findings


def test_its_return_confirms_it_with_the_later_date(replayed: dict[date, Outcome]) -> None:
    """On 2023-08-30 it is confirmed, first sighted a week before, now for 2023-09-29."""
    verdict = replayed[date(2023, 8, 30)].change.verdict
    assert "confirmed" == verdict.stage
    assert date(2023, 8, 23) == verdict.first_sighted_at.date()
    assert date(2023, 9, 29) == verdict.effective
    assert 30 == verdict.notice_days
    assert {"biometric", "employment", "education"} == set(new_categories(replayed[date(2023, 8, 30)]))


def test_the_day_it_comes_in_force_nothing_is_new(replayed: dict[date, Outcome]) -> None:
    """On 2023-09-29 only the new text is left."""
    outcome = replayed[date(2023, 9, 29)]
    assert "in-force" == outcome.change.verdict.stage
    assert () == outcome.change.findings
    assert ["in-force"] == [change.verdict.stage for change in outcome.advanced]
