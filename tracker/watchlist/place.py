"""A place is where a key stands in a TOML file, so that an error can name the line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]+"|'[^']+'|[A-Za-z0-9_.-]+)\s*=""")


@dataclass(frozen=True, slots=True)
class Place:
    """One table or key of a file."""

    file: Path
    lines: Mapping[KeyPath, int] = field(default_factory=dict, repr=False)
    """Line numbers, from 1, of the file's tables and keys."""
    keys: KeyPath = ()
    """The way to it from the top of the file: `("policy", 2, "url")`; entries of a list count from 0."""

    def __str__(self) -> str:
        named = ".".join(str(key) for key in self.keys if isinstance(key, str))
        line = next(
            (self.lines[self.keys[:n]] for n in range(len(self.keys), 0, -1) if self.keys[:n] in self.lines),
            0,
        )
        return ", ".join(filter(None, (str(self.file), f"line {line}" if line else "", named)))

    @property
    def line(self) -> int:
        """Line number, 0 where unknown."""
        return self.lines.get(self.keys, 0)

    def child(self, *keys: str | int) -> "Place":
        """The place of a key in this table."""
        return replace(self, keys=self.keys + keys)


def positions(text: str) -> dict[KeyPath, int]:
    """Line numbers of the tables and keys of a valid TOML text; keys inside inline tables are not listed."""
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        if header := _HEADER.match(line):
            table = _table_path(header[2], header[1] == "[[", counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(table + tuple(_split(key[1])), number)
            inside = next((quotes for quotes in ('"""', "'''") if line.count(quotes) % 2), "")
    return found


def _table_path(name: str, repeated: bool, counts: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    parts = _split(name)
    for part in parts[:-1]:
        path = (*path, part)
        path = (*path, counts[path]) if path in counts else path
    path = (*path, parts[-1])
    if repeated:
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _split(dotted: str) -> list[str]:
    parts = re.findall(r'"([^"]+)"|\'([^\']+)\'|([A-Za-z0-9_-]+)', dotted)
    return ["".join(part) for part in parts]
