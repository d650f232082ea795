"""One block is read for the data it names, in the light of what introduces it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.compare.sentences import sentences_of
from tracker.disclose.context import frame, frame_of, mentions
from tracker.disclose.disclosure import Disclosure, Statement, Strength
from tracker.disclose.lexicon import Lexicon
from tracker.disclose.sentence import Frame, Mention
from tracker.disclose.statements import statement
from tracker.disclose.states import Place, decide
from tracker.disclose.taxonomy import taxonomy
from tracker.disclose.tokens import fold, words
from tracker.extract.document import Block

_MAX_LEADS = 3
_WINDOW = 8_000  # characters; the cost of the rules grows with the square of what is read at once
_JOINERS = frozenset((",", "/", ";", "(", "and", "or", "und", "oder", "en", "of", "et", "ou", "y", "o", "e"))

_TAKING = frozenset(("collect", "receive", "store", "access"))
"""Verbs whose direct object is data: "we record audio"."""

_COMPOUNDS = ("daten", "informationen", "gegevens", "informatie")
"""Endings of words that name a kind of data, in the languages that join them."""

_BY_PLACE = frozenset(("lead-in", "section-collect", "section-use", "section-share", "enumeration"))
"""Rules by which a place discloses what no sentence says: a title, a name in a list."""


@dataclass(frozen=True)
class Setting:
    """What a block inherits, and how it is to be read."""

    kind: str
    """As the reader takes it: a line of a list that lost its mark is an "item"."""
    section: str
    answer: str
    """"yes" or "no" of a table row, or ""."""
    leads: tuple[str, ...]
    """The texts that introduce it, nearest first."""
    language: str | None
    """Of the document, for cutting sentences."""


def read_block(block: Block, index: int, setting: Setting, lexicon: Lexicon) -> tuple[Disclosure, ...]:
    """The disclosures of one block, which has this index in its document."""
    return tuple(_reconciled(list(_Block(block, index, setting, lexicon).read()), lexicon))


class _Block:
    """A block while it is read; what introduces it is read only where the block names data."""

    def __init__(self, block: Block, index: int, setting: Setting, lexicon: Lexicon) -> None:
        self.block = block
        self.index = index
        self.setting = setting
        self.lexicon = lexicon
        self.before: list[str] = []
        self._owners = "possessive" if lexicon.clauses else "user"

    @cached_property
    def leads(self) -> tuple[Frame, ...]:
        return tuple(frame(text[-_WINDOW:], self.lexicon) for text in self.setting.leads[:_MAX_LEADS])

    def read(self) -> Iterator[Disclosure]:
        for sentence in sentences_of(self.block, 0, self.setting.language):
            for start, text in _windows(sentence.text):
                folded = fold(text)
                tokens = self.lexicon.tokens(folded)
                named = mentions(tokens, self.lexicon)
                if named:
                    found = frame_of(text, Frame(folded, tokens, named), self.lexicon)
                    for one in self._sentence(found, text, sentence.start + start):
                        yield one if text is sentence.text else replace(one, quote=sentence.text)
            if self.setting.kind == "item":
                self.before.insert(0, sentence.text[-_WINDOW:])

    def _place(self) -> Place:
        """Where a sentence stands; earlier sentences of an item introduce its later ones."""
        own = tuple(frame(text, self.lexicon) for text in self.before[:_MAX_LEADS])
        setting = self.setting
        return Place(setting.kind, setting.section, (*own, *self.leads)[:_MAX_LEADS], setting.answer)

    def _sentence(self, found: Frame, text: str, start: int) -> Iterator[Disclosure]:
        place = self._place()
        spans = found.spans()
        said: Statement = statement(found, text, place.leads, spans)
        for mention in found.mentions:
            state, rule = decide(found, mention, place)
            first, last = spans[mention.start][0], spans[mention.end - 1][1]
            phrase = text[first:last]
            for category, strength in self._strengths(found, mention, place).items():
                yield Disclosure(
                    category,
                    state,
                    phrase,
                    text,
                    self.index,
                    start + first,
                    self.block.path,
                    rule,
                    strength,
                    said,
                )

    def _strengths(self, found: Frame, mention: Mention, place: Place) -> dict[str, Strength]:
        """How strongly the words name each category: of several phrases for one, the strongest counts."""
        listed: bool | None = None
        strengths: dict[str, Strength] = {}
        for name in mention.names:
            strong = name.tier == "strong"
            if name.tier == "listed":
                listed = _in_company(found, mention, place, self._owners) if listed is None else listed
                strong = listed
            if strong or name.category not in strengths:
                strengths[name.category] = "strong" if strong else "weak"
        return strengths


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """A sentence, cut after a comma or space where it is longer than any sentence, with offsets."""
    start = 0
    while len(text) - start > _WINDOW:
        stop = start + _WINDOW
        cut = max(text.rfind(mark, start + _WINDOW // 2, stop) for mark in (";", ",", " ")) + 1
        stop = cut or stop
        yield start, text[start:stop]
        start = stop
    yield (start, text[start:]) if start else (0, text)


def _reconciled(said: list[Disclosure], lexicon: Lexicon) -> Iterator[Disclosure]:
    """What a block flatly denies to hold, its title does not disclose, nor its other words a special kind."""
    denied = [
        one
        for one in said
        if one.rule == "negated" and one.strength == "strong" and not one.statement.conditions
    ]
    wholly = {one.category for one in denied if _at_large(one.phrase, lexicon)}
    details = {(one.category, fold(one.phrase)) for one in denied}
    for one in said:
        doubtful = one.rule in _BY_PLACE or _special(one.category)
        same = one.category in wholly or (one.category, fold(one.phrase)) in details
        if same and one.state == "disclosed" and doubtful:
            yield replace(one, state="mentioned", rule="denied-beside")
        else:
            yield one


def _at_large(phrase: str, lexicon: Lexicon) -> bool:
    """Whether words name a kind of data, not a detail of it: "health data", not "blood sugar"."""
    tokens = words(fold(phrase))
    cues = (lexicon.cues[number] for *_, numbers in lexicon.context.every(tokens) for number in numbers)
    return any(cue.key == "data" for cue in cues) or any(token.endswith(_COMPOUNDS) for token in tokens)


def _special(category: str) -> bool:
    return taxonomy().category(category).legal.gdpr.startswith("Art. 9")


def _in_company(found: Frame, mention: Mention, place: Place, owners: str) -> bool:
    """Whether a word with an everyday sense stands among data."""
    tokens = found.tokens
    if mention.start and tokens[mention.start - 1] == ")":  # "media access control (MAC) address"
        return False
    if place.kind in {"item", "row"} and len(tokens) <= 6:
        return True
    for key, reach in ((owners, 1), ("exemplify", 1)):
        if any(0 <= mention.start - last <= reach for _, last in found.cues.get(key, ())):
            return True
    beside_noun = any(first == mention.end for first, _ in found.cues.get("data", ()))
    taken = any(0 <= mention.start - verb.end <= 1 and verb.action in _TAKING for verb in found.verbs)
    if beside_noun or taken:
        return True
    for other in found.mentions:
        if other is mention or all(name.tier == "weak" for name in other.names):
            continue
        between = (
            tokens[other.end : mention.start]
            if other.end <= mention.start
            else tokens[mention.end : other.start]
        )
        if 0 < len(between) <= 3 and (between[0] in _JOINERS or between[-1] in _JOINERS):
            return True
    return False
