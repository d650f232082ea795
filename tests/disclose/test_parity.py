"""The same sentence about the same data gives the same state in every language."""

import tomllib
from pathlib import Path

import pytest

from tests.disclose.reading import read
from tracker.disclose.taxonomy import LANGUAGES, taxonomy

NAMES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("parity.toml").read_text(encoding="utf-8")
)
SENTENCES = {
    "disclosed": {
        "en": "We collect {}.",
        "nl": "Wij verzamelen {}.",
        "de": "Wir erheben {}.",
        "fr": "Nous collectons {}.",
        "es": "Recopilamos {}.",
        "it": "Raccogliamo {}.",
    },
    "disclosed with consent": {
        "en": "With your consent, we may use {}.",
        "nl": "Met uw toestemming mogen wij {} gebruiken.",
        "de": "Mit Ihrer Einwilligung dürfen wir {} verwenden.",
        "fr": "Avec votre consentement, nous pouvons utiliser {}.",
        "es": "Con su consentimiento, podemos utilizar {}.",
        "it": "Con il Suo consenso, possiamo utilizzare {}.",
    },
    "disclosed though not shared": {
        "en": "We collect {} and do not share it with third parties.",
        "nl": "Wij verzamelen {} en geven die niet door aan derden.",
        "de": "Wir erheben {} und geben diese nicht an Dritte weiter.",
        "fr": "Nous collectons {} et ne les communiquons pas à des tiers.",
        "es": "Recopilamos {} y no los cedemos a terceros.",
        "it": "Raccogliamo {} e non li cediamo a terzi.",
    },
    "denied": {
        "en": "We do not collect {}.",
        "nl": "Wij verzamelen {} niet.",
        "de": "Wir erheben {} nicht.",
        "fr": "Nous ne collectons pas {}.",
        "es": "No recopilamos {}.",
        "it": "Non raccogliamo {}.",
    },
    "denied as sharing": {
        "en": "We do not share {} with third parties.",
        "nl": "Wij geven {} niet door aan derden.",
        "de": "Wir geben {} nicht an Dritte weiter.",
        "fr": "Nous ne communiquons pas {} à des tiers.",
        "es": "No cedemos {} a terceros.",
        "it": "Non cediamo {} a terzi.",
    },
    "mentioned": {
        "en": "You have the right to access {}.",
        "nl": "U hebt het recht om {} in te zien.",
        "de": "Sie haben das Recht, {} einzusehen.",
        "fr": "Vous avez le droit d'accéder à {}.",
        "es": "Usted tiene derecho a acceder a {}.",
        "it": "Lei ha il diritto di accedere a {}.",
    },
}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("category", NAMES)
def test_six_languages_agree_on_a_state(category: str, sentence: str) -> None:
    """No language reads a statement, a denial or a right in another way."""
    states = {
        language: {
            one.state
            for one in read(SENTENCES[sentence][language].format(NAMES[category][language]), language)
            if one.category == category and one.strength == "strong"
        }
        for language in LANGUAGES
    }
    assert states == {language: {sentence.split(maxsplit=1)[0]} for language in LANGUAGES}


def test_every_category_is_named_in_every_language() -> None:
    """Nothing is left out of the comparison."""
    assert {entry.id for entry in taxonomy()} == NAMES.keys()
    assert all(set(LANGUAGES) == names.keys() for names in NAMES.values())
