"""One trie over folded tokens finds all phrases of a lexicon in one pass, however many there are."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

ANY = "_"
_END = ""
_MAX_FORMS = 4096

Node = dict[str, Any]
Slot = tuple[str, ...]
"""What may stand at one position: words, "start*", "*end", "_" for any word; "" where it may be left out."""
Hit = tuple[int, int, tuple[int, ...]]
"""First token, token after the last one, payloads."""


class Trie:
    """Phrases of tokens with numbers as payload; read-only after it is filled."""

    __slots__ = ("_prefixes", "_resolve", "_root", "_suffixes", "_wild")

    def __init__(self) -> None:
        self._root: Node = {}
        self._prefixes: dict[str, str] = {}
        self._suffixes: dict[str, str] = {}
        self._wild = False
        self._resolve = lru_cache(maxsize=100_000)(self._symbols)

    def add(self, slots: Iterable[Slot], payload: int) -> None:
        """Take in every form of a phrase; a phrase with too many forms is refused."""
        alternatives = list(slots)
        count = 1
        for slot in alternatives:
            count *= len(slot)
        if count > _MAX_FORMS:
            raise ValueError(f"{count} forms of one phrase: {alternatives}")
        for form in product(*alternatives):
            self._insert([token for token in form if token], payload)

    def _insert(self, tokens: list[str], payload: int) -> None:
        if not tokens or tokens[0] == ANY:
            raise ValueError(f"a phrase must begin with a word: {tokens}")
        node = self._root
        for token in tokens:
            if token.endswith("*"):
                self._prefixes[token[:-1]] = token
            elif token.startswith("*"):
                self._suffixes[token[1:]] = token
            node = node.setdefault(token, {})
        payloads = node.get(_END, ())
        if payload not in payloads:
            node[_END] = (*payloads, payload)

    def _symbols(self, token: str) -> tuple[str, ...]:
        """All keys under which a token may stand in a node, but for `ANY`."""
        found = [token]
        for size in range(2, len(token) + 1):
            if (symbol := self._prefixes.get(token[:size])) is not None:
                found.append(symbol)
            if (symbol := self._suffixes.get(token[-size:])) is not None:
                found.append(symbol)
        return tuple(found)

    def starts(self, tokens: list[str]) -> list[int]:
        """Positions at which some phrase may begin."""
        root = self._root
        if not self._prefixes and not self._suffixes:
            return [at for at, token in enumerate(tokens) if token in root]
        resolve = self._resolve
        return [
            at
            for at, token in enumerate(tokens)
            if token in root or any(symbol in root for symbol in resolve(token))
        ]

    def ends(self, tokens: list[str], start: int) -> dict[int, tuple[int, ...]]:
        """Payloads of all phrases that begin at a position, by the token after their last."""
        found: dict[int, tuple[int, ...]] = {}
        stack: list[tuple[Node, int]] = [(self._root, start)]
        size = len(tokens)
        open_ended = bool(self._prefixes or self._suffixes)
        while stack:
            node, at = stack.pop()
            if (payloads := node.get(_END)) is not None:
                found[at] = tuple(dict.fromkeys((*found[at], *payloads))) if at in found else payloads
            if at >= size:
                continue
            token = tokens[at]
            if open_ended:
                for symbol in self._resolve(token):
                    if (following := node.get(symbol)) is not None:
                        stack.append((following, at + 1))
            elif (following := node.get(token)) is not None:
                stack.append((following, at + 1))
            if (following := node.get(ANY)) is not None and token[0].isalnum():
                stack.append((following, at + 1))
        return found

    def longest(self, tokens: list[str]) -> Iterator[Hit]:
        """The phrases found from left to right, none inside another.

        Where two overlap, the longer one wins, of equal ones the later: "your address book" is about a book.
        """
        open_hit: Hit | None = None
        for start in self.starts(tokens):
            found = self.ends(tokens, start)
            if not found:
                continue
            end = max(found)
            if open_hit is not None:
                if start >= open_hit[1]:
                    yield open_hit
                elif end <= open_hit[1] or end - start < open_hit[1] - open_hit[0]:
                    continue
            open_hit = (start, end, found[end])
        if open_hit is not None:
            yield open_hit

    def every(self, tokens: list[str]) -> Iterator[Hit]:
        """All phrases at all positions; they may overlap."""
        for start in self.starts(tokens):
            for end, payloads in self.ends(tokens, start).items():
                yield start, end, payloads
