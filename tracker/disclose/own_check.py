"""Tells what is wrong with a user's file of words, categories and languages."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.disclose.lexicon import FOLDER, TIERS, Endings, LexiconError, read_lexicon, slots
from tracker.disclose.taxonomy import LANGUAGES, built_in
from tracker.disclose.trie import Trie
from tracker.errors import WatchlistError
from tracker.watchlist.place import Place
from tracker.watchlist.table import nearest

TABLES = ("categories", "words", "ignore", "languages")
CATEGORY_KEYS = (
    "group", "definition", "labels", "examples", "gdpr", "ccpa", "dpv", "umbrella", "sensitive",
)  # fmt: skip
_SIZE_CAP_BYTES = 2_000_000
_MOST_PHRASES = 20_000
_PHRASE_LENGTH = 200
_LABEL_LENGTH = 80
_SHORTEST = 3  # letters of a phrase of one word, of the part before or after `*`
_MOST_OPTIONAL = 3
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[a-z]{2}")
_HELP = "See docs/how-to/add-words.md."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file."""

    where: str
    """File, line and key."""
    what: str
    advice: str = ""


class Checking:
    """One file while it is checked."""

    def __init__(self, data: Mapping[str, Any], top: Place, lines: list[str]) -> None:
        self.data, self.top, self.lines = data, top, lines
        self.known = built_in()
        self.named: set[str] = set()
        """Categories that have a strong or listed phrase."""
        self.phrases = 0

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, in the order of the tables."""
        for key, value in self.data.items():
            if key not in TABLES:
                yield self._problem((key,), f'unknown table "{key}"', nearest(key, TABLES, "Known tables"))
            elif not isinstance(value, Mapping):
                yield self._problem((key,), "expected a table", f"Write [{key}…] and its keys below.")
        yield from self._languages()
        yield from self._categories()
        yield from self._words()
        yield from self._ignore()
        if self.phrases > _MOST_PHRASES:
            what = f"{self.phrases:,} phrases are more than {_MOST_PHRASES:,}"
            yield Problem(str(self.top), what, "Use `~`, `|` and `*` instead of lists of forms.")

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self.data.get(name, {})
        return table if isinstance(table, Mapping) else {}

    def _file(self, name: str) -> Path:
        return self.top.file.parent / name

    def _codes(self) -> tuple[str, ...]:
        return tuple(sorted({*LANGUAGES, *self._table("languages")}))

    def _taxonomy(self) -> tuple[str, ...]:
        return tuple(self.known.categories) + tuple(self._table("categories"))

    def _problem(self, keys: tuple[str, ...], what: str, advice: str = "", text: str = "") -> Problem:
        """A problem with the line of its key, or of the text in the list of its key."""
        place = self.top.child(*keys)
        below = [line for known, line in place.lines.items() if known[: len(keys)] == keys]
        number = min(below, default=0)
        if text and number:
            named = (at for at in range(number, len(self.lines) + 1) if f'"{text}"' in self.lines[at - 1])
            number = next(named, number)
        if number:
            place = Place(place.file, {**place.lines, keys: number}, keys)
        return Problem(str(place), what, advice or _HELP)

    def _languages(self) -> Iterator[Problem]:
        for code, name in self._table("languages").items():
            keys = ("languages", code)
            if not _CODE.fullmatch(code):
                yield self._problem(
                    keys, f'"{code}" is no ISO 639-1 code', 'Write for example pt = "pt.toml".'
                )
            elif code in LANGUAGES:
                advice = f"Put your words below [words.{code}.…]."
                yield self._problem(keys, f'"{code}" is built in', advice)
            elif not isinstance(name, str):
                yield self._problem(keys, "expected the name of a file", f'Write {code} = "{code}.toml".')
            else:
                yield from self._language(keys, self._file(name), code)

    def _language(self, keys: tuple[str, ...], path: Path, code: str) -> Iterator[Problem]:
        known = tuple(self._table("categories"))
        try:
            found = read_lexicon(content(path).decode("utf-8"), str(path), frozenset(self._taxonomy()))
        except UnicodeDecodeError:
            yield self._problem(keys, f"{path} is not UTF-8", "Save it as UTF-8.")
        except WatchlistError as error:
            yield self._problem(keys, f"{error.where}: {error.what}", error.advice)
        except LexiconError as error:
            yield self._problem(
                keys, str(error).partition("; see ")[0], "Its form is that of lexicons/en.toml."
            )
        else:
            self.named.update(name.category for name in found.named.names if name.category in known)
            if found.language != code:
                what = f'{path} says language = "{found.language}"'
                yield self._problem(keys, what, f'Write language = "{code}" there.')

    def _categories(self) -> Iterator[Problem]:
        for name, entry in self._table("categories").items():
            keys = ("categories", name)
            if not _ID.fullmatch(name) or len(name) > _LABEL_LENGTH:
                advice = 'Use a-z, 0-9 and single dashes, as "loyalty-points".'
                yield self._problem(keys, f'"{name}" cannot name a category', advice)
            elif name in self.known:
                yield self._problem(keys, f'"{name}" is built in', f"Add words below [words.en.{name}].")
            elif not isinstance(entry, Mapping):
                yield self._problem(
                    keys, "expected a table", f"Write [categories.{name}] and its keys below."
                )
            else:
                yield from self._category(keys, entry)

    def _category(self, keys: tuple[str, ...], entry: Mapping[str, Any]) -> Iterator[Problem]:
        for key in entry:
            if key not in CATEGORY_KEYS:
                advice = nearest(key, CATEGORY_KEYS, "Known keys")
                yield self._problem((*keys, key), f'unknown key "{key}"', advice)
        group = entry.get("group")
        if group not in self.known.groups:
            what = f'there is no group "{group}"' if group else 'the key "group" is missing'
            yield self._problem((*keys, "group"), what, nearest(str(group), self.known.groups, "Groups"))
        if not _is_text(entry.get("definition"), 1_000):
            what = 'the key "definition" is missing, or no text of one line'
            yield self._problem((*keys, "definition"), what, "Say in a sentence what the category covers.")
        yield from self._labels((*keys, "labels"), entry.get("labels"))
        for key, kind in (("umbrella", bool), ("sensitive", bool), ("ccpa", Mapping)):
            if key in entry and not isinstance(entry[key], kind):
                word = "true or false" if kind is bool else "a table"
                yield self._problem((*keys, key), f"expected {word}")
        if "gdpr" in entry and not _is_text(entry["gdpr"], _LABEL_LENGTH):
            yield self._problem((*keys, "gdpr"), "expected a text", 'Write for example gdpr = "Art. 9".')
        for key in ("examples", "dpv"):
            if not _are_texts(entry.get(key, [])):
                yield self._problem((*keys, key), "expected a list of texts", f'Write {key} = ["…", "…"].')

    def _labels(self, keys: tuple[str, ...], labels: object) -> Iterator[Problem]:
        example = 'Write labels = { en = "Loyalty points", nl = "Spaarpunten" }.'
        if not isinstance(labels, Mapping) or "en" not in labels:
            yield self._problem(keys, 'the key "labels" is missing, or has no English one', example)
            return
        for code, label in labels.items():
            if code not in self._codes():
                yield self._problem((*keys, code), f'unknown language "{code}"', _listed(self._codes()))
            elif not _is_text(label, _LABEL_LENGTH):
                what = f"the label for {code} is no text of at most {_LABEL_LENGTH} characters on one line"
                yield self._problem((*keys, code), what, example)

    def _words(self) -> Iterator[Problem]:
        for code, table in self._table("words").items():
            keys: tuple[str, ...] = ("words", code)
            if code not in self._codes():
                advice = f"{_listed(self._codes())} Others need a lexicon file below [languages]."
                yield self._problem(keys, f'unknown language "{code}"', advice)
            elif not isinstance(table, Mapping):
                yield self._problem(keys, "expected a table", f"Write [words.{code}.biometric].")
            else:
                endings = self._endings(code)
                for name, tiers in table.items():
                    yield from self._tiers((*keys, name), name, tiers, endings)
        for name in self._table("categories"):
            if name not in self.named:
                what = f'no phrase names "{name}": nothing can be found'
                yield self._problem(("categories", name), what, f'Add [words.en.{name}] with strong = ["…"].')

    def _tiers(self, keys: tuple[str, ...], name: str, tiers: object, endings: Endings) -> Iterator[Problem]:
        if name not in self._taxonomy():
            what = f'there is no category "{name}"'
            advice = nearest(name, self._taxonomy(), "Categories")
            yield self._problem(keys, what, f"{advice} A new one needs [categories.{name}].")
        elif not isinstance(tiers, Mapping):
            yield self._problem(keys, "expected a table", f'Write [{".".join(keys)}] and strong = ["…"].')
        else:
            for tier, phrases in tiers.items():
                if tier not in TIERS:
                    advice = nearest(tier, TIERS, "Known keys")
                    yield self._problem((*keys, tier), f'unknown key "{tier}"', advice)
                    continue
                found = list(self._phrases((*keys, tier), phrases, endings))
                yield from found
                if phrases and not found and tier != "weak":
                    self.named.add(name)

    def _ignore(self) -> Iterator[Problem]:
        for code, phrases in self._table("ignore").items():
            keys = ("ignore", code)
            if code not in self._codes():
                yield self._problem(keys, f'unknown language "{code}"', _listed(self._codes()))
            else:
                yield from self._phrases(keys, phrases, self._endings(code))

    def _phrases(self, keys: tuple[str, ...], phrases: object, endings: Endings) -> Iterator[Problem]:
        if not isinstance(phrases, list):
            yield self._problem(keys, "expected a list of phrases", f'Write {keys[-1]} = ["…", "…"].')
            return
        seen: set[str] = set()
        for phrase in phrases:
            self.phrases += 1
            if not _is_text(phrase, _PHRASE_LENGTH):
                what = f"{str(phrase)[:40]!r} is no phrase"
                advice = f"A phrase is a text of at most {_PHRASE_LENGTH} characters on one line."
                yield self._problem(keys, what, advice)
                continue
            if phrase in seen:
                yield self._problem(keys, f'"{phrase}" stands twice', "Leave one out.", phrase)
            seen.add(phrase)
            if self.phrases <= _MOST_PHRASES and (wrong := _wrong(phrase, endings)):
                yield self._problem(keys, f'"{phrase}": {wrong[0]}', wrong[1], phrase)

    def _endings(self, code: str) -> Endings:
        """What `~` and `+` stand for in a language; nothing where its file cannot be read."""
        own = self._table("languages").get(code)
        path = self._file(own) if isinstance(own, str) else FOLDER / f"{code}.toml"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")).get("inflection", {})
            return Endings(table)
        except (OSError, ValueError, AttributeError, TypeError):
            return Endings({})


def content(path: Path) -> bytes:
    """The content of a file of a sensible size."""
    try:
        with path.open("rb") as file:
            raw = file.read(_SIZE_CAP_BYTES + 1)
    except FileNotFoundError:
        raise WatchlistError("there is no such file", str(path), "Correct its name.") from None
    except OSError as error:
        what = f"cannot be read ({(error.strerror or str(error)).lower()})"
        raise WatchlistError(what, str(path), "Check path and permissions.") from error
    if len(raw) > _SIZE_CAP_BYTES:
        what = f"is larger than {_SIZE_CAP_BYTES // 1_000_000} MB"
        raise WatchlistError(what, str(path), "Keep the phrases that your policies use.")
    return raw


def _wrong(phrase: str, endings: Endings) -> tuple[str, str] | None:
    """What is wrong with a phrase, with what to try."""
    if phrase.count("?") > _MOST_OPTIONAL:
        return f"more than {_MOST_OPTIONAL} optional words", "Write two phrases."
    for part in re.split(r"[\s|]+", phrase):
        if "*" in part and len(part.strip("*~?+")) < _SHORTEST:
            return "a word with `*` is too short and would match nearly everything", "Use 5 letters or more."
    try:
        found = [slots(form, endings) for form in endings.compounded(phrase)]
        listed = [list(form) for form in found]
        for form in listed:
            Trie().add(form, 0)
    except ValueError as error:
        return str(error), "The marks ~ * | ? _ + are explained in docs/how-to/add-words.md."
    alone = [form[0] for form in listed if len(form) == 1]
    if any(len(word) < _SHORTEST for slot in alone for word in slot if word):
        return "one word of one or two letters is too little", "Add the word beside it."
    return None


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= len(value) <= longest and value.isprintable()


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(one, _PHRASE_LENGTH) for one in value)


def _listed(codes: Iterable[str]) -> str:
    return f"Languages: {', '.join(codes)}."
