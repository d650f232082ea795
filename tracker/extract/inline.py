"""The inline markup of someone else's Markdown becomes plain text with links."""

import html
import re

from tracker.extract.characters import visible
from tracker.extract.document import Link
from tracker.extract.links import kept_target

_SPECIAL = re.compile(r"[!\\\[\]*_`~<&]")
_INLINE = re.compile(
    r"\\([!-/:-@\[-`{-~])"
    r"|(!?\[)"
    r"|(\](?:\(\s*(<[^<>\n]*>|(?:\\.|[^\\()\s]|\((?:\\.|[^\\()\s])*\))*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\))?)"
    r"|(\*+|_+|~~|`+)"
    r"|(</?(?:a|abbr|b|big|br|center|code|div|em|font|h[1-6]|i|img|li|p|s|small|span|strong|sub|sup|u|ul)"
    r"(?:[\s/][^<>]*)?>)"
    r"|<((?:https?://|mailto:|[\w.+-]{1,64}@)[^<>\s]+)>"
)
_BREAKING = ("<br", "<p", "<li", "<div", "</p", "</li", "</div", "<h", "</h")


def read_inline(source: str) -> tuple[str, tuple[Link, ...]]:
    """Text without markup on one line of single spaces, and the links whose targets matter."""
    special = _SPECIAL.search(source)
    if not special:
        return " ".join(source.split()), ()
    inline = _Inline()
    done = 0
    while special:
        match = _INLINE.match(source, special.start())
        if match:
            if match.start() > done:
                inline.parts.append(_unescaped(source[done : match.start()]))
            done = match.end()
            inline.take(source, match)
        special = _SPECIAL.search(source, match.end() if match else special.end())
    if done < len(source):
        inline.parts.append(_unescaped(source[done:]))
    return inline.text_and_links()


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
        if match[1]:
            self.parts.append(match[1])
        elif match[2]:
            self.opened.append((len(self.parts), match[2] == "!["))
            self.parts.append("[")
        elif match[3]:
            self._end_link(match[4])
        elif match[5]:
            self.parts.append(_emphasis(source, match))
        elif match[6]:
            self.parts.append(" " if match[6].lower().startswith(_BREAKING) else "")
        else:
            self.parts.append(match[7].removeprefix("mailto:"))

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
        line = _Line()
        links = []
        done = 0
        for start, end, target in sorted(self.spans):
            if start < done:
                continue
            line.add("".join(self.parts[done:start]))
            begin = line.length
            label = line.add("".join(self.parts[start:end]))
            begin, finish = begin + len(label) - len(label.lstrip()), line.length
            done = end
            kept = kept_target(label.strip(), target) if label.strip() else None
            if kept:
                links.append(Link(begin, finish, kept))
        line.add("".join(self.parts[done:]))
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
    run = match[5]
    before = source[match.start() - 1 : match.start()] or " "
    after = source[match.end() : match.end() + 1] or " "
    if run[0] == "_" and before.isalnum() and after.isalnum():
        return run
    return run if before.isspace() and after.isspace() and run[0] in "*_" else ""
