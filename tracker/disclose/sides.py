"""The two sides of a change: what each text says, where it changed, what evidence it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.compare.comparison import Comparison, EditClass, Sentence
from tracker.disclose.disclosure import Disclosure
from tracker.disclose.read import disclosures
from tracker.disclose.taxonomy import taxonomy
from tracker.disclose.tokens import fold, words
from tracker.extract.document import Document
from tracker.recent import recent

_STUB_WORDS = 200  # no policy says what it must in fewer
_STUB_FACTOR = 4
_FEW_CATEGORIES = 3

_CONTAINED = frozenset(
    (
        "name",
        "email-address",
        "phone-number",
        "postal-address",
        "message-content",
        "user-content",
        "cookies-trackers",
        "linked-accounts",
        "purchase-history",
        "device-info",
        "usage-activity",
        "account-credentials",
        "social-connections",
        "photos-video",
        "survey-feedback",
    )
)
"""Kinds that nearly every policy has; a container ("contact details") is taken to have covered them."""

_TELLING = frozenset(
    (
        "no-statement",
        "interface",
        "elsewhere",
        "hypothetical",
        "rights",
        "settings",
        "security",
        "advice",
        "prohibition",
        "former",
    )
)
"""Rules of mere mentions that still show that the text knew the kind."""


@dataclass(frozen=True, slots=True)
class Side:
    """One document of a change, as read."""

    document: Document
    said: tuple[Disclosure, ...]
    changed: frozenset[tuple[int, int]]
    """Block and offset of each sentence that the other document does not have."""
    beside: dict[tuple[int, int], str] = field(default_factory=dict)
    """What stood in the other document in the place of a changed sentence."""
    quotes: frozenset[str] = frozenset()
    """All quotes, folded, to tell a moved sentence from a new one."""

    def evidence(self) -> frozenset[str]:
        """Categories that this text discloses, or, of the common ones, holds a container of."""
        return frozenset(
            one.category
            for one in self.said
            if (one.state == "disclosed" and (one.strength == "strong" or one.category in _CONTAINED))
            or (one.strength == "strong" and one.rule in _TELLING)
        )

    def traces(self) -> frozenset[str]:
        """Categories of which this text holds any trace but a denial."""
        strong = frozenset(
            one.category for one in self.said if one.strength == "strong" and one.state != "denied"
        )
        return strong | self.evidence()

    def hints(self, category: str) -> tuple[str, ...]:
        """Words of this text that may have covered a category, though they do not name it."""
        return tuple(
            dict.fromkeys(
                one.phrase.lower()
                for one in self.said
                if one.category == category and one.state == "disclosed"
            )
        )

    def statements(self) -> Iterator[Disclosure]:
        """The strong disclosures of this text, umbrella words left out."""
        known = taxonomy()
        for one in self.said:
            if (
                one.state == "disclosed"
                and one.strength == "strong"
                and not known.category(one.category).umbrella
            ):
                yield one

    def came(self, other: "Side") -> Iterator[Disclosure]:
        """The strong disclosures in changed text whose sentence the other side has nowhere."""
        places = self.changed
        for one in self.statements():
            if (one.block, self.offset(one)) in places and folded(one.quote) not in other.quotes:
                yield one

    def turned(self, other: "Side") -> Iterator[Disclosure]:
        """The strong disclosures of kinds that the other side only denies, wherever they stand."""
        denied = {one.category for one in other.said if one.state == "denied" and one.strength == "strong"}
        denied -= other.traces()
        for one in self.statements():
            if one.category in denied:
                yield one

    def offset(self, one: Disclosure) -> int:
        """Where the sentence of a disclosure begins in its block."""
        text = self.document.blocks[one.block].text
        return text.find(one.quote, max(0, one.start - len(one.quote)))


def sides(old: Document, new: Document, comparison: Comparison, language: str | None) -> tuple[Side, Side]:
    """Both documents, read in one language."""
    gone: list[Sentence] = []
    come: list[Sentence] = []
    stood: dict[tuple[int, int], str] = {}
    for edit in comparison.edits:
        if edit.edit_class <= EditClass.FURNITURE:
            continue
        gone.extend(edit.old)
        come.extend(edit.new)
        if edit.old and edit.new:
            before = " ".join(sentence.text for sentence in edit.old)
            stood.update({(sentence.block, sentence.start): before for sentence in edit.new})
    return _side(old, language, gone, {}), _side(new, language, come, stood)


def _side(
    document: Document, language: str | None, changed: list[Sentence], beside: dict[tuple[int, int], str]
) -> Side:
    said = disclosures(document, language)
    places = frozenset((sentence.block, sentence.start) for sentence in changed)
    return Side(document, said, places, beside, frozenset(map(folded, {one.quote for one in said})))


def unlike(before: Side, after: Side) -> bool:
    """Whether one text is too short, or another in language or kind, to say that something is not in it."""
    old, new = before.document, after.document
    if old.language and new.language and old.language != new.language:
        return True
    small, large = sorted((old.words, new.words))
    if small < _STUB_WORDS and large > _STUB_FACTOR * small:
        return True
    few, many = sorted((len(before.evidence()), len(after.evidence())))
    return few < _FEW_CATEGORIES and many > _STUB_FACTOR * few + _FEW_CATEGORIES


@recent
def folded(text: str) -> str:
    """A text as the rules compare it: words without case, accents, marks."""
    return " ".join(words(fold(text)))
