"""One trie over folded tokens finds all phrases of a lexicon in one pass, however many there are."""

from collections.abc import Iterable

ANY = "_"
_MAX_FORMS = 4096
_MAX_WORDS = 100_000  # distinct words remembered; hostile text cannot make the memory grow
_MAX_MOVES = 60_000  # steps remembered, some 8 MB

Node = int
"""Number of a node. A node is a dictionary of words and numbers alone, which the garbage collector skips."""
Slot = tuple[str, ...]
"""What may stand at one position: words, "start*", "*end", "_" for any word; "" where it may be left out."""
Hit = tuple[int, int, tuple[int, ...]]
"""First token, token after the last one, payloads."""


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


class _State(dict[str, "_State | None"]):
    """Where reading stands: all nodes that the words so far lead to, and where each next word leads on.

    Looked up for every token of every text, so it is a plain dictionary that fills itself.
    """

    __slots__ = ("_trie", "nodes", "payloads")

    def __init__(self, trie: "Trie", nodes: list[Node]) -> None:
        super().__init__()
        self._trie = trie
        self.nodes = nodes
        ends = [payload for node in nodes for payload in trie.ends.get(node, ())]
        self.payloads: tuple[int, ...] = tuple(dict.fromkeys(ends))
        """Numbers of the phrases that end here."""

    def __missing__(self, word: str) -> "_State | None":
        self._trie.count_move()
        following = [after for node in self.nodes for after in self._trie.following(node, word)]
        found = self[word] = _State(self._trie, following) if following else None
        return found


class Trie:
    """Phrases of tokens with numbers as payload; read-only after it is filled."""

    __slots__ = ("_moves", "_nodes", "_start", "_symbols", "ends")

    def __init__(self) -> None:
        self._nodes: list[dict[str, Node] | None] = [None]
        self.ends: dict[Node, tuple[int, ...]] = {}
        """The numbers of the phrases that end at a node."""
        self._symbols = _Symbols()
        self._forget()

    def _forget(self) -> None:
        self._start = _State(self, [0])
        self._moves = 0

    def count_move(self) -> None:
        """Keep the number of remembered steps in bounds: beyond it, begin anew."""
        self._moves += 1
        if self._moves > _MAX_MOVES:
            self._forget()

    def add(self, slots: Iterable[Slot], payload: int) -> None:
        """Take in every form of a phrase; a phrase with too many forms is refused."""
        alternatives = list(slots)
        count = 1
        for slot in alternatives:
            count *= len(slot)
        if count > _MAX_FORMS:
            raise ValueError(f"{count} forms of one phrase: {alternatives}")
        self._symbols.clear()
        self._forget()
        reached = [0]
        for slot in alternatives:
            reached = [self._child(node, token) if token else node for node in reached for token in slot]
        for node in reached:
            if not node:
                raise ValueError(f"a phrase must begin with a word: {alternatives}")
            payloads = self.ends.get(node, ())
            if payload not in payloads:
                self.ends[node] = (*payloads, payload)

    def _child(self, node: Node, token: str) -> Node:
        """The node that a token leads to, made where there is none."""
        if not node and token == ANY:
            raise ValueError(f"a phrase must begin with a word: {token}")
        if token.endswith("*"):
            self._symbols.prefixes[token[:-1]] = token
        elif token.startswith("*"):
            self._symbols.suffixes[token[1:]] = token
        branches = self._nodes[node]
        if branches is None:
            branches = self._nodes[node] = {}
        following = branches.setdefault(token, len(self._nodes))
        if following == len(self._nodes):
            self._nodes.append(None)
        return following

    def following(self, node: Node, word: str) -> list[Node]:
        """The nodes that a word leads to: by itself, by its start or end, as any word."""
        branches = self._nodes[node]
        if branches is None:
            return []
        found = []
        if (exact := branches.get(word)) is not None:
            found.append(exact)
        found.extend(branches[symbol] for symbol in self._symbols[word] if symbol in branches)
        if (anything := branches.get(ANY)) is not None and word[0].isalnum():
            found.append(anything)
        return found

    def every(self, tokens: list[str]) -> list[Hit]:
        """All phrases at all positions; they may overlap."""
        size = len(tokens)
        hits: list[Hit] = []
        for start, state in enumerate(map(self._start.__getitem__, tokens)):
            if state is None:
                continue
            at = start + 1
            while True:
                if state.payloads:
                    hits.append((start, at, state.payloads))
                if at == size or (state := state[tokens[at]]) is None:
                    break
                at += 1
        return hits


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
