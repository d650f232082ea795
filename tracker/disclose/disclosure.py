"""A disclosure is a statement about a category of data; a finding is a change in what is disclosed."""

from dataclasses import dataclass
from typing import Literal

State = Literal["disclosed", "denied", "mentioned"]
Strength = Literal["strong", "weak"]
FindingKind = Literal[
    "category-new", "category-removed", "detail-new", "purpose-new", "recipient-new",
    "practice-added", "practice-removed", "practice-changed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """Who does what with the data, under which condition, for what."""

    actor: str = ""
    """"organisation", "third-party", "user", or ""."""
    actions: tuple[str, ...] = ()
    """Of collect, receive, infer, generate, use, share, sell, store."""
    conditions: tuple[str, ...] = ()
    """As written: "with your consent", "if you choose to apply"."""
    purposes: tuple[str, ...] = ()
    """Ids: security, identification, recruitment, advertising, ai-training, …"""
    recipients: tuple[str, ...] = ()
    """As written: "potential employers"."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One category named at one place."""

    category: str
    """Id in the taxonomy."""
    state: State
    phrase: str
    """The words that name the category, as written."""
    quote: str
    """The sentence, item or row, as written."""
    block: int
    """Index of its block in the document."""
    start: int
    """Offset of the phrase in the block's text."""
    path: tuple[str, ...]
    """Heading path."""
    rule: str
    """Name of the rule that decided the state, for `tracker explain`."""
    strength: Strength = "strong"
    statement: Statement = Statement()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a change means, with the words that prove it."""

    kind: FindingKind
    subject: str
    """A category id, or a practice tag."""
    quote: str
    """Out of the new text; out of the old one where something was removed."""
    path: tuple[str, ...]
    block: int
    """Index of the block that holds the quote."""
    phrase: str = ""
    """The words in the quote that name it."""
    old_quote: str = ""
    """The sentence that stood there before, where there was one."""
    statement: Statement = Statement()
    confidence: float = 1.0
    """0 to 1; how sure the rules are."""
    reasons: tuple[str, ...] = ()
    """Why that sure, in words."""
    rules: str = ""
    """Version of lexicon and rules."""
