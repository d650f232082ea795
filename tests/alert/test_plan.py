"""Who is told what: few alerts, each right."""

from datetime import timedelta
from typing import Any

import pytest

from tests.alert.changes import DIARY, GAIT, change, closed, incident
from tests.alert.conftest import NOW
from tests.alert.made import hook_channel, mail_channel
from tracker.alert.plan import deliveries_for, incident_deliveries, recovery_deliveries
from tracker.alert.rules import Rule
from tracker.archive.change import Change
from tracker.archive.observation import Delivery
from tracker.watchlist.watchlist import Channel


class Told:
    """The ids of what was queued."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def __call__(self, delivery_id: str) -> bool:
        return delivery_id in self.ids

    def keep(self, deliveries: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
        self.ids |= {delivery.id for delivery in deliveries}
        return deliveries


def ruled(**rule: Any) -> Channel:
    return hook_channel("http://127.0.0.1:9/", rule=Rule(**rule))


def stages_told(channel: Channel, *stages: Any, **more: Any) -> list[str]:
    """The stages that a channel hears of when a change goes through these, one after the other."""
    told, heard = Told(), []
    for count in range(1, len(stages) + 1):
        now = change(*stages[:count], **more)
        heard += [each.stage for each in told.keep(deliveries_for(now, now.events[-1], [channel], told))]
    return heard


def test_without_rules_a_confirmed_change_and_its_sequel_are_told() -> None:
    """Nothing provisional; nobody is left believing what is over."""
    assert stages_told(ruled(), "sighted", "confirmed", "in-force") == ["confirmed", "in-force"]


def test_what_was_never_told_is_never_withdrawn() -> None:
    """A text that was there for an hour makes no alert at all."""
    assert stages_told(ruled(), "sighted", "withdrawn") == []


def test_whoever_hears_of_sightings_hears_of_their_withdrawal() -> None:
    """A sequel goes to those who heard the beginning."""
    channel = ruled(on=("sighted", "confirmed", "withdrawn", "in-force"))

    assert stages_told(channel, "sighted", "withdrawn") == ["sighted", "withdrawn"]


def test_a_change_that_was_never_confirmed_is_told_when_in_force() -> None:
    """No change is lost because it came into force before the second look."""
    assert stages_told(ruled(), "sighted", "in-force") == ["in-force"]


def test_the_same_stage_is_told_once() -> None:
    """However often it is asked."""
    told = Told()
    confirmed = change("confirmed")
    first = told.keep(deliveries_for(confirmed, confirmed.events[-1], [ruled()], told))

    assert len(first) == 1
    assert deliveries_for(confirmed, confirmed.events[-1], [ruled()], told) == ()


def test_a_roll_back_is_told_once_though_it_is_a_version_of_its_own() -> None:
    """The snapshot that takes a change back makes no second alert beside the change's own."""
    told, channel = Told(), ruled()
    confirmed = change("confirmed")
    told.keep(deliveries_for(confirmed, confirmed.events[-1], [channel], told))
    gone = change("confirmed", "withdrawn")
    back = change("withdrawn", change_id="c2", refers_to="c1")
    heard = [
        *told.keep(deliveries_for(gone, gone.events[-1], [channel], told)),
        *told.keep(deliveries_for(back, back.events[-1], [channel], told)),
    ]

    assert [(each.subject, each.stage) for each in heard] == [("c1", "withdrawn")]


def test_a_text_that_returns_is_told_again() -> None:
    """Its return is a change of its own, which refers to the one that went."""
    told, channel = Told(), ruled()
    for now in (change("confirmed"), change("confirmed", "withdrawn")):
        told.keep(deliveries_for(now, now.events[-1], [channel], told))
    again = change("confirmed", change_id="c3", refers_to="c1")

    assert [each.subject for each in deliveries_for(again, again.events[-1], [channel], told)] == ["c3"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({}, True),
        ({"minimum": "substantive"}, True),
        ({"services": ("Plauder",)}, True),
        ({"services": ("plauder",)}, True),
        ({"services": ("Murmel",)}, False),
        ({"policies": ("plauder/privacy",)}, True),
        ({"policies": ("privacy",)}, True),
        ({"policies": ("cookies",)}, False),
        ({"categories": ("gait", "voice")}, True),
        ({"categories": ("voice",)}, False),
        ({"findings": ("category-new",)}, True),
        ({"findings": ("practice-added",)}, False),
        ({"categories": ("diary",), "findings": ("category-new",)}, False),
        ({"categories": ("diary",), "confidence": 0.6}, False),
        ({"categories": ("diary",), "confidence": 0.4}, True),
        ({"confidence": 0.9}, True),
        ({"confidence": 0.95}, False),
        ({"on": ()}, False),
        ({"legal": ("gdpr-9",)}, True),
        ({"legal": ("gdpr-10",)}, False),
        ({"on": ("sighted",)}, False),
        ({"digest": "daily"}, False),
    ],
)
def test_each_part_of_a_rule_narrows_down(rule: dict[str, Any], told: bool) -> None:
    """A finding must fit every part of the rule that is about findings."""
    now = change("confirmed", findings=(GAIT, DIARY))
    legal = {"gait": ("gdpr-9",), "diary": ()}
    found = deliveries_for(now, now.events[-1], [ruled(**rule)], Told(), lambda name: legal[name])

    assert bool(found) is told


@pytest.mark.parametrize(("minimum", "told"), [("cosmetic", 3), ("editorial", 2), ("substantive", 1)])
def test_the_least_weight_is_a_floor(minimum: str, told: int) -> None:
    """Heavier changes are told, too."""
    changes: list[Change] = [
        change("confirmed", materiality=level)  # type: ignore[arg-type]
        for level in ("cosmetic", "editorial", "substantive")
    ]
    found = [deliveries_for(now, now.events[-1], [ruled(minimum=minimum)], Told()) for now in changes]

    assert sum(map(len, found)) == told


def test_each_recipient_has_a_delivery_of_their_own() -> None:
    """One that fails holds back no other; ids are the same whenever they are made."""
    desk = mail_channel(25, "anna@example.org", "ben@example.org")
    now = change("confirmed")
    found = deliveries_for(now, now.events[-1], [desk], Told())

    assert [each.channel for each in found] == ["desk/anna@example.org", "desk/ben@example.org"]
    assert found == deliveries_for(now, now.events[-1], [desk], Told())
    assert len({each.id for each in found}) == 2
    assert all(len(each.id) == 24 for each in found)


def test_an_incident_is_told_once_when_it_is_old_enough() -> None:
    """A site may be down for an hour; after three checks or a day it is news."""
    told, channel, heard = Told(), ruled(), []
    for checks in range(1, 8):
        found = incident_deliveries(incident(checks), NOW + timedelta(hours=checks), [channel], told)
        heard += [checks] * len(told.keep(found))

    assert heard == [3]


def test_an_incident_with_few_checks_is_told_after_a_day() -> None:
    """Whoever checks once a week hears of it all the same."""
    later = NOW + timedelta(hours=25)

    assert incident_deliveries(incident(1), NOW + timedelta(hours=23), [ruled()], Told()) == ()
    assert len(incident_deliveries(incident(1), later, [ruled()], Told())) == 1


def test_a_recovery_is_told_to_those_who_heard_of_the_incident() -> None:
    """And to nobody else, and once."""
    told, early, late = Told(), ruled(incident_checks=1), ruled(incident_checks=5)
    late = Channel("late", late.type, late.settings, late.rule)
    told.keep(incident_deliveries(incident(2), NOW, [early, late], told))
    over = closed(incident(2), NOW + timedelta(hours=3))
    first = told.keep(recovery_deliveries(over, [early, late], told))

    assert [(each.channel, each.kind) for each in first] == [("hook", "recovery")]
    assert recovery_deliveries(over, [early, late], told) == ()


def test_the_next_incident_of_a_policy_is_told_again() -> None:
    """Two incidents are two stories."""
    told = Told()
    told.keep(incident_deliveries(incident(3), NOW, [ruled()], told))
    second = incident(3, NOW + timedelta(days=9))

    assert len(incident_deliveries(second, NOW + timedelta(days=9), [ruled()], told)) == 1


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"digest_at": "8:00"}, "no time of day"),
        ({"digest_at": "24:00"}, "no time of day"),
        ({"zone": "Europe/Atlantis"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"confidence": 2.0}, "between 0 and 1"),
        ({"incident_checks": 0}, "at least 1"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(keys: dict[str, Any], complaint: str) -> None:
    """When the file is read, not when an alert is lost."""
    with pytest.raises(ValueError, match=complaint):
        Rule(**keys)
