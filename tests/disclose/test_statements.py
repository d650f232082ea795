"""For every category and language, a statement that discloses it, one that does not."""

import tomllib
from pathlib import Path

import pytest

from tests.disclose.reading import disclosed
from tracker.disclose.taxonomy import LANGUAGES, taxonomy

FILES = sorted((Path(__file__).parent / "statements").glob("*.toml"))
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
CASES = [
    (language, category, entry)
    for language, table in TABLES.items()
    for category, entry in table.items()
    if isinstance(entry, dict)
]


def test_every_language_has_its_statements() -> None:
    """No built-in language is without tests."""
    assert TABLES.keys() == set(LANGUAGES)


@pytest.mark.parametrize("language", TABLES)
def test_every_category_has_its_statements(language: str) -> None:
    """No category of the taxonomy is left without a pair of statements."""
    assert {entry.id for entry in taxonomy()} <= TABLES[language].keys()


@pytest.mark.parametrize(("language", "category", "entry"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES])
def test_a_statement_discloses_its_category(language: str, category: str, entry: dict[str, str]) -> None:
    """What a policy affirms is disclosed."""
    assert category in disclosed(entry["yes"], language)


@pytest.mark.parametrize(("language", "category", "entry"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES])
def test_a_denial_discloses_nothing(language: str, category: str, entry: dict[str, str]) -> None:
    """What a policy denies is not disclosed."""
    assert category not in disclosed(entry["no"], language)
