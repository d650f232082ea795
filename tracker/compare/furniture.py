"""Menus and widgets that were left in a policy's text are told from its lists."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from tracker.compare.fold import folded_words
from tracker.compare.vocabulary import Vocabulary, vocabulary
from tracker.extract.document import Block, Document

MENU_BLOCKS = 5
"""Fewest bare lines in a row that make a menu."""
BARE_WORDS = 6
"""Most words of a bare line."""

_ENDS = re.compile(r"[.;:!?,…][\"'”’)]*$")
_COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)|copyright\b)|©\s*(?:19|20)\d\d", re.IGNORECASE)
_PLACE = re.compile(
    r"^[^\W\d_][\w .'-]{1,40}, [A-Z]{2}(?: \d{5}(?:-\d{4})?)?$|^\d{5}(?:-\d{4})?$|\b[A-Z]{2} \d{5}\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"^(?:[\w ]{1,20} )?[$€£¥] ?\d[\d.,]*(?: ?[+-]?\d[\d.,]* ?%)?$|^[+-]?\d[\d.,]* ?[%€$]$")
_LOUD = re.compile(
    r"\b(?:ai|generative|artificial intelligence|ki|ia|biometri\w*|opt|do not sell|children|kids|minors)\b",
    re.IGNORECASE,
)


def is_bare(block: Block) -> bool:
    """Whether a block is a few words that end in no stop, as the entries of menus are."""
    return block.kind != "row" and len(block.text.split()) <= BARE_WORDS and not _ENDS.search(block.text)


class Page:
    """A document with what surrounds its policy: which blocks are entries of a menu."""

    def __init__(self, document: Document, language: str | None) -> None:
        self.document = document
        self.words: Vocabulary = vocabulary(language)

    @cached_property
    def text(self) -> str:
        """All blocks, a line each."""
        return "\n".join(block.text for block in self.document.blocks)

    @cached_property
    def menus(self) -> frozenset[int]:
        """The indexes of blocks in menus, lists of contents, link lists of a footer."""
        return frozenset(index for run in self._bare_runs() for index in run)

    def speaks_of_practice(self, text: str) -> bool:
        """Whether a text names data, a purpose, a recipient, a right or the like."""
        return any(word in self.words.practice for word in folded_words(text))

    def _bare_runs(self) -> Iterator[Sequence[int]]:
        run: list[int] = []
        listed = False
        for index, block in enumerate(self.document.blocks):
            if not is_bare(block):
                yield from self._menu(run)
                run, listed = [], block.text.endswith((":", ": "))
                continue
            if block.kind == "heading":
                listed = self.speaks_of_practice(block.text)
                if listed:
                    yield from self._menu(run)
                    run = []
            if not listed:
                run.append(index)
        yield from self._menu(run)

    def _menu(self, run: list[int]) -> Iterator[list[int]]:
        """The run, if it is long enough, and no list of data: those name practice in most lines."""
        if len(run) < MENU_BLOCKS:
            return
        speaking = sum(self.speaks_of_practice(self.document.blocks[index].text) for index in run)
        if speaking <= 0.6 * len(run):
            yield run


def is_widget(text: str, words: Vocabulary) -> bool:
    """Whether a text is a banner, a widget, a copyright line, a place, a price."""
    if len(text) <= 200 and words.banner.search(text):
        return True
    if len(text) <= 80 and (is_place(text) or _PRICE.search(text)):
        return True
    return len(text) <= 200 and _COPYRIGHT.search(text) is not None


def is_place(text: str) -> bool:
    """Whether a text is a town with its state or a postal code, as pages guess them of their visitor."""
    return len(text) <= 80 and _PLACE.search(text) is not None


def is_loud(text: str) -> bool:
    """Whether even a bare link with these words is news: "Generative AI Disclosure"."""
    return _LOUD.search(text) is not None


def only_page_words(words: Sequence[str], lists: Vocabulary) -> bool:
    """Whether words are those of a page's handling, at least one of them, and carry no other sense."""
    known = all(
        word in lists.page or word in lists.plain or len(word) == 1 or word.isdigit() for word in words
    )
    return known and any(word in lists.page for word in words)
