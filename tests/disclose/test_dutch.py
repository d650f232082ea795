"""Promises about policies in Dutch."""

import pytest

from tests.disclose.reading import change, disclosed, read, state, subjects

LANGUAGE = "nl"

DENIED = [
    ("Wij verzamelen geen biometrische gegevens.", "biometric"),
    ("Wij slaan uw vingerafdruk niet op.", "biometric"),
    ("Uw vingerafdruk bewaren wij niet.", "biometric"),
    ("Je hartslag slaan we niet op onze servers op.", "health"),
    ("Uw gezondheidsgegevens worden op geen enkel moment door ons verzameld.", "health"),
    ("Noch uw geboortedatum noch uw geslacht wordt vastgelegd.", "gender"),
    ("Locatiegegevens die uw telefoon beschikbaar heeft, vragen wij niet op.", "approximate-location"),
    ("Je contactenlijst lezen we nooit uit.", "address-book"),
    ("Tot uw adresboek hebben wij geen toegang.", "address-book"),
    ("Wij kunnen bevestigen dat wij uw stemopnames niet bewaren.", "audio-voice"),
    ("Uw kenteken leggen wij niet vast en uw rijgedrag volgen wij niet.", "vehicle-driving"),
    ("Wij verzamelen geen persoonsgegevens zoals naam, e-mailadres of telefoonnummer.", "phone-number"),
    ("De volgende gegevens verzamelen wij niet:\n\n- vingerafdrukken\n- stemopnames", "biometric"),
    ("| Gegevens | Verzameld |\n|---|---|\n| Biometrische gegevens | Nee |", "biometric"),
    ("## Gegevens die wij niet verzamelen\n\n- vingerafdrukken", "biometric"),
    ("## Wat delen wij met anderen?\n\n| Wat | Gedeeld |\n|---|---|\n| Berichten | Nee |", "message-content"),
    ("Uw vingerafdruk blijft op uw toestel; wij ontvangen die niet.", "biometric"),
    ("De app heeft geen toegang tot uw contacten, uw microfoon of uw foto's.", "photos-video"),
    ("Wij maken geen gebruik van cookies.", "cookies-trackers"),
    ("De app werkt zonder dat wij uw locatie hoeven te verzamelen.", "approximate-location"),
    ("Er worden geen biometrische gegevens van u verzameld.", "biometric"),
    ("Noch wij, noch onze partners verzamelen gezichtsgegevens.", "biometric"),
    ("Niet verzameld worden: ras, geloof en politieke voorkeur.", "religion-belief"),
    ("Uw geboortedatum bewaren wij niet langer.", "age-birthdate"),
    ("Behalve uw e-mailadres bewaren we niets, dus ook je foto's bewaren we niet.", "photos-video"),
]
NOT_SHARED = [
    "Uw telefoonnummer wordt niet met derden gedeeld.",
    "Wij geven uw telefoonnummer niet door aan derden.",
    "Uw telefoonnummer verkopen wij niet.",
    "Uw telefoonnummer wordt niet aan adverteerders verstrekt.",
    "Wij verkopen of verhuren uw telefoonnummer niet en delen dat niet met derden.",
]
MENTIONED = [
    ("U hebt recht op inzage in uw gezondheidsgegevens.", "health"),
    ("U kunt ons vragen uw woonadres te laten corrigeren.", "postal-address"),
    ("U kunt bezwaar maken tegen de verwerking van uw locatiegegevens.", "approximate-location"),
    ("Je kunt je profielfoto altijd in de instellingen verwijderen.", "photos-video"),
    ("Uw wachtwoord wordt versleuteld verzonden.", "account-credentials"),
    ("Je kunt je zoekgeschiedenis in je account bekijken.", "search-history"),
    ("Deel je wachtwoord met niemand.", "account-credentials"),
    ("Wij raden u aan een lang wachtwoord te kiezen.", "account-credentials"),
    (
        "Met “biometrische gegevens” worden gegevens bedoeld die iemand aan het lichaam herkennen.",
        "biometric",
    ),
    ("## Uw rechten\n\nRectificatie: bijvoorbeeld uw postadres.", "postal-address"),
    ("Voer in de chat geen medische gegevens in.", "health"),
    ("Wij vragen u geen medische gegevens in het contactformulier te zetten.", "health"),
]
DISCLOSED = [
    ("Met uw toestemming verzamelen wij uw biometrische gegevens.", "biometric"),
    ("Wij geven uw postadres door aan de bezorger.", "postal-address"),
    ("Uit uw toestel lezen wij het serienummer en het batterijniveau uit.", "device-identifiers"),
    ("Uw geboortedatum en uw mobiele nummer worden door ons verzameld.", "phone-number"),
    ("Als u een rekening opent, worden voornaam en e-mailadres vastgelegd.", "email-address"),
    ("Gegevens die u ons verstrekt, bijv. foto's, stemopnames en uw leeftijd.", "photos-video"),
    ("Wij verzamelen gegevens, waaronder, maar niet beperkt tot, uw IP-adres.", "ip-address"),
    ("Wij verzamelen niet alleen uw naam, maar ook uw rekeningnummer.", "payment-card-bank"),
    ("Wij verzamelen uw naam, maar verkopen die niet.", "name"),
    ("Wij bewaren uw e-mailadres en verkopen uw telefoonnummer niet.", "email-address"),
    ("Uw precieze locatie verzamelen wij niet zonder uw toestemming.", "precise-location"),
    ("Wij bewaren geen kopie van uw paspoort, tenzij de wet dat voorschrijft: uw BSN.", "government-id"),
    ("Als je ons je telefoonnummer niet geeft, gebruiken we je e-mailadres.", "email-address"),
    ("Wij verzamelen de volgende gegevens:\n\n- Voor- en achternaam\n- Foto's", "photos-video"),
    ("| Gegevens | Verzameld |\n|---|---|\n| IP-adres | Ja |", "ip-address"),
    ("De locatiegegevens die wij verzamelen, worden niet verkocht.", "approximate-location"),
    ("Omdat de wet ons daartoe verplicht, moeten wij uw burgerservicenummer verwerken.", "government-id"),
    ("Tot de verwerkte gegevens behoren uw loonstroken.", "financial-status"),
    ("Wij kunnen u vragen uw kentekengegevens in te vullen.", "vehicle-driving"),
    ("Wij verzamelen uw IP-adres en niet uw locatie.", "ip-address"),
    ("Wij verwerken geen andere gegevens dan uw naam en uw e-mailadres.", "name"),
    ("Onze website maakt gebruik van cookies.", "cookies-trackers"),
    ("Wij slaan, als u dat wilt, uw creditcardgegevens op.", "payment-card-bank"),
    ("Het is mogelijk dat wij uw burgerlijke staat nodig hebben.", "family-household"),
    ("Wij lezen uw elektronische identiteitskaart uit: geboorteplaats en -datum.", "government-id"),
    ("De naam, te weten de geboorteplaats en -datum, leggen wij vast.", "age-birthdate"),
    ("Wanneer u belt, kan het gesprek worden opgenomen en bewaard.", "audio-voice"),
    ("Uw BSN slaan wij niet op, wel bewaren wij uw naam.", "name"),
    ("Wij ontvangen van uw werkgever, d.w.z. van de personeelsafdeling, uw opleidingsgegevens.", "education"),
    ("Je gesprek met onze klantenservice nemen we op: wij bewaren gespreksopnames.", "audio-voice"),
    ("Welke gegevens verzamelen wij?\n\n- BSN\n- Rekeningnummer", "payment-card-bank"),
]
NO_DATA = [
    "Bij vragen neemt u telefonisch contact met ons op of per e-mail via privacy@example.org.",
    "Wij nemen telefonisch contact op als de bezorging misgaat.",
    "Verantwoordelijk is Wilgenkrant B.V., gevestigd te Utrecht, ons postadres is Postbus 1.",
    "Wij gebruiken de domeinnaam om post te bezorgen.",
    "Deze site is bedoeld voor personen vanaf de leeftijd van 18 jaar.",
    "Wij hebben daar een gerechtvaardigd belang bij.",
]
BEFORE = (
    "# Privacyverklaring van Kwebbel\n\n"
    "Wij verzamelen uw naam en uw e-mailadres wanneer u een account aanmaakt.\n"
)
AFTER = (
    BEFORE
    + "\nMet uw toestemming kunnen wij uw biometrische gegevens verzamelen en gebruiken voor veiligheid, "
    + "beveiliging en identificatie.\n\n"
    + "Wij kunnen uw arbeidsverleden en uw opleiding verzamelen om u passende vacatures aan te bevelen en "
    + "die gegevens met mogelijke werkgevers te delen.\n"
)
STATEMENT = (
    "Met uw toestemming kunnen wij uw biometrische gegevens verzamelen voor beveiliging en identificatie."
)


@pytest.mark.parametrize(("text", "category"), DENIED)
def test_what_is_denied_is_no_disclosure(text: str, category: str) -> None:
    """A negator behind the object, "geen", lists under a denial and "Nee" deny."""
    assert state(text, category, LANGUAGE) == "denied"


@pytest.mark.parametrize("text", NOT_SHARED)
def test_what_is_not_passed_on_is_denied_as_sharing_only(text: str) -> None:
    """A promise not to share is told apart from one not to collect."""
    found = [one for one in read(text, LANGUAGE) if one.category == "phone-number"]
    assert {(one.state, one.rule) for one in found} == {("denied", "not-shared")}


@pytest.mark.parametrize(("text", "category"), MENTIONED)
def test_rights_choices_and_protection_only_mention(text: str, category: str) -> None:
    """Data in a right, a setting, a safeguard or advice is not said to be collected there."""
    assert category in {one.category for one in read(text, LANGUAGE)}
    assert category not in disclosed(text, LANGUAGE)


@pytest.mark.parametrize(("text", "category"), DISCLOSED)
def test_what_the_text_affirms_is_disclosed(text: str, category: str) -> None:
    """Inversion, parted verbs, passives, conditions and lists disclose."""
    assert category in disclosed(text, LANGUAGE)


@pytest.mark.parametrize("text", NO_DATA)
def test_words_in_another_sense_are_no_data(text: str) -> None:
    """The organisation's own address, domain names and ages of admission are no data."""
    assert disclosed(text, LANGUAGE) == set()


def test_what_stands_beside_a_denial_is_not_denied_with_it() -> None:
    """Of two joined clauses, each has its own negator."""
    assert disclosed("Uw BSN wordt niet opgeslagen en uw naam wordt gedeeld.", LANGUAGE) == {"name"}


def test_who_acts_is_read_over_a_bracket() -> None:
    """The verb behind a bracket has the subject that stands before it."""
    text = "We kunnen persoonlijke informatie (zoals je arbeidsverleden) verzamelen en gebruiken."
    assert next(one.statement.actor for one in read(text, LANGUAGE)) == "organisation"


def test_the_statement_says_who_on_which_condition_for_what() -> None:
    """Actor, condition and purpose are read beside the category."""
    said = next(one.statement for one in read(STATEMENT, LANGUAGE) if one.category == "biometric")
    assert said.actor == "organisation"
    assert "collect" in said.actions
    assert said.conditions[0].lower().startswith("met uw toestemming")
    assert {"security", "identification"} <= set(said.purposes)


def test_a_change_to_biometrics_and_careers_is_told() -> None:
    """The case that the tracker was made for, in Dutch."""
    found = change(BEFORE, AFTER, LANGUAGE)
    assert subjects(found, "category-new") == {"biometric", "employment", "education"}
    assert subjects(change(AFTER, BEFORE, LANGUAGE), "category-new") == set()
