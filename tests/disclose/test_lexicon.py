"""Lexicons and taxonomy are whole, and say what is wrong with them."""

import pytest

from tracker.disclose.lexicon import TIERS, LexiconError, languages, lexicon, read_lexicon
from tracker.disclose.taxonomy import LANGUAGES, taxonomy
from tracker.disclose.tokens import fold, offsets, words


@pytest.mark.parametrize("language", languages())
def test_every_category_has_strong_words_in_every_language(language: str) -> None:
    """No language is blind to a category."""
    named = {name.category for name in lexicon(language).named.names if name.tier == "strong"}
    assert {entry.id for entry in taxonomy()} <= named


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_tables_of_english(language: str) -> None:
    """A class that English has is not forgotten elsewhere."""
    english = {
        (cue.table, cue.key) for cue in lexicon("en").cues if cue.table in {"verbs", "sections", "practices"}
    }
    assert english <= {(cue.table, cue.key) for cue in lexicon(language).cues}


def test_every_category_has_a_label_in_every_language() -> None:
    """Reports in six languages have a word for each."""
    missing = [(entry.id, code) for entry in taxonomy() for code in LANGUAGES if code not in entry.labels]
    assert missing == []
    assert taxonomy().category("biometric").label("nl") == "Biometrische gegevens"
    assert taxonomy().category("biometric").label("pt") == "Biometric data"


def test_every_group_has_a_label() -> None:
    """A category's group can be printed."""
    assert all(taxonomy().group_label(entry.group, "it") for entry in taxonomy())


def test_sensitive_classes_carry_their_article() -> None:
    """Article 9 and the Californian letter travel with the category."""
    legal = taxonomy().category("biometric").legal
    assert legal.gdpr.startswith("Art. 9")
    assert legal.ccpa_letter == "E"
    assert "pd:Biometric" in legal.dpv


def test_umbrella_words_are_marked() -> None:
    """Words for many kinds never alarm by themselves."""
    assert {entry.id for entry in taxonomy() if entry.umbrella} >= {"contact-details", "demographics"}


def test_an_unknown_category_is_named_with_its_place() -> None:
    """The message says what, where, and where to look."""
    with pytest.raises(LexiconError, match=r"mine\.toml: categories\.biometrics .*taxonomy"):
        read_lexicon('[categories.biometrics]\nstrong = ["x"]\n', "mine.toml")


def test_broken_toml_is_named_with_its_place() -> None:
    """A missing quote is found by line."""
    with pytest.raises(LexiconError, match=r"mine\.toml: .*line 1"):
        read_lexicon('language = "en\n', "mine.toml")


def test_a_phrase_that_cannot_match_is_named() -> None:
    """An empty phrase is a mistake."""
    with pytest.raises(LexiconError, match="no word in it"):
        read_lexicon('[categories.name]\nstrong = ["???"]\n', "mine.toml")


def test_marks_of_the_format_work() -> None:
    """Endings, alternatives, optional words and gaps match what they promise."""
    text = (
        '[inflection]\nendings = ["s"]\nchanges = [["y", "ies"]]\n[categories.name]\n'
        'strong = ["entry~", "red|blue pen~", "e-mail address?", "my _ hat"]\n'
    )
    trie = read_lexicon(text).data
    for sample in ("entries", "entry", "blue pens", "e-mail", "e mail address", "my old hat"):
        found = trie.every(words(fold(sample)))
        assert max(end for _, end, _ in found) == len(words(fold(sample))), sample


def test_folding_keeps_every_offset() -> None:
    """Accents and odd capitals do not shift a quote."""
    text = "İstanbul Ünïcode STRASSE ß Œuvre"
    assert len(fold(text)) == len(text)
    assert len(words(fold(text))) == len(offsets(fold(text)))


def test_the_tiers_are_those_of_the_format() -> None:
    """Strong, listed and weak, in this order."""
    assert TIERS == ("strong", "listed", "weak")
