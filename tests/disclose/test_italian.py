"""Promises about policies in Italian."""

import pytest

from tests.disclose.reading import change, disclosed, read, state, subjects

LANGUAGE = "it"

DENIED = [
    ("Non raccogliamo i tuoi dati biometrici.", "biometric"),
    ("Non registriamo mai il tuo numero di telefono.", "phone-number"),
    ("Non vengono raccolti dati sulla salute.", "health"),
    ("Nessun dato biometrico viene raccolto.", "biometric"),
    ("Non vendiamo il tuo indirizzo e-mail.", "email-address"),
    ("Non conserviamo più la tua data di nascita.", "age-birthdate"),
    ("Non raccogliamo:\n\n- le tue impronte digitali;\n- le registrazioni vocali.", "biometric"),
    ("| Categoria | Raccolti |\n|---|---|\n| Dati biometrici | No |", "biometric"),
    ("Non vendiamo, affittiamo né cediamo i dati di localizzazione.", "approximate-location"),
]
MENTIONED = [
    ("Hai il diritto di accedere ai dati sulla tua salute.", "health"),
    ("Puoi richiedere la rettifica del tuo indirizzo postale.", "postal-address"),
    (
        "Puoi disattivare l'accesso alla tua posizione precisa nelle impostazioni del dispositivo.",
        "precise-location",
    ),
    ("Crittografiamo la tua password.", "account-credentials"),
    ("Ti consigliamo di scegliere una password lunga.", "account-credentials"),
]
DISCLOSED = [
    ("Non solo raccogliamo il tuo nome, ma anche il tuo indirizzo postale.", "postal-address"),
    ("Se acconsenti, raccogliamo i dati sulla tua salute.", "health"),
    ("Possiamo raccogliere informazioni, inclusi, ma non limitati a, il tuo indirizzo IP.", "ip-address"),
    ("Se ti registri, raccogliamo dati come la tua età.", "age-birthdate"),
    ("I dati di geolocalizzazione vengono raccolti quando apri l'app.", "approximate-location"),
    ("Raccogliamo:\n\n- Nome e cognome\n- Foto", "photos-video"),
    ("| Categoria | Raccolti |\n|---|---|\n| Indirizzo IP | Sì |", "ip-address"),
    ("Per creare un account devi fornirci la tua data di nascita.", "age-birthdate"),
    ("Verrà acquisito l'indirizzo IP; non si utilizza il riconoscimento facciale.", "ip-address"),
]
BEFORE = (
    "# Informativa sulla privacy di Quaderni Brina\n\n"
    "Raccogliamo il tuo nome e il tuo indirizzo e-mail quando crei un account.\n"
)
AFTER = (
    BEFORE
    + "\n"
    + "Con il tuo consenso, possiamo raccogliere e utilizzare i tuoi dati biometrici "
    + "per la sicurezza e l'identificazione."
    + "\n\n"
    + "Possiamo raccogliere la tua storia lavorativa e il tuo titolo di studio per "
    + "consigliarti lavori e condividerli con potenziali datori di lavoro."
    + "\n"
)
CONTACT = "Contattaci via e-mail all'indirizzo privacy@example.org o per telefono."
STATEMENT = (
    "Con il tuo consenso, possiamo raccogliere i tuoi dati biometrici per finalità di"
    " sicurezza e identificazione."
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
    assert said.conditions[0].lower().startswith("con il tuo consenso")
    assert {"security", "identification"} <= set(said.purposes)


def test_a_change_to_biometrics_and_careers_is_told() -> None:
    """The case that the tracker was made for, in Italian."""
    found = change(BEFORE, AFTER, LANGUAGE)
    assert subjects(found, "category-new") == {"biometric", "employment", "education"}
    assert subjects(change(AFTER, BEFORE, LANGUAGE), "category-new") == set()


def test_a_condition_ends_where_the_statement_begins() -> None:
    """No comma is needed between the condition and what the organisation does."""
    said = next(one.statement for one in read("Con il tuo consenso raccogliamo dati biometrici.", LANGUAGE))
    assert said.conditions == ("Con il tuo consenso",)
