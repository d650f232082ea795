"""Messages in the reader's language."""

from datetime import UTC, date, datetime
from string import Formatter

import pytest

from tests.report.msgids import msgids
from tests.report.sample import subject
from tracker.disclose.taxonomy import taxonomy
from tracker.report.catalogue import LANGUAGES, entries, parse
from tracker.report.change_view import change_view
from tracker.report.messages import messages

TRANSLATED = [language for language in LANGUAGES if language != "en"]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_lacks_its_translation(language: str) -> None:
    """Every text that a report can show is in the catalogue, plural forms included."""
    known = entries(language)
    missing = [text for text, many in msgids().items() if len(known.get(text, ())) != (2 if many else 1)]

    assert missing == []


@pytest.mark.parametrize(
    ("language", "alike"),
    [
        ("nl", "Feed marketing"),
        ("fr", "Date Service Versions communication identification marketing signature"),
        ("de", "April August Feed November September Text name"),
    ],
)
def test_no_text_stays_english(language: str, alike: str) -> None:
    """But for words that are the same in both languages; kinds of data included."""
    same = set(alike.split())
    texts = {text for text, forms in entries(language).items() if text in forms and "{" not in text}
    kinds = {each.id for each in taxonomy() if each.label(language) == each.label("en")}

    assert texts <= same
    assert kinds <= same


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    """A catalogue holds nothing that no report shows any more."""
    assert sorted(entries(language).keys() - msgids().keys()) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_fields(language: str) -> None:
    """No name, date or number gets lost on the way."""
    wrong = [
        text
        for text, forms in entries(language).items()
        if any(_fields(form) != _fields(text) for form in forms)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("nl", "Vanaf 15 april 2026 kan Plaza biometrische gegevens, werkgegevens en opleidingsgegevens"),
        ("de", "Ab 15. April 2026 kann Plaza biometrische Daten, Berufs- und Beschäftigungsdaten"),
        ("fr", "À partir du 15 avril 2026, Plaza peut collecter\u00a0: données biométriques"),
    ],
)
def test_the_headline_speaks_the_readers_language(language: str, headline: str) -> None:
    """A Dutch reader gets Dutch words; the quotes stay as they are."""
    view = change_view(subject(), language)

    assert view.headline.startswith(headline)
    assert view.findings[0].phrase == "biometric information"


def test_an_unknown_language_is_english() -> None:
    """A language that we do not speak is no error."""
    assert messages("tlh").language == "en"


def test_a_text_of_a_page_is_never_taken_for_a_form() -> None:
    """Braces in a name stay braces."""
    said = messages("en")("{service} may now collect {what}", service="{0.__class__}", what="{what}")

    assert said == "{0.__class__} may now collect {what}"


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "1 April 2026", "1 April 2026, 08:05 UTC"),
        ("nl", "1 april 2026", "1 april 2026, 08:05 UTC"),
        ("fr", "1er avril 2026", "1er avril 2026, 08:05 UTC"),
        ("de", "1. April 2026", "1. April 2026, 08:05 UTC"),
    ],
)
def test_dates_are_written_as_the_reader_writes_them(language: str, day: str, moment: str) -> None:
    """Day, month and year in the language's own way."""
    m = messages(language)

    assert m.date(date(2026, 4, 1)) == day
    assert m.moment(datetime(2026, 4, 1, 8, 5, tzinfo=UTC)) == moment


def test_numbers_take_the_plural_of_the_language() -> None:
    """French counts nought as one."""
    assert messages("fr").count("{n} check", "{n} checks", 0) == "0 contrôle"
    assert messages("en").count("{n} check", "{n} checks", 0) == "0 checks"
    assert messages("de").count("{n} check", "{n} checks", 12345) == "12.345 Prüfungen"


def test_a_fuzzy_entry_is_not_used() -> None:
    """A guess of a translation tool is no translation."""
    text = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "d"\nmsgstr "e"\n" f"\n'

    assert dict(parse(text)) == {"d": ("e f",)}
