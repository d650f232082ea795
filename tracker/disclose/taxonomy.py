"""The taxonomy says which categories of data there are, how they are called, what the law says of them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tracker.disclose.own import Own, current
from tracker.once import once

PATH = Path(__file__).with_name("taxonomy.toml")
LANGUAGES = ("en", "nl", "fr", "de", "es", "it")


@dataclass(frozen=True, slots=True)
class Legal:
    """Where a category stands in three legal vocabularies; empty where it has no place."""

    gdpr: str = ""
    """Article of the GDPR with special rules: "Art. 9", "Art. 10", …"""
    ccpa_letter: str = ""
    """Letter of Cal. Civ. Code 1798.140(v)(1)."""
    ccpa_name: str = ""
    ccpa_also: str = ""
    """Further letters under which it may be listed."""
    ccpa_sensitive: str = ""
    """Clause of 1798.140(ae) that makes it sensitive."""
    dpv: tuple[str, ...] = ()
    """Terms of the Data Privacy Vocabulary, "pd:Name"."""


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of personal data."""

    id: str
    group: str
    definition: str
    examples: tuple[str, ...]
    labels: Mapping[str, str]
    """One a language; English is always there."""
    legal: Legal = Legal()
    umbrella: bool = False
    """A word for many kinds ("contact details"): never an alarm by itself."""
    sensitive: bool = False
    """Whether its first disclosure weighs most."""

    def label(self, language: str = "en") -> str:
        """Name of the category for a reader, in English where the language is not there."""
        return self.labels.get(language, self.labels["en"])


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All categories by id, in the order of the file."""

    version: str
    categories: Mapping[str, Category]
    groups: Mapping[str, Mapping[str, str]]
    """Labels of the groups by id, then language."""

    def category(self, category_id: str) -> Category:
        """The category with this id; `KeyError` where there is none."""
        return self.categories[category_id]

    def group_label(self, group: str, language: str = "en") -> str:
        """Name of a group for a reader."""
        labels = self.groups[group]
        return labels.get(language, labels["en"])

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories.values())

    def __contains__(self, category_id: object) -> bool:
        return category_id in self.categories


def taxonomy() -> Taxonomy:
    """The built-in taxonomy with the categories that the user added."""
    return _extended(current())


@once
def built_in() -> Taxonomy:
    """The categories that come with the program."""
    return read_taxonomy(PATH.read_text(encoding="utf-8"))


@once
def _extended(own: Own) -> Taxonomy:
    known = built_in()
    if not own.categories:
        return known
    added = {name: _category(name, entry) for name, entry in own.categories.items()}
    version = f"{known.version}+{own.digest}"
    return Taxonomy(version, MappingProxyType({**known.categories, **added}), known.groups)


def read_taxonomy(text: str) -> Taxonomy:
    """A taxonomy out of TOML text."""
    data = tomllib.loads(text)
    categories = {name: _category(name, entry) for name, entry in data["categories"].items()}
    groups = {name: MappingProxyType(labels) for name, labels in data.get("groups", {}).items()}
    return Taxonomy(str(data["version"]), MappingProxyType(categories), MappingProxyType(groups))


def _category(name: str, entry: Mapping[str, object]) -> Category:
    labels = entry["labels"]
    examples = entry.get("examples", ())
    assert isinstance(labels, dict)
    assert isinstance(examples, list | tuple)
    return Category(
        id=name,
        group=str(entry["group"]),
        definition=str(entry["definition"]),
        examples=tuple(examples),
        labels=MappingProxyType(labels),
        legal=_legal(entry),
        umbrella=bool(entry.get("umbrella", False)),
        sensitive=bool(entry.get("sensitive", False)),
    )


def _legal(entry: Mapping[str, object]) -> Legal:
    ccpa = entry.get("ccpa", {})
    dpv = entry.get("dpv", ())
    assert isinstance(ccpa, dict)
    assert isinstance(dpv, list | tuple)
    return Legal(
        gdpr=str(entry.get("gdpr", "")),
        ccpa_letter=str(ccpa.get("letter", "")),
        ccpa_name=str(ccpa.get("name", "")),
        ccpa_also=str(ccpa.get("also", "")),
        ccpa_sensitive=str(ccpa.get("sensitive", "")),
        dpv=tuple(dpv),
    )
