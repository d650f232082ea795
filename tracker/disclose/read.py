"""A document is read for its disclosures: every mention of data, with its state."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.compare.sentences import sentences_of
from tracker.disclose.context import Frame, Mention, frame, mentions
from tracker.disclose.disclosure import Disclosure, Statement, Strength
from tracker.disclose.lexicon import Lexicon, lexicon
from tracker.disclose.statements import statement
from tracker.disclose.states import Place, decide
from tracker.disclose.taxonomy import taxonomy
from tracker.disclose.tokens import fold, phrase_words, words
from tracker.extract.document import Block, Document

RULES = "disclose/1"
"""Version of lexicons and rules, kept with every finding."""

_MAX_LEADS = 3
_LINE = 120
_INTRODUCTION = 4  # spaces in a line that introduces a list; "Search:" does not
_JOINERS = frozenset((",", "/", ";", "(", "and", "or", "und", "oder", "en", "of", "et", "ou", "y", "o", "e"))


def disclosures(document: Document, language: str | None = None) -> tuple[Disclosure, ...]:
    """Every mention of a category in a document, in the order of reading."""
    chosen = language or document.language or document.declared_language or "en"
    return tuple(_Reader(document, lexicon(chosen[:2].lower())).read())


class _Reader:
    """One pass over the blocks; holds the lead-ins that are still open."""

    def __init__(self, document: Document, words_of: Lexicon) -> None:
        self.document = document
        self.lexicon = words_of
        self.leads: list[tuple[int, str]] = []
        self.sections: dict[str, str] = {}
        self.listing = False
        self.unmarked = False

    def read(self) -> Iterator[Disclosure]:
        for index, block in enumerate(self.document.blocks):
            leads: tuple[str, ...] = ()
            kind = self._kind(block)
            if kind == "heading" or (block.kind == "item" and self.unmarked):
                self.leads.clear()
            elif kind != "paragraph":
                while self.leads and kind == "item" and self.leads[-1][0] >= max(block.level, 1):
                    self.leads.pop()
                leads = tuple(text for _, text in self.leads[: -_MAX_LEADS - 1 : -1])
            yield from _reconciled(list(self._block(index, block, kind, leads)))

    def _kind(self, block: Block) -> str:
        """What a block is: a short line without a stop, after one with a colon, is an item in disguise."""
        text = block.text
        if block.kind != "paragraph":
            self.unmarked = self.listing and block.kind == "item" and self.unmarked
            self.listing = False
            return block.kind
        if self.listing and len(text) <= _LINE and text[-1] not in ".:!?":
            self.unmarked = True
            return "item"
        self.unmarked = False
        self.listing = text[-1] == ":" and text.count(" ") >= _INTRODUCTION
        return "paragraph"

    def _block(self, index: int, block: Block, kind: str, leads: tuple[str, ...]) -> Iterator[Disclosure]:
        """The disclosures of one block; what its list or table was introduced with is read only if needed."""
        last = ""
        before: list[str] = []
        place: Place | None = None
        for sentence in sentences_of(block, index, self.document.language):
            last = sentence.text
            if mentions(words(fold(last)), self.lexicon):
                if place is None or before:
                    place = self._place(block, kind, (*reversed(before), *leads))
                yield from self._sentence(place, last, sentence.start, index, block)
            if kind == "item":
                before.append(last)
        if kind == "paragraph":
            self.leads = [(0, last)]
        elif kind == "item":
            self.leads.append((max(block.level, 1), last))

    def _place(self, block: Block, kind: str, leads: tuple[str, ...]) -> Place:
        read = tuple(frame(text, self.lexicon) for text in leads[:_MAX_LEADS])
        answer = cell(block, self.lexicon) if block.kind == "row" else ""
        return Place(kind, self._section(block), read, answer)

    def _sentence(
        self, place: Place, text: str, start: int, index: int, block: Block
    ) -> Iterator[Disclosure]:
        found = frame(text, self.lexicon)
        spans = found.spans()
        said: Statement | None = None
        for mention in found.mentions:
            state, rule = decide(found, mention, place)
            first, last = spans[mention.start][0], spans[mention.end - 1][1]
            if said is None:
                said = statement(found, text, place.leads, spans)
            listed: bool | None = None
            for name in mention.names:
                strength: Strength = "strong" if name.tier == "strong" else "weak"
                if name.tier == "listed":
                    if listed is None:
                        listed = _in_company(found, mention, place)
                    strength = "strong" if listed else "weak"
                yield Disclosure(
                    name.category,
                    state,
                    text[first:last],
                    text,
                    index,
                    start + first,
                    block.path,
                    rule,
                    strength,
                    said,
                )

    def _section(self, block: Block) -> str:
        for heading in reversed(block.path):
            found = self.sections.get(heading)
            if found is None:
                found = self.sections[heading] = _section_of(heading, self.lexicon)
            if found:
                return found
        return ""


def _reconciled(said: list[Disclosure]) -> Iterator[Disclosure]:
    """What a block flatly denies to hold of the special kinds, its other sentences do not disclose."""
    denied = {
        one.category
        for one in said
        if one.rule == "negated"
        and one.strength == "strong"
        and not one.statement.conditions
        and taxonomy().category(one.category).legal.gdpr.startswith("Art. 9")
    }
    for one in said:
        if one.category in denied and one.state == "disclosed":
            yield replace(one, state="mentioned", rule="denied-beside")
        else:
            yield one


def _section_of(heading: str, words_of: Lexicon) -> str:
    keys = {
        words_of.cues[number].key
        for *_, payloads in words_of.headings.every(words(fold(heading)))
        for number in payloads
    }
    return next((key for key in words_of.sections if key in keys), "")


def cell(block: Block, words_of: Lexicon) -> str:
    """Say "yes" or "no" where a cell of the row says so of the collection, else nothing."""
    answers = []
    for at, text in enumerate(block.cells):
        key = " ".join(phrase_words(text)) or text.strip().lower()
        head = f" {' '.join(phrase_words(block.columns[at]))} " if at < len(block.columns) else ""
        answer = next((name for name in ("no", "yes") if key in words_of.table.get(name, ())), "")
        if answer:
            answers.append((head, answer))
    for head, answer in answers:
        if _heads(head, "collected", words_of):
            return answer
    other = [
        answer
        for head, answer in answers
        if not _heads(head, "shared", words_of) and not _heads(head, "sold", words_of)
    ]
    return other[0] if other else ""


def _heads(head: str, key: str, words_of: Lexicon) -> bool:
    return any(f" {word} " in head for word in words_of.table.get(key, ()))


def _in_company(found: Frame, mention: Mention, place: Place) -> bool:
    """Whether a word with an everyday sense stands among data."""
    tokens = found.tokens
    if mention.start and tokens[mention.start - 1] == ")":  # "media access control (MAC) address"
        return False
    if place.kind in {"item", "row"} and len(tokens) <= 6:
        return True
    for key, reach in (("user", 1), ("exemplify", 1)):
        if any(0 <= mention.start - last <= reach for _, last in found.cues.get(key, ())):
            return True
    if any(first == mention.end for first, _ in found.cues.get("data", ())):
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
