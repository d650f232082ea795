"""Promises about policies in French."""

import pytest

import tracker

SAYS = [
    ("Avec votre consentement, nous collectons vos données biométriques.", "biometric"),
    ("Nous recueillons votre parcours professionnel pour vous recommander des offres.", "employment"),
    ("Nous pouvons recueillir votre niveau d'études et vos diplômes.", "education"),
    ("Nous collectons votre adresse e-mail lorsque vous créez un compte.", "email-address"),
    ("Nous collectons votre numéro de téléphone.", "phone-number"),
    ("Nous traitons vos données de santé avec votre accord.", "health"),
    ("Nous enregistrons votre adresse IP à chaque visite.", "ip-address"),
    ("Nous collectons votre date de naissance.", "age-birthdate"),
]


def states(text: str) -> dict[str, str]:
    return {each.category: each.state for each in tracker.disclosures(text, "fr")}


@pytest.mark.parametrize(("sentence", "category"), SAYS)
def test_a_statement_discloses_its_category(sentence: str, category: str) -> None:
    """What the sentence says is collected is found as disclosed."""
    assert "disclosed" == states(sentence).get(category)


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Nous ne collectons pas de données biométriques.", "biometric"),
        ("Nous ne collectons aucune donnée de santé.", "health"),
        ("Nous ne recueillons jamais votre numéro de téléphone.", "phone-number"),
    ],
)
def test_a_denial_discloses_nothing(sentence: str, category: str) -> None:
    """Both halves of a French negation count."""
    assert "disclosed" != states(sentence).get(category)
