"""Promises about policies in German."""

import pytest

import tracker

SAYS = [
    ("Mit Ihrer Einwilligung erheben wir Ihre biometrischen Daten.", "biometric"),
    ("Wir erheben Ihre E-Mail-Adresse und Ihre Telefonnummer.", "email-address"),
    ("Wir speichern Ihre IP-Adresse bei jedem Besuch.", "ip-address"),
    ("Wir verarbeiten Ihr Geburtsdatum.", "age-birthdate"),
    ("Wir erheben Gesundheitsdaten, wenn Sie eingewilligt haben.", "health"),
]


def states(text: str) -> dict[str, str]:
    return {each.category: each.state for each in tracker.disclosures(text, "de")}


@pytest.mark.parametrize(("sentence", "category"), SAYS)
def test_a_statement_discloses_its_category(sentence: str, category: str) -> None:
    """What the sentence says is collected is found as disclosed."""
    assert states(sentence).get(category) == "disclosed"


@pytest.mark.parametrize("sentence", ["Wir erheben keine biometrischen Daten."])
def test_a_denial_discloses_nothing(sentence: str) -> None:
    """`kein` before the data denies it."""
    assert states(sentence).get("biometric") != "disclosed"
