"""A policy is found by what people call it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tracker.errors import UnknownName
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.watchlist import Watchlist

PRIVACY = Policy("Lumen", "lumen", "privacy", "Privacy Policy", Source(("https://lumen.example/privacy",)))
COOKIES = replace(PRIVACY, slug="cookies", title="Cookie Policy")
OTHER = replace(PRIVACY, service="Tidal Bank", service_slug="tidal-bank")
LIST = Watchlist(policies=(PRIVACY, COOKIES, OTHER), path=Path("tracker.toml"))


def test_a_policy_is_found_by_its_key() -> None:
    """`service/policy` is always enough."""
    assert LIST.find("lumen/cookies") is COOKIES


def test_a_service_with_one_policy_is_enough() -> None:
    """Slug or title, in any case."""
    assert LIST.find("tidal-bank") is OTHER
    assert LIST.find("Tidal Bank") is OTHER


def test_a_service_with_several_policies_asks_which() -> None:
    """Guessing would show the wrong text."""
    with pytest.raises(UnknownName, match="lumen/privacy, lumen/cookies"):
        LIST.find("lumen")


def test_a_misspelt_name_is_answered_with_the_near_miss() -> None:
    """The name that was meant is in the message."""
    with pytest.raises(UnknownName, match="tidal-bank"):
        LIST.find("tidal-bnak")


def test_selecting_a_service_takes_all_its_policies_once() -> None:
    """Names may overlap; nothing is checked twice."""
    assert LIST.select(["lumen", "lumen/privacy"]) == (PRIVACY, COOKIES)
    assert LIST.select([]) == LIST.policies
