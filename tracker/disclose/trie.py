"""One trie over folded tokens finds all phrases of a lexicon in one pass, however many there are."""

from collections.abc import Iterable
from itertools import product
from typing import Any

ANY = "_"
_END = ""
_MAX_FORMS = 4096
_MAX_WORDS = 100_000  # distinct words remembered; hostile text cannot make the memory grow

Node = dict[str, Any]
Slot = tuple[str, ...]
"""What may stand at one position: words, "start*", "*end", "_" for any word; "" where it may be left out."""
Hit = tuple[int, int, tuple[int, ...]]
"""First token, token after the last one, payloads."""


class _Seconds(dict[str, frozenset[str] | None]):
    """What may follow a word that begins a phrase: nothing, certain words, or (`None`) anything.

    Looked up for every token of every text, so it is a plain dictionary that fills itself.
    """

    __slots__ = ("_trie",)

    def __init__(self, trie: "Trie") -> None:
        super().__init__()
        self._trie = trie

    def __missing__(self, word: str) -> frozenset[str] | None:
        if len(self) >= _MAX_WORDS:
            self.clear()
        nodes = self._trie.following(self._trie.root, word)
        keys = frozenset(key for node in nodes for key in node)
        open_ended = any(key in {_END, ANY} or key[0] == "*" or key[-1] == "*" for key in keys)
        found = self[word] = None if open_ended else keys
        return found


class _Symbols(dict[str, tuple[str, ...]]):
    """The wildcards ("start*", "*end") that a word fits, found once a word; fills itself too."""

    __slots__ = ("prefixes", "suffixes")

    def __init__(self) -> None:
        super().__init__()
        self.prefixes: dict[str, str] = {}
        self.suffixes: dict[str, str] = {}

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MAX_WORDS:
            self.clear()
        starts = [self.prefixes.get(word[:size]) for size in range(2, len(word) + 1)]
        ends = [self.suffixes.get(word[-size:]) for size in range(2, len(word) + 1)]
        found = self[word] = tuple(symbol for symbol in (*starts, *ends) if symbol is not None)
        return found


class Trie:
    """Phrases of tokens with numbers as payload; read-only after it is filled."""

    __slots__ = ("_seconds", "_symbols", "root")

    def __init__(self) -> None:
        self.root: Node = {}
        self._symbols = _Symbols()
        self._seconds = _Seconds(self)

    def add(self, slots: Iterable[Slot], payload: int) -> None:
        """Take in every form of a phrase; a phrase with too many forms is refused."""
        alternatives = list(slots)
        count = 1
        for slot in alternatives:
            count *= len(slot)
        if count > _MAX_FORMS:
            raise ValueError(f"{count} forms of one phrase: {alternatives}")
        self._seconds.clear()
        self._symbols.clear()
        for form in product(*alternatives):
            self._insert([token for token in form if token], payload)

    def _insert(self, tokens: list[str], payload: int) -> None:
        if not tokens or tokens[0] == ANY:
            raise ValueError(f"a phrase must begin with a word: {tokens}")
        node = self.root
        for token in tokens:
            if token.endswith("*"):
                self._symbols.prefixes[token[:-1]] = token
            elif token.startswith("*"):
                self._symbols.suffixes[token[1:]] = token
            node = node.setdefault(token, {})
        payloads = node.get(_END, ())
        if payload not in payloads:
            node[_END] = (*payloads, payload)

    def following(self, node: Node, word: str) -> list[Node]:
        """The nodes that a word leads to: by itself, by its start or end, as any word."""
        found = []
        if (exact := node.get(word)) is not None:
            found.append(exact)
        found.extend(node[symbol] for symbol in self._symbols[word] if symbol in node)
        if (anything := node.get(ANY)) is not None and word[0].isalnum():
            found.append(anything)
        return found

    def every(self, tokens: list[str]) -> list[Hit]:
        """All phrases at all positions; they may overlap."""
        seconds = self._seconds
        root = self.root
        size = len(tokens)
        if not size:
            return []
        symbols = self._symbols
        hits: list[Hit] = []
        starts = [
            (at, word)
            for at, (word, second) in enumerate(zip(tokens, [*tokens[1:], _END], strict=True))
            if (allowed := seconds[word]) is None or second in allowed
        ]
        for start, word in starts:
            if symbols[word]:
                self._branch(tokens, start, root, start, hits)
                continue
            node = root[word]
            at = start + 1
            while True:
                if _END in node:
                    hits.append((start, at, node[_END]))
                if at == size:
                    break
                if ANY in node or symbols[tokens[at]]:
                    self._branch(tokens, at, node, start, hits)
                    break
                following = node.get(tokens[at])
                if following is None:
                    break
                node = following
                at += 1
        return hits

    def _branch(self, tokens: list[str], at: int, node: Node, start: int, hits: list[Hit]) -> None:
        """Walk on where a word can lead to several nodes."""
        stack = [(node, at)]
        while stack:
            node, at = stack.pop()
            if at == len(tokens):
                continue
            for following in self.following(node, tokens[at]):
                if _END in following:
                    hits.append((start, at + 1, following[_END]))
                stack.append((following, at + 1))


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits from left to right, none inside another.

    Where two overlap, the longer one wins, of equal ones the later: "your address book" is about a book.
    """
    kept: list[Hit] = []
    for hit in hits:
        start, end, payloads = hit
        if kept and start < kept[-1][1]:
            open_start, open_end, others = kept[-1]
            if start == open_start and end == open_end:
                kept[-1] = (start, end, tuple(dict.fromkeys((*others, *payloads))))
                continue
            if end <= open_end or (start != open_start and end - start < open_end - open_start):
                continue
            kept.pop()
        kept.append(hit)
    return kept
