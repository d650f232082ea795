"""Names in headlines."""

import pytest

from tests.report.sample import subject
from tracker.disclose.disclosure import Finding
from tracker.report.messages import messages
from tracker.report.naming import telling_name


def _name(category: str, phrase: str, policy: str = "en", reader: str = "en") -> str:
    finding = Finding("category-new", category, f"We collect your {phrase}.", (), 0, phrase)
    return telling_name(finding, policy, messages(reader))


@pytest.mark.parametrize(
    ("category", "phrase", "name"),
    [
        ("education", "educational history", "educational history"),
        ("employment", "shift schedules", "shift schedules"),
        ("biometric", "gait samples", "biometric data (gait samples)"),
        ("biometric", "voiceprint", "biometric data (voiceprint)"),
    ],
)
def test_the_policys_words_stand_in_the_headline_where_they_say_more(
    category: str, phrase: str, name: str
) -> None:
    """A kind that the law protects keeps its label as well."""
    assert _name(category, phrase) == name


@pytest.mark.parametrize(
    "phrase",
    [
        "your",
        "infer your",
        "Data",
        "Shift Planner",
        "age and place of shifts",
        "a b c d e",
        "=cmd|' /C",
        "<b>x</b>",
    ],
)
def test_words_that_do_not_stand_alone_leave_the_label(phrase: str) -> None:
    """Fragments, names, capitals, lists and anything but plain words are not for headlines."""
    assert _name("employment", phrase) == "employment data"


def test_a_reader_of_another_language_gets_the_label() -> None:
    """The headline is in the reader's language throughout."""
    assert _name("biometric", "biometric information", reader="nl") == "biometrische gegevens"
    assert _name("biometric", "biometric information", policy="fr") == "biometric data"


def test_a_list_whose_parts_have_an_and_of_their_own_stays_clear() -> None:
    """A comma says where the last part begins."""
    parts = ("audio and voice", "photos and video")

    assert messages("en").listing(parts) == "audio and voice, and photos and video"
    assert messages("de").listing(("Fotos und Videos", "Standort")) == "Fotos und Videos sowie Standort"
    assert messages("en").listing(("name", "location")) == "name and location"


def test_the_sample_is_told_in_its_own_words() -> None:
    """What the report room tests with is such a case."""
    names = [telling_name(each, "en", messages("en")) for each in subject().change.findings[:3]]

    assert names == ["biometric information", "employment history", "educational history"]
