"""Promises about policies in French."""

import pytest

from tests.disclose.reading import change, disclosed, read, state, subjects

LANGUAGE = "fr"

DENIED = [
    ("Nous ne collectons pas vos données biométriques.", "biometric"),
    ("Nous n'enregistrons jamais votre numéro de téléphone.", "phone-number"),
    ("Aucune donnée de santé n'est collectée.", "health"),
    ("Les empreintes digitales ne sont pas conservées.", "biometric"),
    ("Nous ne vendons pas votre adresse e-mail.", "email-address"),
    ("Nous ne conservons plus votre date de naissance.", "age-birthdate"),
    ("Nous ne collectons pas :\n\n- vos empreintes digitales ;\n- votre voix enregistrée.", "biometric"),
    ("| Catégorie | Collectée |\n|---|---|\n| Données biométriques | Non |", "biometric"),
    ("Aucune pièce d'identité n'est exigée.", "government-id"),
    ("Vos messages privés ne sont ni lus ni analysés.", "message-content"),
    ("Votre numéro de téléphone n'est pas transmis à des tiers.", "phone-number"),
    ("Ton adresse mail n'est jamais montrée aux autres coureurs.", "email-address"),
    ("À aucun moment nous n'accédons à vos listes d'amis.", "social-connections"),
    ("Nous partageons votre adresse IP, mais pas votre nom.", "name"),
]
MENTIONED = [
    ("Vous disposez d'un droit d'accès à vos données de santé.", "health"),
    ("Vous pouvez demander la rectification de votre adresse postale.", "postal-address"),
    (
        "Vous pouvez désactiver l'accès à votre position précise dans les paramètres de votre appareil.",
        "precise-location",
    ),
    ("Nous chiffrons votre mot de passe.", "account-credentials"),
    ("Nous vous recommandons de choisir un mot de passe long.", "account-credentials"),
]
DISCLOSED = [
    ("Nous ne collectons que votre adresse e-mail.", "email-address"),
    ("Si vous y consentez, nous recueillons vos données de santé.", "health"),
    ("Nous collectons des informations, notamment, mais sans s'y limiter, votre adresse IP.", "ip-address"),
    ("Nous recueillons des données telles que votre âge.", "age-birthdate"),
    ("N° de téléphone et adresse postale sont enregistrés.", "phone-number"),
    (
        "Vos données de localisation sont collectées lorsque vous ouvrez l'application.",
        "approximate-location",
    ),
    ("Nous collectons :\n\n- Nom et prénom\n- Photos", "photos-video"),
    ("| Catégorie | Collectée |\n|---|---|\n| Adresse IP | Oui |", "ip-address"),
    ("Vous devez nous fournir votre date de naissance.", "age-birthdate"),
    ("Aucun passeport n'est exigé ; toutefois, votre adresse IP est recueillie.", "ip-address"),
    ("Les données de santé ne sont traitées qu'avec votre accord.", "health"),
    ("Nous collectons votre nom, sans jamais le communiquer à des tiers.", "name"),
    ("Il vous sera demandé votre numéro de passeport.", "government-id"),
    ("On te demande ton âge et ta taille.", "age-birthdate"),
]
BEFORE = (
    "# Politique de confidentialité de Brume Carnets\n\n"
    "Nous collectons votre nom et votre adresse e-mail lorsque vous créez un compte.\n"
)
AFTER = (
    BEFORE
    + "\n"
    + "Avec votre consentement, nous pouvons recueillir et utiliser vos données "
    + "biométriques pour la sécurité et l'identification."
    + "\n\n"
    + "Nous pouvons recueillir votre parcours professionnel et votre niveau d'études "
    + "afin de vous recommander des emplois et de les communiquer à des employeurs "
    + "potentiels."
    + "\n"
)
CONTACT = "Contactez-nous par e-mail à l'adresse vie-privee@example.org ou par téléphone."
STATEMENT = (
    "Avec votre consentement, nous pouvons collecter vos données biométriques à des "
    "fins de sécurité et d'identification."
)


@pytest.mark.parametrize(("text", "category"), DENIED)
def test_what_is_denied_is_no_disclosure(text: str, category: str) -> None:
    """Negators, nouns with "no", lists under a denial and "no" cells deny."""
    assert state(text, category, LANGUAGE) == "denied"


@pytest.mark.parametrize(("text", "category"), MENTIONED)
def test_rights_choices_and_protection_only_mention(text: str, category: str) -> None:
    """Data in a right, a setting or a safeguard is not said to be collected there."""
    assert state(text, category, LANGUAGE) == "mentioned"


@pytest.mark.parametrize(("text", "category"), DISCLOSED)
def test_conditions_examples_and_lists_disclose(text: str, category: str) -> None:
    """What looks like a negation or a choice, but is none, hides no disclosure."""
    assert state(text, category, LANGUAGE) == "disclosed"


def test_lines_of_business_and_clerks_at_work_are_no_data() -> None:
    """Branches of partners, matching of records and channels of advertising name no data."""
    branches = "Les secteurs d'activité de nos partenaires sont : loisirs, voyages, santé, assurance."
    matching = "Nos prestataires mettent en correspondance des fichiers et gèrent les paiements."
    channels = "Nous vous contactons par mail ou téléphone."
    assert [disclosed(text, LANGUAGE) for text in (branches, matching, channels)] == [set()] * 3


def test_the_one_who_asks_is_the_subject() -> None:
    """Of two pronouns before a verb the first one acts."""
    text = "Nous vous demandons votre civilité."
    assert next(one.statement.actor for one in read(text, LANGUAGE)) == "organisation"


def test_ways_to_reach_the_organisation_are_no_data() -> None:
    """The organisation's own address is not a kind of data about people."""
    assert disclosed(CONTACT, LANGUAGE) == set()


def test_the_statement_says_who_on_which_condition_for_what() -> None:
    """Actor, condition and purpose are read beside the category."""
    said = next(one.statement for one in read(STATEMENT, LANGUAGE) if one.category == "biometric")
    assert said.actor == "organisation"
    assert "collect" in said.actions
    assert said.conditions[0].lower().startswith("avec votre consentement")
    assert {"security", "identification"} <= set(said.purposes)


def test_a_change_to_biometrics_and_careers_is_told() -> None:
    """The case that the tracker was made for, in French."""
    found = change(BEFORE, AFTER, LANGUAGE)
    assert subjects(found, "category-new") == {"biometric", "employment", "education"}
    assert subjects(change(AFTER, BEFORE, LANGUAGE), "category-new") == set()
