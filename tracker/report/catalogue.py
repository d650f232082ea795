"""A catalogue is the translations of one language, read from its .po file."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("locale")
LANGUAGES = ("en", "nl", "fr", "de")

Entries = dict[str, tuple[str, ...]]

_LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr)(?:\[(\d)\])?\s+)?(".*")')


@cache
def entries(language: str) -> Entries:
    """English text to its translations, one a plural form; empty for English."""
    path = FOLDER / f"{language}.po"
    return dict(parse(path.read_text(encoding="utf-8"))) if language in LANGUAGES and path.exists() else {}


def parse(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The entries of a .po file without contexts; fuzzy or empty ones are left out."""
    for paragraph in text.split("\n\n"):
        if "#, fuzzy" in paragraph:
            continue
        fields = _fields(paragraph)
        source = fields.pop("msgid", "")
        fields.pop("msgid_plural", None)
        forms = tuple(fields[name] for name in sorted(fields))
        if source and forms and all(forms):
            yield source, forms


def _fields(paragraph: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in paragraph.split("\n"):
        found = _LINE.fullmatch(line.strip())
        if not found:
            continue
        if found[1]:
            name = found[1] + (found[2] or "")
            fields[name] = ""
        if name:
            fields[name] += str(ast.literal_eval(found[3]))
    return fields
