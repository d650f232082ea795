"""Promises about words that leave a part to their neighbour."""

import pytest

from tests.disclose.reading import disclosed, read


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Wir erheben Zahlungs- und Kontaktdaten.", {"payment-card-bank", "contact-details"}),
        ("Wir erheben Vertrags-, Zahlungs- und Nutzungsdaten.", {"purchase-history", "payment-card-bank"}),
        ("Erfasst werden Kredit- bzw. Debitkartennummern.", {"payment-card-bank"}),
        ("Gespeichert werden Geburtsdatum und -ort.", {"age-birthdate", "nationality-immigration"}),
        ("Wir erfassen Liefer-/Rechnungsadressen.", {"postal-address"}),
    ],
)
def test_a_cut_word_names_what_it_would_in_full(text: str, categories: set[str]) -> None:
    """A hyphen stands for the part that a neighbour has."""
    assert categories <= disclosed(text, "de")


def test_the_words_of_a_cut_word_are_quoted_as_written() -> None:
    """The phrase is what stands in the text, not what it was completed to."""
    text = "Wir erheben Zahlungs- und Kontaktdaten."
    found = next(one for one in read(text, "de") if one.category == "payment-card-bank")
    assert text[found.start : found.start + len(found.phrase)] == found.phrase == "Zahlungs"


def test_a_word_before_a_dash_is_no_cut_word() -> None:
    """A dash between words completes nothing."""
    assert disclosed("Der Standort - unser Büro - hat Adressdaten an der Tür.", "de") == set()
