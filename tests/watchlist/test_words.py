"""Durations and folder names."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.watchlist.duration import format_duration, parse_duration
from tracker.watchlist.slug import is_slug, slugify


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("30m", 1800),
        ("6h", 21600),
        ("1d", 86400),
        ("1h30m", 5400),
        ("1.5h", 5400),
        ("250ms", 0.25),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, seconds: float) -> None:
    """One number and one letter, or several."""
    assert parse_duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "soon", "6", "h", "6 hours", "-1h", "1h x", "9" * 400 + "w"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=r"duration|longer"):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_written_duration_reads_back(milliseconds: int) -> None:
    """Law: parsing what was formatted gives the same time."""
    span = timedelta(milliseconds=milliseconds)
    assert parse_duration(format_duration(span)) == span


@given(st.text(max_size=200))
def test_a_slug_cannot_leave_its_folder(title: str) -> None:
    """Law: whatever the title, the folder is one plain name, or none."""
    slug = slugify(title)
    assert slug == "" or is_slug(slug)
    assert not re.search(r"[^a-z0-9-]", slug)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("X", "x"),
        ("Straße & Söhne", "strasse-and-sohne"),
        ("Disney+", "disney-plus"),
        ("CON", "con-1"),
        ("日本", ""),
    ],
)
def test_titles_become_folders_that_people_recognise(title: str, slug: str) -> None:
    """Accents go, names of devices are avoided."""
    assert slugify(title) == slug
