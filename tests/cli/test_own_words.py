"""A file of one's own words, from the watchlist to the report."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Tracker
from tests.cli.site import Site, policy

WORDS = """
[categories.loyalty-points]
group = "commercial"
definition = "Points in a loyalty programme."
labels = { en = "Loyalty <b>points</b>" }

[words.en.loyalty-points]
strong = ["loyalty points"]
"""
NEW = "We collect your loyalty points and the shops in which you earned them."


def test_a_category_of_ones_own_shows_in_change_report_and_record(
    tracker: Tracker, site: Site, watch: Callable[..., Path], tmp_path: Path
) -> None:
    """What the file names is found, reported, escaped; the version of the file stands beside it."""
    (tmp_path / "my-words.toml").write_text(WORDS, encoding="utf-8")
    watch('lexicon = "my-words.toml"\n', Harbour=site.put("/privacy", policy()))
    assert tracker("check").code == 0
    time.sleep(1)  # versions are named by the second
    site.put("/privacy", policy(NEW))
    assert tracker("check").code == 1
    ran = tracker("report")
    assert ran.code == 0, ran.said
    page = next(path for path in tmp_path.glob("reports/harbour/privacy/2*.html"))
    text = page.read_text(encoding="utf-8")
    assert "oyalty &lt;b&gt;points&lt;/b&gt;" in text
    assert "<b>points</b>" not in text
    record = page.with_suffix(".json").read_text(encoding="utf-8")
    assert '"loyalty-points"' in record
    assert "disclose/" in record
    version = tracker("categories", "--check", "my-words.toml", "--json").document["version"]
    assert f"+{version}" in record


def test_the_check_lists_what_is_wrong(tracker: Tracker, tmp_path: Path) -> None:
    """Line, key and what to try for each mistake; exit code 2."""
    (tmp_path / "my-words.toml").write_text('[words.en.biometrics]\nstrong = ["x y"]\n', encoding="utf-8")
    ran = tracker("categories", "--check", "my-words.toml")
    assert ran.code == 2
    assert 'my-words.toml, line 1, words.en.biometrics: there is no category "biometrics"' in ran.out
    assert 'Did you mean "biometric"?' in ran.out
    (tmp_path / "my-words.toml").write_text(WORDS, encoding="utf-8")
    ran = tracker("categories", "--check", "my-words.toml")
    assert ran.code == 0
    assert "New categories: loyalty-points. Phrases: 1 in en." in ran.out


def test_a_file_that_is_wrong_ends_a_check_before_anything_is_fetched(
    tracker: Tracker, site: Site, watch: Callable[..., Path], tmp_path: Path
) -> None:
    """No version is read with words that nobody meant."""
    (tmp_path / "my-words.toml").write_text("[words\n", encoding="utf-8")
    watch('lexicon = "my-words.toml"\n', Harbour=site.put("/privacy", policy()))
    ran = tracker("check")
    assert ran.code == 2
    assert "my-words.toml: not valid TOML" in ran.err
    assert not list(tmp_path.glob("snapshots/harbour/privacy/*.md"))
