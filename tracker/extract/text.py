"""Pieces of text become one line with single spaces, without losing where its links and bold parts are."""

from tracker.extract.characters import one_line


class Text:
    """Pieces of text with white space collapsed across the seams; knows its links and bold parts."""

    __slots__ = ("_gap", "_open", "bold", "length", "links", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.bold = 0
        self.links: list[tuple[int, int, str]] = []
        self._gap = False
        self._open: list[tuple[int, str]] = []

    def add(self, piece: str, *, bold: bool = False) -> None:
        """Text of one text node."""
        words = " ".join(piece.split())
        if not words:
            self._gap = self._gap or bool(piece)
            return
        if self.length and (self._gap or piece[0].isspace()):
            words = " " + words
        self._gap = piece[-1].isspace()
        self.pieces.append(words)
        self.length += len(words)
        if bold:
            self.bold += len(words)

    def gap(self) -> None:
        """White space that stands for a boundary."""
        self._gap = True

    def drop_gap(self) -> None:
        """White space at the beginning of a line is none."""
        self._gap = False

    def open_link(self, target: str) -> None:
        self._open.append((self.length, target))

    def close_link(self) -> None:
        start, target = self._open.pop()
        if self.length > start:
            self.links.append((start, self.length, target))

    def take(self) -> tuple[str, list[tuple[int, int, str]], bool]:
        """The line so far, its links, whether it is bold throughout; links that are open go on."""
        still_open = [target for _, target in self._open]
        while self._open:
            self.close_link()
        text = "".join(self.pieces)
        links = []
        for start, end, target in self.links:
            begin = start + (text[start : start + 1] == " ")
            if begin < end:
                links.append((begin, end, target))
        if not text.isascii() or not text.isprintable():
            text, links = _cleaned(text, links)
        bold = self.bold >= self.length > 0
        self.pieces, self.links, self.length, self.bold, self._gap = [], [], 0, 0, False
        self._open = [(0, target) for target in still_open]
        return text, links, bold


def _cleaned(text: str, links: list[tuple[int, int, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    clean = one_line(text)
    if clean == text:
        return text, links
    moved = [
        (len(one_line(text[:start] + "x")) - 1, len(one_line(text[:end])), target)
        for start, end, target in links
    ]
    return clean, [(start, end, target) for start, end, target in moved if start < end]


def hidden_email(code: str) -> str:
    """The address that a proxy hid from harvesters: the first byte is the key of all others."""
    try:
        key, *hidden = bytes.fromhex(code[:400])
        return bytes(byte ^ key for byte in hidden).decode()
    except ValueError:
        return "[email protected]"
