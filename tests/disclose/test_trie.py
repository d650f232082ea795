"""The trie finds what a naive search finds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.disclose.trie import Trie, longest

WORD = st.sampled_from(["a", "b", "c", "data", "date", "name"])
PHRASES = st.lists(st.lists(WORD, min_size=1, max_size=4), min_size=1, max_size=8)


def filled(phrases: list[list[str]]) -> Trie:
    trie = Trie()
    for number, phrase in enumerate(phrases):
        trie.add([(word,) for word in phrase], number)
    return trie


@given(PHRASES, st.lists(WORD, max_size=30))
def test_it_finds_every_phrase_at_every_place(phrases: list[list[str]], text: list[str]) -> None:
    """No phrase is missed, none is made up."""
    expected = {
        (at, at + len(phrase), number)
        for number, phrase in enumerate(phrases)
        for at in range(len(text))
        if text[at : at + len(phrase)] == phrase
    }
    found = {
        (start, end, number) for start, end, payloads in filled(phrases).every(text) for number in payloads
    }
    assert found == expected


@given(PHRASES, st.lists(WORD, max_size=30))
def test_the_longest_hits_never_overlap(phrases: list[list[str]], text: list[str]) -> None:
    """Each token belongs to one name at most."""
    hits = longest(filled(phrases).every(text))
    assert all(first[1] <= second[0] for first, second in pairwise(hits))


def test_wildcards_stand_for_starts_ends_and_any_word() -> None:
    """Compounds and gaps are found."""
    trie = Trie()
    trie.add([("gesund*",)], 1)
    trie.add([("*adresse",)], 2)
    trie.add([("my",), ("_",), ("device",)], 3)
    text = ["gesundheitsdaten", "postadresse", "my", "new", "device"]
    assert [(hit[0], hit[2]) for hit in trie.every(text)] == [(0, (1,)), (1, (2,)), (2, (3,))]


def test_a_later_longer_name_wins_over_an_earlier_one() -> None:
    """In "your address book" the book counts."""
    hits = longest(filled([["your", "address"], ["address", "book"]]).every(["your", "address", "book"]))
    assert [hit[2] for hit in hits] == [(1,)]


def test_a_phrase_without_a_word_is_refused() -> None:
    """A phrase of gaps would match everywhere."""
    with pytest.raises(ValueError, match="begin with a word"):
        Trie().add([("_",)], 0)


def test_a_phrase_with_too_many_forms_is_refused() -> None:
    """A typing error cannot fill the memory."""
    with pytest.raises(ValueError, match="forms"):
        Trie().add([tuple("abcdefghij")] * 4, 0)
