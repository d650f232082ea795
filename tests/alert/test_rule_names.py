"""A rule with a name that means nothing is found before its channel waits in vain."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.alert.made import hook_channel
from tests.schedule.made import policy
from tracker.alert.legal import legal_classes, legal_of
from tracker.alert.rule_names import check_rules, in_vain
from tracker.alert.rules import Rule
from tracker.errors import WatchlistError
from tracker.watchlist.watchlist import Watchlist

HOOK = hook_channel("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(categories=("biometrc",)), ['channel "hook"', "categories", '"biometrc"', '"biometric"']),
        (Rule(legal=("gdpr-99",)), ["legal", '"gdpr-99"', '"gdpr-9"']),
    ],
)
def test_a_name_that_there_is_not_is_answered_with_the_near_miss(rule: Rule, words: list[str]) -> None:
    """Closed sets: a typing error is no wish."""
    with pytest.raises(WatchlistError) as caught:
        check_rules(Watchlist(channels=(replace(HOOK, rule=rule),), path=Path("tracker.toml")))
    for word in words:
        assert word in str(caught.value)


def test_categories_practices_and_classes_that_there_are_pass() -> None:
    """Also several at once, and none."""
    rules = (Rule(), Rule(categories=("biometric", "ai-training")), Rule(legal=tuple(legal_classes())))
    for rule in rules:
        check_rules(Watchlist(channels=(replace(HOOK, rule=rule),)))
    assert "gdpr-9" in set(legal_of("biometric"))
    assert "ccpa-sensitive" in legal_classes()
    assert list(legal_of("no such category")) == []


def test_a_rule_about_nothing_that_is_watched_is_noticed() -> None:
    """The doctor says it; a service may come back."""
    watched = (policy("plauder"),)

    assert in_vain(replace(HOOK, rule=Rule(services=("Plauder",))), watched) == ""
    assert in_vain(replace(HOOK, rule=Rule()), ()) == ""
    assert "Murmel" in in_vain(replace(HOOK, rule=Rule(services=("Murmel",))), watched)
