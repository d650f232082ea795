"""Promises about policies in Spanish."""

import pytest

from tests.disclose.reading import change, disclosed, read, state, subjects

LANGUAGE = "es"

DENIED = [
    ("No recopilamos sus datos biométricos.", "biometric"),
    ("Nunca registramos su número de teléfono.", "phone-number"),
    ("No se recopilan datos de salud.", "health"),
    ("Ningún dato biométrico es recogido.", "biometric"),
    ("No vendemos su correo electrónico.", "email-address"),
    ("Ya no conservamos su fecha de nacimiento.", "age-birthdate"),
    ("No recopilamos:\n\n- sus huellas dactilares;\n- sus grabaciones de voz.", "biometric"),
    ("| Categoría | Recopilado |\n|---|---|\n| Datos biométricos | No |", "biometric"),
]
MENTIONED = [
    ("Tiene derecho a acceder a sus datos de salud.", "health"),
    ("Puede solicitar la rectificación de su dirección postal.", "postal-address"),
    (
        "Puedes desactivar el acceso a tu ubicación precisa en los ajustes del dispositivo.",
        "precise-location",
    ),
    ("Ciframos su contraseña.", "account-credentials"),
    ("Le recomendamos que elija una contraseña larga.", "account-credentials"),
]
DISCLOSED = [
    ("No solo recopilamos su nombre, sino también su dirección postal.", "postal-address"),
    ("Si das tu consentimiento, recogemos tus datos de salud.", "health"),
    ("Podemos recopilar información, incluyendo, sin limitarse a ella, su dirección IP.", "ip-address"),
    ("Si te registras, recopilamos datos como tu edad.", "age-birthdate"),
    ("Los datos de ubicación se recogen cuando abre la aplicación.", "approximate-location"),
    ("Recopilamos:\n\n- Nombre y apellidos\n- Fotos", "photos-video"),
    ("| Categoría | Recopilado |\n|---|---|\n| Dirección IP | Sí |", "ip-address"),
    ("Para crear una cuenta debe facilitarnos su fecha de nacimiento.", "age-birthdate"),
    ("Se registrará la dirección IP; no se emplea el reconocimiento facial.", "ip-address"),
]
BEFORE = (
    "# Política de privacidad de Cuadernos Brisa\n\n"
    "Recopilamos su nombre y su correo electrónico cuando crea una cuenta.\n"
)
AFTER = (
    BEFORE
    + "\n"
    + "Con su consentimiento, podemos recopilar y utilizar sus datos biométricos para "
    + "la seguridad y la identificación."
    + "\n\n"
    + "Podemos recopilar su historial laboral y su nivel de estudios para recomendarle "
    + "empleos y compartirlos con posibles empleadores."
    + "\n"
)
CONTACT = (
    "Contacte con nosotros por correo electrónico en la dirección privacidad@example.org o por teléfono."
)
STATEMENT = (
    "Con su consentimiento, podemos recopilar sus datos biométricos con fines de seguridad e identificación."
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


def test_ways_to_reach_the_organisation_are_no_data() -> None:
    """The organisation's own address is not a kind of data about people."""
    assert disclosed(CONTACT, LANGUAGE) == set()


def test_the_statement_says_who_on_which_condition_for_what() -> None:
    """Actor, condition and purpose are read beside the category."""
    said = next(one.statement for one in read(STATEMENT, LANGUAGE) if one.category == "biometric")
    assert said.actor == "organisation"
    assert "collect" in said.actions
    assert said.conditions[0].lower().startswith("con su consentimiento")
    assert {"security", "identification"} <= set(said.purposes)


def test_a_change_to_biometrics_and_careers_is_told() -> None:
    """The case that the tracker was made for, in Spanish."""
    found = change(BEFORE, AFTER, LANGUAGE)
    assert subjects(found, "category-new") == {"biometric", "employment", "education"}
    assert subjects(change(AFTER, BEFORE, LANGUAGE), "category-new") == set()


def test_the_verb_itself_says_who_collects() -> None:
    """Without a pronoun, the ending makes it the organisation, not the person of the clause before."""
    said = next(
        one.statement
        for one in read("Si te registras, recopilamos tu edad.", LANGUAGE)
        if one.strength == "strong"
    )
    assert said.actor == "organisation"
