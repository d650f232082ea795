"""A document is read for its disclosures: every mention of data, with its state."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from tracker.disclose.block import Setting, read_block
from tracker.disclose.context import frame
from tracker.disclose.disclosure import Disclosure
from tracker.disclose.lexicon import Lexicon, lexicon
from tracker.disclose.own import current
from tracker.disclose.own_account import own_accounts, title_words
from tracker.disclose.states import DENIED, UNSHARED
from tracker.disclose.tokens import fold, phrase_words, words
from tracker.extract.document import Block, Document

RULES = "disclose/2"
"""Version of the built-in lexicons and rules."""

_STATING = frozenset(("collect", "use", "share", "retention"))
"""Types of sections whose lists state what is done, unless the heading denies it."""

_MAX_LEADS = 3
_LINE = 120
_INTRODUCTION = 4  # spaces in a line that introduces a list; "Search:" does not
_SIMPLE_ROW = 3  # cells: category, examples, answer
_SENTENCE = 2  # spaces in the beginning of a denial: "we do not collect"
_MARK = re.compile(r"([,;:.(–—])")
_REMEMBERED = 5_000  # blocks, those of what 16 workers read at a time; versions share most of theirs


def rules() -> str:
    """Version of lexicons and rules, kept with every finding; a user's file of words is part of it."""
    own = current().digest
    return f"{RULES}+{own}" if own else RULES


def fingerprint() -> str:
    """A hash over all that decides what is found in a text: rules, taxonomy, lexicons, the user's words."""
    return _fingerprint(rules())


@cache
def _fingerprint(version: str) -> str:
    room = Path(__file__).parent
    found = sha256(version.encode())
    for path in sorted(path for ending in ("*.py", "*.toml") for path in room.rglob(ending)):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def disclosures(document: Document, language: str | None = None) -> tuple[Disclosure, ...]:
    """Every mention of a category in a document, in the order of reading."""
    chosen = language or document.language or document.declared_language or "en"
    return tuple(_Reader(document, lexicon(chosen[:2].lower())).read())


_PROSE = frozenset({"paragraph", "term", "definition"})
"""Blocks that are read as sentences of their own."""


class _Reader:
    """One pass over the blocks; holds the lead-ins that are still open."""

    def __init__(self, document: Document, words_of: Lexicon) -> None:
        self.document = document
        self.lexicon = words_of
        self.leads: list[tuple[int, str]] = []
        self.sections: dict[str, str] = {}
        self.listing = False
        self.unmarked = False
        self.title = title_words(document)

    def read(self) -> Iterator[Disclosure]:
        for index, block in enumerate(self.document.blocks):
            kind = self._kind(block)
            setting = Setting(
                kind,
                self._section(block),
                self._answer(block),
                self._open(block, kind),
                self.document.language or self.lexicon.language,
            )
            yield from own_accounts(self._read(block, index, setting), self.title)
            self._remember(block, kind)

    def _read(self, block: Block, index: int, setting: Setting) -> Iterable[Disclosure]:
        """The disclosures of a block, remembered from the last document where it was the same."""
        key = (block.text, setting)
        found = self.lexicon.blocks.get(key)
        if found is None:
            found = read_block(block, index, setting, self.lexicon)
            if len(self.lexicon.blocks) >= _REMEMBERED:
                for old in list(self.lexicon.blocks)[: _REMEMBERED // 8]:
                    self.lexicon.blocks.pop(old, None)
            self.lexicon.blocks[key] = found
        if found and (found[0].block != index or found[0].path != block.path):
            return [_placed(one, index, block.path) for one in found]
        return found

    def _kind(self, block: Block) -> str:
        """What a block is: a short line without a stop, after one with a colon, is an item in disguise."""
        text = block.text
        if block.kind not in _PROSE:
            self.unmarked = self.listing and block.kind == "item" and self.unmarked
            self.listing = False
            return block.kind
        if self.listing and len(text) <= _LINE and text[-1] not in ".:!?":
            self.unmarked = True
            return "item"
        self.unmarked = False
        self.listing = text[-1:] == ":" and text.count(" ") >= _INTRODUCTION
        return "paragraph"

    def _open(self, block: Block, kind: str) -> tuple[str, ...]:
        """The texts that introduce a block, nearest first."""
        if kind == "heading" or (block.kind == "item" and self.unmarked):
            self.leads.clear()
        if kind not in {"item", "row"}:
            return ()
        while self.leads and kind == "item" and self.leads[-1][0] >= max(block.level, 1):
            self.leads.pop()
        return tuple(text for _, text in self.leads[: -_MAX_LEADS - 1 : -1])

    def _remember(self, block: Block, kind: str) -> None:
        """A paragraph introduces what follows it; an item, what stands deeper."""
        if kind == "paragraph":
            self.leads = [(0, block.text)]
        elif kind == "item":
            self.leads.append((max(block.level, 1), block.text))

    def _answer(self, block: Block) -> str:
        return cell(block, self.lexicon) if block.kind == "row" else ""

    def _section(self, block: Block) -> str:
        for heading in reversed(block.path):
            found = self.sections.get(heading)
            if found is None:
                found = self.sections[heading] = _section_of(heading, self.lexicon)
            if found:
                return found
        return ""


def _placed(one: Disclosure, index: int, path: tuple[str, ...]) -> Disclosure:
    """A disclosure that stands in another block; written out, since `replace` takes three times as long."""
    return Disclosure(
        one.category,
        one.state,
        one.phrase,
        one.quote,
        index,
        one.start,
        path,
        one.rule,
        one.strength,
        one.statement,
    )


def _section_of(heading: str, words_of: Lexicon) -> str:
    keys = {
        words_of.cues[number].key
        for *_, payloads in words_of.headings.every(words(fold(heading)))
        for number in payloads
    }
    key = next((key for key in words_of.sections if key in keys), "")
    return DENIED if key in _STATING and _denies(heading, words_of) else key


def _denies(heading: str, words_of: Lexicon) -> bool:
    """Whether a heading ends with what is not done: "Information we do not collect"."""
    found = frame(heading, words_of)
    size = next((at + 1 for at in reversed(range(len(found.tokens))) if found.tokens[at][0].isalnum()), 0)
    ends = [verb.start for verb in found.verbs if verb.end == size]
    ends += [first for first, last in found.cues.get("negation", ()) if last == size]
    return any(one.start <= at < max(one.end, one.start + 1) for one in found.denials for at in ends)


def cell(block: Block, words_of: Lexicon) -> str:
    """Say "yes" or "no" where the row says so of the collection, "unshared" where only of sharing."""
    answers = []
    for at, text in enumerate(block.cells):
        key = " ".join(phrase_words(text)) or text.strip().lower()
        head = f" {' '.join(phrase_words(block.columns[at]))} " if at < len(block.columns) else ""
        answer = next((name for name in ("no", "yes") if _says(key, name, words_of)), "")
        answer = answer or _opening(text, words_of)
        if answer:
            answers.append((head, answer))
    for head, answer in answers:
        if _heads(head, "collected", words_of):
            return answer
    if len(block.cells) > _SIMPLE_ROW and not block.columns:
        return ""  # whatever it answers, nobody can say to what question
    other = [
        answer
        for head, answer in answers
        if not _heads(head, "shared", words_of) and not _heads(head, "sold", words_of)
    ]
    if answers and not other and all(answer == "no" for _, answer in answers):
        return UNSHARED
    return other[0] if other else ""


def _says(text: str, answer: str, words_of: Lexicon) -> bool:
    """Whether a cell is one of the words for an answer, or a sentence that begins with several of them."""
    told = words_of.table.get(answer, frozenset())
    return text in told or any(
        text.startswith(f"{words} ") for words in told if answer == "no" and words.count(" ") >= _SENTENCE
    )


def _opening(text: str, words_of: Lexicon) -> str:
    """The answer that a cell opens with: "Yes, with consent"; a "no" with an exception is none."""
    opening, mark, rest = (*_MARK.split(text, maxsplit=1), "", "")[:3]
    key = " ".join(phrase_words(opening))
    if not mark or len(key) == 1:
        return ""
    if key in words_of.table.get("yes", ()):
        return "yes"
    cues = (
        words_of.cues[number]
        for *_, numbers in words_of.context.every(words(fold(rest)))
        for number in numbers
    )
    excepted = any(cue.key in {"exception", "condition"} for cue in cues)
    return "no" if key in words_of.table.get("no", ()) and not excepted else ""


def _heads(head: str, key: str, words_of: Lexicon) -> bool:
    return any(f" {word} " in head for word in words_of.table.get(key, ()))
