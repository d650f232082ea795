"""Users add words, categories and languages; what is wrong with their file is said with its line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disclose.reading import change, disclosed, state, subjects
from tracker.disclose.lexicon import languages
from tracker.disclose.own import choose, current
from tracker.disclose.own_file import check_own
from tracker.disclose.read import fingerprint, rules
from tracker.disclose.taxonomy import taxonomy
from tracker.errors import WatchlistError

WORDS = """
[categories.loyalty-points]
group = "commercial"
definition = "Points, stamps or status in a loyalty programme."
labels = { en = "Loyalty points", nl = "Spaarpunten" }

[words.en.loyalty-points]
strong = ["loyalty points", "status level~"]

[words.nl.biometric]
strong = ["handlijnscan~"]

[ignore]
en = ["iris meadow"]
"""
PORTUGUESE = """
language = "pt"
version = "1"
[inflection]
endings = ["s"]
[categories.biometric]
strong = ["dados biométricos"]
[verbs]
collect = ["recolhemos", "recolher"]
[cues]
negation = ["não"]
organisation = ["nós", "recolhemos"]
"""
CATEGORY = '[categories.x-y]\ngroup = "commercial"\ndefinition = "X."\nlabels = { en = "X" }\n'
NAMED = '[words.en.x-y]\nstrong = ["xylophone"]\n'

WRONG = [
    ("[words\n", "not valid TOML", "line 1"),
    ("[word.en]\nx = 1\n", 'unknown table "word"', "line 1"),
    ("words = 1\n", "expected a table", "line 1"),
    ('[words.en.biometrics]\nstrong = ["x y"]\n', 'no category "biometrics"', "line 1"),
    ('[words.en.biometric]\nstrng = ["x y"]\n', 'unknown key "strng"', "line 2"),
    ('[words.en.biometric]\nstrong = "x y"\n', "expected a list of phrases", "line 2"),
    ('[words.en.biometric]\nstrong = [\n  "palm line",\n  "ab*",\n]\n', "too short", "line 4"),
    ('[words.en.biometric]\nstrong = ["palm", "???"]\n', "no word in it", "line 2"),
    ('[words.en.biometric]\nstrong = ["_ palm"]\n', "must begin with a word", "line 2"),
    ('[words.en.biometric]\nstrong = ["in"]\n', "one or two letters", "line 2"),
    ('[words.en.biometric]\nstrong = ["a? b? c? d? e"]\n', "optional words", "line 2"),
    ('[words.en.biometric]\nstrong = ["palm", "palm"]\n', "stands twice", "line 2"),
    ("[words.en.biometric]\nstrong = [3]\n", "no phrase", "line 2"),
    ('[words.en.biometric]\nstrong = ["pa\\u0007lm"]\n', "no phrase", "line 2"),
    ('[words.pt.biometric]\nstrong = ["biometria"]\n', 'unknown language "pt"', "line 1"),
    ('[ignore]\nxx = ["palm"]\n', 'unknown language "xx"', "line 2"),
    ('[languages]\nnl = "nl.toml"\n', '"nl" is built in', "line 2"),
    ('[languages]\npt = "missing.toml"\n', "there is no such file", "line 2"),
    ("[languages]\npt = 1\n", "expected the name of a file", "line 2"),
    ('[languages]\nportuguese = "pt.toml"\n', "no ISO 639-1 code", "line 2"),
    ('[categories.Loyalty]\ngroup = "commercial"\n', "cannot name a category", "line 1"),
    ('[categories.biometric]\ngroup = "special"\n', "is built in", "line 1"),
    (CATEGORY.replace("commercial", "comercial") + NAMED, 'no group "comercial"', "line 2"),
    (CATEGORY.replace("en =", "nl =") + NAMED, "labels", "line 4"),
    (CATEGORY.replace('"X" }', '"a\\nb" }') + NAMED, "no text of at most", "line 4"),
    (CATEGORY + 'colour = "red"\n' + NAMED, 'unknown key "colour"', "line 5"),
    (CATEGORY + 'sensitive = "yes"\n' + NAMED, "expected true or false", "line 5"),
    (CATEGORY, 'no phrase names "x-y"', "line 1"),
]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A file of words that holds until the test ends."""
    path = tmp_path / "my-words.toml"
    path.write_text(WORDS, encoding="utf-8")
    choose(path)
    yield path
    choose(None)


def test_a_category_of_ones_own_is_newly_disclosed(own: Path) -> None:
    """What the file names is found as what is built in."""
    found = change("We store notes.\n", "We store notes.\n\nWe collect your loyalty points.\n")
    assert subjects(found, "category-new") == {"loyalty-points"}
    assert taxonomy().category("loyalty-points").label("nl") == "Spaarpunten"
    assert state("We do not collect your status levels.", "loyalty-points") == "denied"


def test_words_are_added_to_a_built_in_category(own: Path) -> None:
    """The built-in words stay beside them, and those of other languages as they are."""
    assert disclosed("Wij verzamelen uw handlijnscans.", "nl") == {"biometric"}
    assert disclosed("Wij verzamelen uw vingerafdrukken.", "nl") == {"biometric"}
    assert disclosed("We collect your handlijnscans.", "en") == set()


def test_words_that_are_no_data_are_added(own: Path) -> None:
    """A sense guard of one's own hides what it covers."""
    assert disclosed("We collect your iris meadow.") == set()


def test_the_rule_version_is_that_of_the_file(own: Path) -> None:
    """Another file is another version, the same content the same; none leaves the built-in one."""
    first, print_of_first = rules(), fingerprint()
    found = change("We store notes.\n", "We store notes.\n\nWe collect your loyalty points.\n")
    assert {one.rules for one in found} == {first}
    own.write_text(WORDS + "# a remark\n", encoding="utf-8")
    choose(own)
    assert rules() != first
    assert fingerprint() != print_of_first
    own.write_text(WORDS, encoding="utf-8")
    choose(own)
    assert (rules(), fingerprint()) == (first, print_of_first)
    choose(None)
    assert rules() == first.partition("+")[0]
    assert "loyalty-points" not in taxonomy()


def test_a_language_of_ones_own_is_read(own: Path) -> None:
    """A lexicon file makes a language, and can be added to as a built-in one."""
    (own.parent / "pt.toml").write_text(PORTUGUESE, encoding="utf-8")
    more = '[languages]\npt = "pt.toml"\n[words.pt.health]\nstrong = ["dados de saúde"]\n'
    own.write_text(WORDS + more, encoding="utf-8")
    choose(own)
    assert "pt" in languages()
    assert state("Recolhemos os seus dados biométricos.", "biometric", "pt") == "disclosed"
    assert state("Não recolhemos os seus dados biométricos.", "biometric", "pt") == "denied"
    assert disclosed("Recolhemos os seus dados de saúde.", "pt") == {"health"}


@pytest.mark.parametrize(("text", "what", "where"), WRONG)
def test_what_is_wrong_is_said_with_its_line_and_what_to_try(
    tmp_path: Path, text: str, what: str, where: str
) -> None:
    """Each mistake is named, nothing of the file is used."""
    path = tmp_path / "my-words.toml"
    path.write_text(text, encoding="utf-8")
    found, problems = check_own(path)
    assert found.digest == ""
    assert what in problems[0].what
    assert where in problems[0].where + problems[0].what
    assert problems[0].advice


def test_everything_that_is_wrong_is_listed_at_once(tmp_path: Path) -> None:
    """A reader need not correct and ask again."""
    path = tmp_path / "my-words.toml"
    path.write_text('[words.en.biometric]\nstrong = ["???", "in"]\nwek = []\n', encoding="utf-8")
    assert len(check_own(path)[1]) == 3


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"# " + b"x" * 2_000_001, "larger than"),
        (b"[words.en.biometric]\nstrong = [" + b'"palm line",' * 20_001 + b"]", "20,001 phrases"),
    ],
    ids=["bytes", "depth", "size", "phrases"],
)
def test_a_hostile_file_is_refused(tmp_path: Path, raw: bytes, what: str) -> None:
    """Neither memory nor time is spent on what nobody writes."""
    path = tmp_path / "my-words.toml"
    path.write_bytes(raw)
    assert any(what in one.what for one in check_own(path)[1])


def test_a_broken_language_file_is_named(tmp_path: Path) -> None:
    """The place in the file of words, and what is wrong with the other file."""
    path = tmp_path / "my-words.toml"
    path.write_text('[languages]\npt = "pt.toml"\n', encoding="utf-8")
    for text, what in (
        ("language = pt\n", "line 1"),
        ("language = 'es'\n", 'says language = "es"'),
        ("language = 'pt'\n[categories]\nhealth = 3\n", "another's place"),
        ("language = 'pt'\n[categories.helth]\nstrong = ['x']\n", "categories.helth"),
    ):
        (tmp_path / "pt.toml").write_text(text, encoding="utf-8")
        assert what in check_own(path)[1][0].what


def test_a_file_that_is_wrong_ends_the_run_with_a_sentence(own: Path) -> None:
    """Nothing is read with half a file."""
    own.write_text('[words.en.biometric]\nstrong = ["???", "in"]\n', encoding="utf-8")
    choose(own)
    with pytest.raises(WatchlistError, match=r"no word in it.*1 more: `tracker categories --check"):
        current()


def test_a_file_that_is_wrong_leaves_the_words_that_held(own: Path) -> None:
    """A service that takes up a broken file anew goes on with the one before."""
    held = current()
    own.write_text("[words\n", encoding="utf-8")
    with pytest.raises(WatchlistError, match="not valid TOML"):
        choose(own, now=True)
    assert current() == held
    assert disclosed("We collect your loyalty points.") == {"loyalty-points"}
