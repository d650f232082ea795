"""The built-in catalogue is complete, consistent and found by the names that people use."""

import pytest

from tracker.errors import UnknownName
from tracker.watchlist.catalogue import by_url, lookup, search, services
from tracker.watchlist.read import PolicyTable
from tracker.watchlist.slug import is_slug


def test_the_catalogue_has_at_least_150_services() -> None:
    """Enough that most readers find what they look for."""
    assert len(services()) >= 150


@pytest.mark.parametrize("service", services(), ids=lambda service: service.slug)
def test_an_entry_can_be_watched_as_it_is(service: object) -> None:
    """Name, address and language pass the same door as a table written by hand."""
    entry = lookup(service.name)  # type: ignore[attr-defined]
    PolicyTable(service=entry.name, url=entry.url, language=entry.language, select=entry.select)
    assert is_slug(entry.slug)
    assert entry.home.startswith("https://")


def test_no_two_entries_answer_to_one_name() -> None:
    """A name leads to one service only."""
    words = [word for service in services() for word in set(service.words)]
    assert sorted(words) == sorted(set(words))


def test_a_service_is_found_by_name_alias_and_host() -> None:
    """X is still Twitter to many."""
    assert lookup("X") == lookup("twitter") == lookup("x.com")


def test_a_misspelt_service_is_answered_with_the_near_miss() -> None:
    """And with what to do if it is not in the catalogue at all."""
    with pytest.raises(UnknownName, match=r"Coursera.*tracker add https"):
        lookup("corsera")


def test_an_address_leads_back_to_its_service() -> None:
    """With or without the last slash."""
    entry = lookup("duolingo")
    assert by_url(entry.url + "/") == entry
    assert entry in search("duoling")
