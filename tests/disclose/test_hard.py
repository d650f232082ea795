"""What makes a statement hard to read does not make it read wrong."""

import tomllib
from pathlib import Path

import pytest

from tests.disclose.reading import read

FILES = sorted((Path(__file__).parent / "hard").glob("*.toml"))
CASES = [
    (path.stem, trouble, wanted, category, text)
    for path in FILES
    for trouble, states in tomllib.loads(path.read_text(encoding="utf-8")).items()
    for wanted, entries in states.items()
    for category, text in entries
]


@pytest.mark.parametrize(
    ("language", "trouble", "wanted", "category", "text"),
    CASES,
    ids=[f"{language}-{trouble}-{wanted}-{category}" for language, trouble, wanted, category, _ in CASES],
)
def test_a_hard_statement_is_read_right(
    language: str, trouble: str, wanted: str, category: str, text: str
) -> None:
    """Disclosed is disclosed; denied is denied; what is only mentioned is not disclosed."""
    states = {
        one.state for one in read(text, language) if one.category == category and one.strength == "strong"
    }
    if wanted == "mentioned":
        assert "disclosed" not in states, f"{trouble}: {text}"
    elif wanted == "denied":
        assert states - {"mentioned"} == {"denied"}, f"{trouble}: {text}"
    else:
        assert "disclosed" in states, f"{trouble}: {text}"
