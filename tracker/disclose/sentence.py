"""A sentence as the rules see it: the data it names, with what stands around them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from tracker.disclose.lexicon import Name
from tracker.disclose.tokens import offsets

Actor = Literal["organisation", "user", "third-party", ""]
Span = tuple[int, int]
"""First token, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names data, in tokens of its sentence."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of collecting, using, sharing or giving, with who does it."""

    start: int
    end: int
    action: str
    actor: Actor
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Denial:
    """A span of tokens that a negator denies."""

    start: int
    end: int
    held: bool
    """Whether holding the data is denied, not just sharing it or using it."""


@dataclass(slots=True)
class Frame:
    """One sentence (or lead-in) as the rules see it."""

    folded: str
    tokens: list[str]
    mentions: list[Mention]
    cues: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Spans of tokens by cue key, in order."""
    purposes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    recipients: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    practices: set[str] = field(default_factory=set)
    verbs: list[Verb] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    """Tokens at which a clause begins."""
    denials: list[Denial] = field(default_factory=list)
    title: bool = False
    """Whether it reads like a heading: a few words, each with a capital."""
    exceptions: list[int] = field(default_factory=list)
    """Tokens at which an exception takes a denial back."""

    _spans: list[tuple[int, int]] | None = None

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each token in the sentence."""
        if self._spans is None:
            self._spans = offsets(self.folded)
        return self._spans

    def clause(self, at: int) -> tuple[int, int]:
        """First token of the clause around a token, and the one after its last."""
        bounds = self.bounds
        following = bisect_right(bounds, at)
        start = bounds[following - 1] if following else 0
        return start, bounds[following] if following < len(bounds) else len(self.tokens)

    def has(self, key: str) -> bool:
        """Whether a cue of this class stands anywhere in the sentence."""
        return key in self.cues

    def before(self, key: str, at: int, start: int = 0) -> bool:
        """Whether a cue of this class ends before a token, and begins at `start` or later."""
        return any(start <= first and last <= at for first, last in self.cues.get(key, ()))
