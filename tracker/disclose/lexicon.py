"""A lexicon is what one language calls the kinds of data, with the closed word classes around them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tracker.disclose.hyphens import completed
from tracker.disclose.own import Own, current
from tracker.disclose.taxonomy import taxonomy
from tracker.disclose.tokens import fold, phrase_words, words
from tracker.disclose.trie import ANY, Slot, Trie
from tracker.once import once

FOLDER = Path(__file__).with_name("lexicons")
Tier = Literal["strong", "listed", "weak"]
TIERS: tuple[Tier, ...] = ("strong", "listed", "weak")
_PARTED = "…"
VERBS = ("collect", "receive", "infer", "generate", "use", "share", "sell", "store", "provide", "access")


class LexiconError(ValueError):
    """A lexicon that cannot be read: what is wrong, where, what to try."""


@dataclass(frozen=True, slots=True)
class Name:
    """One phrase of a category, as the trie's payload."""

    category: str
    """Id, or "" for a sense guard."""
    tier: Tier
    phrase: str
    """As written in the lexicon: the detail that it names."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One phrase of a closed class, as the trie's payload."""

    table: str
    """"verbs", "cues", "purposes", "recipients", "practices" or "sections"."""
    key: str
    particle: tuple[str, ...] = ()
    """Words that end the clause of a parted verb: "weiter" of "geben … weiter"."""


class Tiers(dict[tuple[int, ...], tuple[tuple[int, ...], tuple[int, ...]]]):
    """The numbers of the names that end at one place, weak ones apart from the others; fills itself."""

    __slots__ = ("faint",)

    def __init__(self) -> None:
        super().__init__()
        self.faint: set[int] = set()
        """Numbers of the names that are weak evidence."""

    def __missing__(self, numbers: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        light = tuple(number for number in numbers if number in self.faint)
        found = self[numbers] = (light, tuple(number for number in numbers if number not in self.faint))
        return found


class Named(dict[tuple[int, ...], tuple[Name, ...]]):
    """The names behind their numbers; none where one of them is a sense guard. Fills itself."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        super().__init__()
        self.names: list[Name] = []

    def __missing__(self, numbers: tuple[int, ...]) -> tuple[Name, ...]:
        names = tuple(self.names[number] for number in numbers)
        found = self[numbers] = names if all(name.category for name in names) else ()
        return found


@dataclass(slots=True)
class Lexicon:
    """The phrases of one language in three tries: data, context, headings."""

    language: str
    version: str
    cues: list[Cue] = field(default_factory=list)
    tiers: Tiers = field(default_factory=Tiers)
    named: Named = field(default_factory=Named)
    data: Trie = field(default_factory=Trie)
    context: Trie = field(default_factory=Trie)
    headings: Trie = field(default_factory=Trie)
    particles: frozenset[str] = frozenset()
    """Last words of the particles of parted verbs: "weiter", "offen"."""
    heads: tuple[str, ...] = ()
    """What compounds share in a language that cuts them at hyphens, folded, the longest first."""
    sections: tuple[str, ...] = ()
    """Section types in the order in which a heading takes them."""
    clauses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Folded words that join and open clauses, of a language that ends them with the verb; else empty."""
    table: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Folded cell words and column heads by key."""
    frames: dict[str, object] = field(default_factory=dict)
    """Sentences read lately with this lexicon; belongs to `context`."""
    blocks: dict[Any, Any] = field(default_factory=dict)
    """Blocks read lately with this lexicon; belongs to `read`."""

    def tokens(self, folded: str) -> list[str]:
        """The tokens of a folded text, words that leave a part to their neighbour completed."""
        found = words(folded)
        if self.heads and "-" in folded:
            return completed(folded, found, self.heads, lambda word: bool(self.data.every([word])))
        return found


def languages() -> tuple[str, ...]:
    """The languages that have a lexicon."""
    return tuple(sorted({*(path.stem for path in FOLDER.glob("*.toml")), *current().languages}))


def lexicon(language: str) -> Lexicon:
    """The lexicon of a language with the words that the user added; English where there is none."""
    return _lexicon(language, current())


@once
def _lexicon(language: str, own: Own) -> Lexicon:
    path = own.languages.get(language, FOLDER / f"{language}.toml")
    if not path.is_file():
        language, path = "en", FOLDER / "en.toml"
    more = {
        "categories": own.words.get(language, {}),
        "senses": {"ignore": own.ignore.get(language, [])},
    }
    return read_lexicon(path.read_text(encoding="utf-8"), str(path), frozenset(taxonomy().categories), more)


def read_lexicon(
    text: str,
    where: str = "lexicon",
    known: frozenset[str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Lexicon:
    """A lexicon out of TOML text; `LexiconError` names the place of what is wrong.

    `known` are the categories that it may name, `more` further phrases in the same form.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where}: {error}; see lexicons/FORMAT.md") from error
    except RecursionError as error:
        raise LexiconError(f"{where}: nested too deeply; see lexicons/FORMAT.md") from error
    try:
        return _read(data, where, frozenset(taxonomy().categories) if known is None else known, more or {})
    except (AttributeError, TypeError) as error:
        raise LexiconError(
            f"{where}: a table or a list stands in another's place; see lexicons/FORMAT.md"
        ) from error


def _read(data: Mapping[str, Any], where: str, known: frozenset[str], more: Mapping[str, Any]) -> Lexicon:
    result = Lexicon(str(data.get("language", "")), str(data.get("version", "")))
    reading = _Reading(result, Endings(data.get("inflection", {})), where, known)
    reading.names(data)
    reading.names(more)
    reading.cues(data)
    heads = {fold(head) for head in data.get("inflection", {}).get("heads", ())}
    result.heads = tuple(sorted(heads, key=lambda head: (-len(head), head)))
    result.particles = frozenset(cue.particle[-1] for cue in result.cues if cue.particle)
    result.sections = tuple(data.get("sections", {}))
    result.clauses = {
        key: frozenset(token for word in words for token in phrase_words(word))
        for key, words in data.get("clauses", {}).items()
    }
    result.table = {
        key: frozenset(" ".join(phrase_words(word)) or word for word in words)
        for key, words in data.get("table", {}).items()
    }
    return result


@dataclass(frozen=True, slots=True)
class _Reading:
    """A lexicon while it is filled."""

    lexicon: Lexicon
    endings: "Endings"
    where: str
    known: frozenset[str]
    """Categories that it may name."""

    def names(self, data: Mapping[str, Any]) -> None:
        """Take in sense guards and categories."""
        for phrase in data.get("senses", {}).get("ignore", []):
            self._add(Name("", "weak", phrase), phrase, "senses.ignore")
        for category, tiers in data.get("categories", {}).items():
            if category not in self.known:
                message = f"{self.where}: categories.{category} is not in the taxonomy; see taxonomy.toml"
                raise LexiconError(message)
            for tier in TIERS:
                for phrase in tiers.get(tier, []):
                    if tier == "weak":
                        self.lexicon.tiers.faint.add(len(self.lexicon.named.names))
                    self._add(
                        Name(category, tier, phrase),
                        phrase,
                        f"categories.{category}.{tier}",
                        tier == "strong",
                    )

    def cues(self, data: Mapping[str, Any]) -> None:
        """Take in the closed classes."""
        for table in ("verbs", "cues", "purposes", "recipients", "practices", "sections"):
            for key, phrases in data.get(table, {}).items():
                for phrase in phrases:
                    whole, _, particle = phrase.partition(_PARTED)
                    self._add(Cue(table, key, phrase_words(particle)), whole, f"{table}.{key}")

    def _add(self, payload: Name | Cue, phrase: str, key: str, tailed: bool = False) -> None:
        payloads: list[Any] = self.lexicon.named.names if isinstance(payload, Name) else self.lexicon.cues
        if isinstance(payload, Name):
            trie = self.lexicon.data
        else:
            trie = self.lexicon.headings if payload.table == "sections" else self.lexicon.context
        try:
            tail = [("", *self.endings.tails)] if tailed and self.endings.tails else []
            for form in self.endings.compounded(phrase):
                trie.add([*slots(form, self.endings), *tail], len(payloads))
        except ValueError as error:
            raise LexiconError(f"{self.where}: {key}: {phrase!r}: {error}; see lexicons/FORMAT.md") from error
        payloads.append(payload)


class Endings:
    """What `~` stands for in one language."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._endings = [fold(ending) for ending in table.get("endings", [])]
        self.tails = tuple(fold(tail) for tail in table.get("tails", []))
        """Nouns for data that may end any strong phrase: "precise geolocation information"."""
        self.positions: dict[str, tuple[Slot, ...]] = {}
        """What each position of a phrase was found to stand for: most come many times."""
        self._changes = [(fold(old), fold(new)) for old, new in table.get("changes", [])]
        self._compounds = tuple(table.get("compounds", ()))
        """What `+` joins to a word: "locatie+" is "locatiegegevens", "locatie-informatie", "locatie data"."""

    def compounded(self, phrase: str) -> Iterator[str]:
        """The phrases that a phrase with `+` at its end stands for: nouns joined to it, nouns beside it."""
        if not phrase.endswith("+"):
            yield phrase
            return
        if not self._compounds:
            raise ValueError("the language has no inflection.compounds for `+`")
        stem = phrase.removesuffix("+")
        *before, last = stem.split()
        yield " ".join((*before, "|".join(last + noun for noun in self._compounds)))
        yield f"{stem} {'|'.join(self._compounds)}"

    def forms(self, word: str) -> Iterator[str]:
        """The word with each of its endings, itself first."""
        yield word
        for ending in self._endings:
            yield word + ending
        for old, new in self._changes:
            if word.endswith(old):
                yield word[: len(word) - len(old)] + new


def slots(phrase: str, endings: Endings) -> Iterator[Slot]:
    """The positions of a phrase, each with all that may stand there."""
    for position in phrase.split():
        found = endings.positions.get(position)
        if found is None:
            found = endings.positions[position] = tuple(_slots_of(position, endings))
        yield from found


def _slots_of(position: str, endings: Endings) -> Iterator[Slot]:
    optional = position.endswith("?")
    bare = position.rstrip("?")
    if bare in {ANY, ",", "."}:
        yield (bare, "") if optional else (bare,)
        return
    choices = [list(_choice(choice, endings)) for choice in bare.split("|")]
    width = max(len(forms) for choice in choices for forms in choice)
    if width == 1:
        found = dict.fromkeys(form[0] for choice in choices for form in choice)
        yield (*found, "") if optional else tuple(found)
        return
    yield from _wide(choices, optional)


def _choice(choice: str, endings: Endings) -> Iterator[tuple[str, ...]]:
    """The token rows of one alternative: "e-mail" is two tokens."""
    inflected = choice.endswith("~")
    word = choice.rstrip("~")
    prefix = word.endswith("*")
    suffix = word.startswith("*")
    tokens = phrase_words(word.strip("*"))
    if not tokens:
        raise ValueError("no word in it")
    last = list(endings.forms(tokens[-1])) if inflected else [tokens[-1]]
    for form in last:
        row = [*tokens[:-1], form + "*" if prefix else form]
        if suffix:
            row[0] = "*" + row[0]
        yield tuple(row)


def _wide(choices: list[list[tuple[str, ...]]], optional: bool) -> Iterator[Slot]:
    """Positions of alternatives of several tokens; they must have the same width, the last one varies."""
    rows = [row for choice in choices for row in choice]
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise ValueError("alternatives of different width; write two phrases")
    for at in range(widths.pop() - 1):
        yield tuple(dict.fromkeys(row[at] for row in rows))
    last = tuple(dict.fromkeys(row[-1] for row in rows))
    yield (*last, "") if optional else last
