"""Promises about policies in German."""

import pytest

from tests.disclose.reading import change, disclosed, read, state, subjects

LANGUAGE = "de"

DENIED = [
    ("Wir erheben keine biometrischen Daten.", "biometric"),
    ("Ihren Fingerabdruck speichern wir nicht.", "biometric"),
    ("Wir speichern Ihren Fingerabdruck nicht.", "biometric"),
    ("Ihre Gesundheitsdaten werden von uns zu keinem Zeitpunkt erhoben.", "health"),
    ("Weder Ihr Geburtsdatum noch Ihr Geschlecht werden gespeichert.", "gender"),
    ("Standortdaten, die Ihr Gerät bereithält, rufen wir nicht ab.", "approximate-location"),
    ("Deine Kontakte lesen wir nie aus.", "address-book"),
    ("Informationen über Ihre Religion erheben wir keine.", "religion-belief"),
    (
        "Wir erheben keine personenbezogenen Daten wie Name, E-Mail-Adresse oder Telefonnummer.",
        "phone-number",
    ),
    ("Wir können bestätigen, dass wir Ihre Sprachaufnahmen nicht aufbewahren.", "audio-voice"),
    ("Folgende Daten erheben wir nicht:\n\n- Fingerabdrücke\n- Sprachaufnahmen", "biometric"),
    ("| Kategorie | Erhoben |\n|---|---|\n| Biometrische Daten | Nein |", "biometric"),
    ("Wir speichern Ihr Geburtsdatum nicht mehr.", "age-birthdate"),
    ("Ihren genauen Standort erheben wir nicht ohne Ihre Einwilligung.", "precise-location"),
    ("Eine biometrische Auswertung, beispielsweise eine Gesichtserkennung, erfolgt nicht.", "biometric"),
    ("Auf Gesichtserkennung verzichten wir.", "biometric"),
    ("Nicht erfasst wird hingegen Ihr Standort.", "approximate-location"),
    ("Ihren Standort speichern wir jedoch nicht.", "approximate-location"),
    ("Die biometrischen Daten liegen ausschließlich in Ihrem Gerät.", "biometric"),
    ("Eine Übermittlung von Gesundheitsdaten an Arbeitgeber ist ausgeschlossen.", "health"),
    ("Es findet keine Erhebung von Standortdaten statt.", "approximate-location"),
    ("Erfasst werden Ihre Klicks, nicht aber Ihre Anschrift.", "postal-address"),
    ("| Kategorie | Erhoben |\n|---|---|\n| Gesundheitsdaten | Nein, das tun wir nicht |", "health"),
]
NOT_SHARED = [
    "Ihre Telefonnummer wird nicht an Dritte weitergegeben.",
    "Wir geben Ihre Telefonnummer nicht an Dritte weiter.",
    "Ihre Telefonnummer verkaufen wir nicht.",
    "Eine Weitergabe Ihrer Telefonnummer an Dritte erfolgt nicht.",
    "Ihre Telefonnummer wird anderen Nutzern nicht angezeigt.",
    "Wir geben Ihre Daten, insbesondere Ihre Telefonnummer, nicht an Ihren Arbeitgeber weiter.",
    "Ohne gesonderte Zustimmung erfolgt keine Weitergabe Ihrer Telefonnummer an Hersteller.",
]
MENTIONED = [
    ("Sie haben das Recht, Auskunft über Ihre Gesundheitsdaten zu verlangen.", "health"),
    ("Sie können der Verarbeitung Ihrer Standortdaten jederzeit widersprechen.", "approximate-location"),
    ("Du kannst dein Profilbild jederzeit in den Einstellungen löschen.", "photos-video"),
    ("Ihr Passwort wird verschlüsselt übertragen.", "account-credentials"),
    ("Bitte geben Sie Ihr Passwort niemals weiter.", "account-credentials"),
    ("Wir empfehlen Ihnen, ein langes Passwort zu wählen.", "account-credentials"),
    ("„Biometrische Daten“ bezeichnet Daten, die eine Person anhand des Körpers erkennen.", "biometric"),
    ("Wie kann ich meinen Suchverlauf löschen?", "search-history"),
    ("Der Nutzung Ihrer E-Mail-Adresse zu Werbezwecken können Sie widersprechen.", "email-address"),
    ("Sie können die Speicherung von Cookies durch eine Einstellung verhindern.", "cookies-trackers"),
    ("## Ihre Rechte\n\nBerichtigung: etwa Ihre Postanschrift.", "postal-address"),
]
DISCLOSED = [
    ("Mit Ihrer Einwilligung erheben wir Ihre biometrischen Daten.", "biometric"),
    ("Wir geben Ihre Postanschrift an den Versanddienstleister weiter.", "postal-address"),
    ("Aus Ihrem Gerät rufen wir den Akkustand und die Seriennummer ab.", "device-identifiers"),
    ("Ihr Geburtsdatum und Ihre Handynummer werden von uns erhoben.", "phone-number"),
    ("Wenn Sie ein Konto eröffnen, werden Vorname und E-Mail-Adresse erfasst.", "email-address"),
    (
        "Daten, die Sie uns bereitstellen, z. B. Fotos, Bild- und Tonaufnahmen sowie Ihr Alter.",
        "photos-video",
    ),
    ("Wir erheben Ihren Namen, verkaufen ihn aber nicht.", "name"),
    ("Wir speichern Ihre E-Mail-Adresse und verkaufen Ihre Telefonnummer nicht.", "email-address"),
    ("Wir erheben Daten einschließlich, aber nicht beschränkt auf Ihre IP-Adresse.", "ip-address"),
    ("Wir erheben nicht nur Ihren Namen, sondern auch Ihre Bankverbindung.", "payment-card-bank"),
    (
        "Die IP-Adresse, die Ihr Browser übermittelt, wird nicht mit anderen Daten zusammengeführt.",
        "ip-address",
    ),
    ("Falls Sie uns Ihre Telefonnummer nicht mitteilen, nutzen wir Ihre E-Mail-Adresse.", "email-address"),
    ("Wir erheben folgende Daten:\n\n- Vor- und Nachname\n- Fotos", "photos-video"),
    ("| Kategorie | Erhoben |\n|---|---|\n| IP-Adresse | Ja |", "ip-address"),
    ("Die Standortdaten, die wir erheben, werden nicht verkauft.", "approximate-location"),
    ("Es ist erforderlich, dass wir von dir eine Kopie deines Personalausweises einholen.", "government-id"),
    ("Zu den verarbeiteten Daten gehören Ihre Gehaltsnachweise.", "financial-status"),
    ("Eine Verarbeitung Ihrer Gesundheitsdaten findet nur statt, wenn Sie einwilligen.", "health"),
    ("Außer Ihrer E-Mail-Adresse erheben wir keine Daten.", "email-address"),
    ("Zur Prüfung ist die Vorlage Ihres Personalausweises erforderlich.", "government-id"),
    ("Verarbeitete Datenarten: Bestandsdaten (z. B. Namen, Adressen).", "postal-address"),
    ("Soweit Daten, z. B. Ihre Gesundheitsdaten, nötig sind, holen wir sie ein.", "health"),
    ("Wir speichern die Beiträge, die Sie veröffentlichen.", "user-content"),
    ("Mit Einwilligung lesen wir Ihre Herzfrequenz aus. Ihren Blutzucker erfassen wir nicht.", "health"),
    ("| Kategorie | Erhoben |\n|---|---|\n| Arztberichte | Ja, mit Einwilligung |", "health"),
]
NO_DATA = [
    "Bei Fragen erreichen Sie uns telefonisch oder per E-Mail unter datenschutz@example.org.",
    "Verantwortlich ist die Kiesel Notizen GmbH, Uferweg 3, 12345 Musterstadt, Telefon 030 0000.",
    "Wir setzen den Domainnamen ein, um Post zuzustellen.",
    "Diese Seite richtet sich an Personen ab 18 Jahren.",
    "Wir haben daran ein berechtigtes Interesse.",
    "Anschrift: Postfach 12, 12345 Musterstadt, E-Mail-Adresse: post@example.org, Telefon 030 0000.",
]
BEFORE = (
    "# Datenschutzerklärung von Kiesel Notizen\n\n"
    "Wir erheben Ihren Namen und Ihre E-Mail-Adresse, wenn Sie ein Konto erstellen.\n"
)
AFTER = (
    BEFORE
    + "\nMit Ihrer Einwilligung dürfen wir Ihre biometrischen Daten für Zwecke der Sicherheit und der "
    + "Identifizierung erheben und verwenden.\n\n"
    + "Wir können Ihren beruflichen Werdegang sowie Ihre Ausbildung erfassen, um Ihnen Stellen zu empfehlen "
    + "und sie an potenzielle Arbeitgeber weiterzugeben.\n"
)
STATEMENT = (
    "Mit Ihrer Einwilligung können wir Ihre biometrischen Daten zum Zweck der Sicherheit und der "
    "Identifizierung erheben."
)


@pytest.mark.parametrize(("text", "category"), DENIED)
def test_what_is_denied_is_no_disclosure(text: str, category: str) -> None:
    """A negator behind the object, "kein", lists under a denial and "Nein" deny."""
    assert state(text, category, LANGUAGE) == "denied"


@pytest.mark.parametrize("text", NOT_SHARED)
def test_what_is_not_passed_on_is_denied_as_sharing_only(text: str) -> None:
    """A promise not to share is told apart from one not to collect."""
    found = [one for one in read(text, LANGUAGE) if one.category == "phone-number"]
    assert {(one.state, one.rule) for one in found} == {("denied", "not-shared")}


@pytest.mark.parametrize(("text", "category"), MENTIONED)
def test_rights_choices_and_protection_only_mention(text: str, category: str) -> None:
    """Data in a right, a setting or a safeguard is not said to be collected there."""
    assert state(text, category, LANGUAGE) == "mentioned"


@pytest.mark.parametrize(("text", "category"), DISCLOSED)
def test_what_the_text_affirms_is_disclosed(text: str, category: str) -> None:
    """Inversion, parted verbs, passives, conditions and lists disclose."""
    assert category in disclosed(text, LANGUAGE)


@pytest.mark.parametrize("text", NO_DATA)
def test_words_in_another_sense_are_no_data(text: str) -> None:
    """The organisation's own address, domain names and ages of admission are no data."""
    assert disclosed(text, LANGUAGE) == set()


def test_the_statement_says_who_on_which_condition_for_what() -> None:
    """Actor, condition and purpose are read beside the category."""
    said = next(one.statement for one in read(STATEMENT, LANGUAGE) if one.category == "biometric")
    assert said.actor == "organisation"
    assert "collect" in said.actions
    assert said.conditions[0].lower().startswith("mit ihrer einwilligung")
    assert {"security", "identification"} <= set(said.purposes)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Mit Ihrer Einwilligung erheben wir Ihre Fotos.", "Mit Ihrer Einwilligung"),
        ("Wir speichern Ihren Lebenslauf und gegebenenfalls ein Lichtbild.", "gegebenenfalls"),
        ("Wenn Sie sich bewerben, speichern wir Ihren Lebenslauf.", "Wenn Sie sich bewerben"),
    ],
)
def test_a_condition_ends_where_the_statement_begins(text: str, condition: str) -> None:
    """The words of a condition hold no verb of the organisation's."""
    assert {one.statement.conditions for one in read(text, LANGUAGE)} == {(condition,)}


def test_a_change_to_biometrics_and_careers_is_told() -> None:
    """The case that the tracker was made for, in German."""
    found = change(BEFORE, AFTER, LANGUAGE)
    assert subjects(found, "category-new") == {"biometric", "employment", "education"}
    assert subjects(change(AFTER, BEFORE, LANGUAGE), "category-new") == set()
