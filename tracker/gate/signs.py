"""Signs are sentences by which a page says that it is not the policy."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from tracker.extract.document import Document
from tracker.gate.reading import Reason
from tracker.once import once

LONGEST_LINE_WORDS = 16  # an error inside a good text stands on a line of its own
LONGEST_WAITING = 40


@once
def _patterns() -> tuple[tuple[Reason, bool, re.Pattern[str]], ...]:
    """One alternation a reason, and whether it also counts inside a longer good text."""
    table = tomllib.loads((files(__package__) / "signs.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            Reason(entry["reason"]),
            bool(entry.get("embedded")),
            re.compile(
                rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(entry['phrases'], key=len, reverse=True)))})"
            ),
        )
        for entry in table["sign"]
    )


@once
def _waiting() -> frozenset[str]:
    table = tomllib.loads((files(__package__) / "signs.toml").read_text(encoding="utf-8"))
    return frozenset(table["waiting"]["lines"])


def plain(text: str) -> str:
    """Lower case, with one kind of apostrophe."""
    return text.lower().replace("’", "'").replace("‘", "'").replace("`", "'")


def find_sign(document: Document) -> tuple[Reason, str] | None:
    """The reason that a page without policy text gives for itself, and its words.

    What the title or a heading says decides before what stands in the text; then the order of the list.
    """
    heads = [document.title, *(block.text for block in document.blocks if block.kind == "heading")]
    for lines in (heads, [block.text for block in document.blocks]):
        text = plain("\n".join(lines))
        for reason, _, pattern in _patterns():
            if found := pattern.search(text):
                return reason, found.group()
    return None


def embedded_errors(document: Document) -> Iterator[str]:
    """Lines that stand for a part that could not be shown, inside a text that is otherwise fine.

    Such a line begins with the sign or is little more than it; "what you did when something went wrong"
    in a list of data is none.
    """
    for block in document.blocks:
        if len(block.text) > 200 or len(block.text.split()) > LONGEST_LINE_WORDS:
            continue
        line = plain(block.text)
        for _, embedded, pattern in _patterns():
            found = pattern.search(line) if embedded else None
            if found and (
                _is_most(found, line) or (found.start() < 6 and block.kind in ("heading", "paragraph"))
            ):
                yield block.text
                break


def waiting_lines(document: Document) -> Iterator[str]:
    """Lines that only say that something is still to come."""
    for block in document.blocks:
        if len(block.text) <= LONGEST_WAITING and plain(block.text).strip(" .…:!") in _waiting():
            yield block.text


def _is_most(found: re.Match[str], line: str) -> bool:
    return len(found.group()) > 0.5 * len(line)
