"""Markup makes hostile text harmless in Markdown."""

from collections.abc import Iterable

from tracker.report.links import safe_link
from tracker.report.terminal import strip_controls
from tracker.report.view import Span

_CODED = {ord(letter): f"%{ord(letter):02X}" for letter in "()<>\\|`[]"}
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}


def escape(text: str, *, opening: bool = True) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no mention, no link made of a bare URL.

    Unless `opening` is false it may stand at the start of a line, where "1." and "-" would open a list.
    """
    flat = " ".join(strip_controls(text).split())
    return "".join(_escaped(flat, opening))


def inline(text: str) -> str:
    """The same for text that never stands at the start of a line: in headings, tables and emphasis."""
    return escape(text, opening=False)


def _escaped(text: str, opening: bool) -> Iterable[str]:
    for at, letter in enumerate(text):
        if letter in _ENTITIES:
            yield _ENTITIES[letter]
        elif letter in "\\`*_{}[]#|~$^":
            yield "\\" + letter
        elif letter == "!" and text[at + 1 : at + 2] == "[":
            yield "\\!"
        elif opening and letter in "+-=.)" and not text[:at].strip("0123456789"):
            yield "\\" + letter
        elif letter == ":" and text.startswith("//", at + 1):
            yield "&#58;"
        elif letter == "." and text[max(at - 3, 0) : at].lower() == "www":
            yield "&#46;"
        else:
            yield letter


def code(text: str) -> str:
    """Text in a code span, without back-ticks that could end it."""
    flat = " ".join(strip_controls(text).split()).replace("`", "'")
    return f"`{flat}`" if flat else ""


def link(text: str, target: str) -> str:
    """A link, or only the text where the target is not one that we follow."""
    safe = safe_link(target)
    if not safe:
        return escape(text)
    coded = safe.translate(_CODED)
    return f"[{escape(text)}]({coded})"


def marked(spans: Iterable[Span]) -> str:
    """Runs with their marks: bold for new and for hits, struck out for gone."""
    opening = True
    runs = []
    for span in spans:
        runs.append(_run(span, opening))
        opening = opening and not span.text.strip()
    return "".join(runs).strip()


def _run(span: Span, opening: bool) -> str:
    inner = escape(span.text, opening=opening)
    if not inner:
        return " " if span.text else ""
    before = " " if span.text[:1].isspace() else ""
    after = " " if span.text[-1:].isspace() else ""
    match span.kind:
        case "insert" | "moved-here":
            inner = f"<ins>{inner}</ins>"
        case "delete" | "moved-away":
            inner = f"<del>{inner}</del>"
        case "hit":
            inner = f"**{inner}**"
    note = f" *({escape(span.note)})*" if span.note else ""
    return before + inner + note + after
