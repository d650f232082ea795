"""The inline markup of someone else's Markdown becomes plain text with links."""

import html
import re

from tracker.extract.characters import visible
from tracker.extract.document import Link
from tracker.extract.links import kept_target
from tracker.recent import recent

_SPECIAL = re.compile(r"[!\\\[\]*_`~<&]")
_TOKEN = re.compile(
    r"([^!\\\[\]*_`~<]+)"
    r"|\\([!-/:-@\[-`{-~])"
    r"|(!?\[)"
    r"|(\](?:\(\s*(<[^<>\n]*>|(?:\\.|[^\\()\s]|\((?:\\.|[^\\()\s])*\))*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\))?)"
    r"|(\*+|_+|~~|`+)"
    r"|(</?(?:a|abbr|b|big|br|center|code|div|em|font|h[1-6]|i|img|li|p|s|small|span|strong|sub|sup|u|ul)"
    r"(?:[\s/][^<>]*)?>)"
    r"|<((?:https?://|mailto:|[\w.+-]{1,64}@)[^<>\s]+)>"
    r"|(.)",
    re.DOTALL,
)
"""Groups: 1 text, 2 escape, 3 and 4 the ends of a link, 5 its target, 6 mark, 7 tag, 8 address, 9 rest."""
_LINK = re.compile(r"\[([^\[\]\\*_`~<&]+)\]\(([^()\s\\<>]+)\)")
"""A link as most are: no markup in its text, no title."""
_MORE = re.compile(r"[\]<`~&]|\\[*_\\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_INSIDE_WORD = re.compile(r"[^\W_]_+[^\W_]")
_BREAKING = ("<br", "<p", "<li", "<div", "</p", "</li", "</div", "<h", "</h")


@recent
def read_inline(source: str) -> tuple[str, tuple[Link, ...]]:
    """Text without markup on one line of single spaces, and the links whose targets matter."""
    if not _SPECIAL.search(source):
        return " ".join(source.split()), ()
    if (text := _without_emphasis(source)) is not None:
        return text, ()
    parts = _LINK.split(source) if "](" in source and "![" not in source else ()
    if len(parts) > 1 and not _SPECIAL.search("".join(parts[::3])):
        return _with_links([*parts, "", ""])
    inline = _Inline()
    entities = "&" in source
    add = inline.parts.append
    for match in _TOKEN.finditer(source):
        match match.lastindex:
            case 1:
                add(_unescaped(match[1]) if entities else match[1])
            case 2 | 9:
                add(match[match.lastindex])
            case _:
                inline.take(source, match)
    return inline.text_and_links()


def _without_emphasis(source: str) -> str | None:
    """The text of a line whose only markup is emphasis and escapes; None where there is more."""
    if "[" in source or _MORE.search(source):
        return None
    words = source.split()
    if any(word[0] in "*_" and not word.strip(word[0]) for word in words):
        return None
    if "_" in source:
        if _INSIDE_WORD.search(source):
            return None
        source = source.replace("_", "")
    source = source.replace("*", "")
    if "\\" in source:
        source = _ESCAPE.sub(r"\1", source)
    return " ".join(source.split())


def _unescaped(piece: str) -> str:
    return visible(html.unescape(piece)) if "&" in piece else piece


class _Inline:
    """Pieces of text in order, and the spans of pieces that are links."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.opened: list[tuple[int, bool]] = []
        self.spans: list[tuple[int, int, str]] = []

    def take(self, source: str, match: re.Match[str]) -> None:
        """Adds one token of markup."""
        found = match[0]
        match match.lastindex:
            case 3:
                self.opened.append((len(self.parts), found == "!["))
                self.parts.append("[")
            case 4:
                self._end_link(match[5])
            case 6:
                self.parts.append(_emphasis(source, match))
            case 7:
                self.parts.append(" " if found.lower().startswith(_BREAKING) else "")
            case _:
                self.parts.append(match[8].removeprefix("mailto:"))

    def _end_link(self, target: str | None) -> None:
        """Ends a link or an image; a bracket that is neither stays as it is."""
        start, image = self.opened.pop() if self.opened else (-1, False)
        if start < 0 or target is None:
            self.parts.append("]" if target is None else f"]({target})")
        elif image:
            del self.parts[start:]
            while self.spans and self.spans[-1][1] > start:
                self.spans.pop()
        else:
            self.parts[start] = ""
            self.spans.append((start, len(self.parts), target.strip("<>")))

    def text_and_links(self) -> tuple[str, tuple[Link, ...]]:
        """One line of single spaces, with the offsets of the links that are kept."""
        if not self.spans:
            return " ".join("".join(self.parts).split()), ()
        parts: list[str] = []
        done = 0
        for start, end, target in sorted(self.spans):
            if start >= done:
                parts += ["".join(self.parts[done:start]), "".join(self.parts[start:end]), target]
                done = end
        return _with_links([*parts, "".join(self.parts[done:]), "", ""])


def _with_links(parts: list[str]) -> tuple[str, tuple[Link, ...]]:
    """One line out of text, label and target in turn, with the offsets of the links that are kept."""
    line = _Line()
    links = []
    for before, label, target in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        line.add(before)
        begin = line.length
        added = line.add(label)
        begin, finish = begin + len(added) - len(added.lstrip()), line.length
        kept = kept_target(added.strip(), target) if begin < finish else None
        if kept:
            links.append(Link(begin, finish, kept))
    return "".join(line.pieces), tuple(links)


class _Line:
    """Text that grows piece by piece with white space collapsed across the seams."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._gap = False

    def add(self, more: str) -> str:
        """What was added: words with single spaces, one in front where there was a gap."""
        words = " ".join(more.split())
        gap = self._gap or more[:1].isspace()
        if not words:
            self._gap = gap
            return ""
        piece = f" {words}" if gap and self.length else words
        self._gap = more[-1:].isspace()
        self.pieces.append(piece)
        self.length += len(piece)
        return piece


def _emphasis(source: str, match: re.Match[str]) -> str:
    """Nothing for a mark of emphasis, the characters themselves where they are text."""
    run = match[0]
    before = source[match.start() - 1 : match.start()] or " "
    after = source[match.end() : match.end() + 1] or " "
    if run[0] == "_" and before.isalnum() and after.isalnum():
        return run
    return run if before.isspace() and after.isspace() and run[0] in "*_" else ""
