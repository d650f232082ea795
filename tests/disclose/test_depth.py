"""The words of banks, airlines, dating apps, carmakers or schools name the categories that they mean."""

import tomllib
from pathlib import Path

import pytest

from tests.disclose.reading import disclosed

FILES = sorted((Path(__file__).parent / "depth").glob("*.toml"))
TABLES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES]
CASES = [
    (table["language"], table["lead"], category, entry["words"])
    for table in TABLES
    for category, entry in table.items()
    if isinstance(entry, dict)
]


@pytest.mark.parametrize(
    ("language", "lead", "category", "words"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES]
)
def test_the_words_of_a_trade_name_their_category(
    language: str, lead: str, category: str, words: list[str]
) -> None:
    """Each of these words is a strong disclosure after "we collect"."""
    missed = [word for word in words if category not in disclosed(f"{lead} {word}.", language)]
    assert missed == []
