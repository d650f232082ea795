"""Menus and widgets that were left in a policy's text are told from its lists."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from tracker.compare.fold import fold, folded_words
from tracker.compare.vocabulary import Vocabulary, vocabulary
from tracker.extract.document import Block, Document

MENU_BLOCKS = 5
"""Fewest bare lines in a row that make a menu."""
SPEAKING_AROUND = 0.6
"""Share of entries above or below the policy that may name data, purposes, rights and still be a menu."""
SPEAKING_AMID = 0.1
"""The same share amid the policy's prose."""
PROSE_CHARS = 90
"""Fewest characters of a block that tells where the policy's prose begins and ends."""
PROSE_APART = 6
"""Most blocks from one piece of the policy's prose to the next, at its beginning and end."""
MAX_LIST = 60
"""Entries of a list above which its lead-in is not looked for."""
MAX_LINE = 100
"""Most characters of such a line."""
DIALOG_LINES = 3
"""Fewest different lines of consent dialogs that make one."""
DIALOG_APART = 6
"""Most blocks between two of them."""
BARE_WORDS = 6
"""Most words of a bare line."""
MAX_BARE = 200
"""Most characters of a bare line."""
RUN_TOGETHER = 5
"""Fewest words of a menu that runs together; kinds of data have shorter names."""
LONG_RUN = 8
"""Words from which on such a menu may have a word of grammar in five, as "Terms of Use"."""
MENU_WORDS = 12
"""Most words of a menu's line: some run their entries together."""
GRAMMAR = 0.2
"""Least share of words that carry grammar in prose; menus that run together have none."""
SPOKEN_AROUND = 2
"""Fewest words of practice in a text above or below the policy's prose that is of it all the same."""

_ENDS = re.compile(r"[.;:!?,…][\"'”’)]*$")
_STOP = re.compile(r"\w[.,:;!?](?:\s|$)")
_TITLED = frozenset(
    word
    for words in (
        ("notice", "policy", "policies", "statement", "document", "page", "version"),
        ("verklaring", "beleid", "pagina", "erklärung", "seite", "politique"),
        ("política", "página", "documento", "informativa"),
    )
    for word in words
)
"""Words that policies say of themselves and that stand in titles, though they carry no other sense."""
_GLUED = re.compile(r"(?:[A-ZÀ-Þ][a-zß-ÿ]{1,20}){4}")
_COPYRIGHT = re.compile(r"^\W*(?:©|copyright\b)|(?:©|\(c\))\s*(?:19|20)\d\d", re.IGNORECASE)
_PLACE = re.compile(
    r"^[^\W\d_][\w .'-]{1,40}, [A-Z]{2}(?: \d{5}(?:-\d{4})?)?$|^\d{5}(?:-\d{4})?$|\b[A-Z]{2} \d{5}\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"^(?:[\w ]{1,20} )?[$€£¥] ?\d[\d.,]*(?: ?[+-]?\d[\d.,]* ?%)?$|^[+-]?\d[\d.,]* ?[%€$]$")
_COOKIE_ROW = re.compile(r"^[\w.-]+\.[a-z]{2,} \| .* \| (?:first|third) party$", re.IGNORECASE)
_LOUD = re.compile(
    r"\b(?:ai|generative|artificial intelligence|ki|ia|biometri\w*|opt|do not sell|children|kids|minors)\b",
    re.IGNORECASE,
)


def is_bare(block: Block, most: int = BARE_WORDS) -> bool:
    """Whether a block is a few words that end in no stop, as the entries of menus are."""
    text = block.text
    if len(text) > MAX_BARE or block.kind == "row":
        return False
    return len(text.split()) <= most and not _ENDS.search(text)


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
        """The indexes of blocks in menus, lists of contents, link lists of a footer, consent dialogs."""
        menus = frozenset(index for run in self._bare_runs() for index in run)
        return menus | frozenset(index for dialog in self._dialogs() for index in dialog)

    def belongs(self, index: int) -> bool:
        """Whether a line stands amid the prose, or in a list with a lead-in or a title of practice."""
        first, last = self.core
        if first <= index <= last or any(map(self.tells_practice, self.document.blocks[index].path[-1:])):
            return True
        blocks, above = self.document.blocks, index
        while above > max(0, index - MAX_LIST) and (
            blocks[above].kind == "item" or is_bare(blocks[above], MENU_WORDS)
        ):
            above -= 1
        return self._leads_in(blocks[above].text)

    def _leads_in(self, text: str) -> bool:
        """Whether a line announces a list; "Search:" and "Follow us:" announce none."""
        return text.rstrip().endswith(":") and not only_page_words(folded_words(text), self.words)

    def speaks_of_practice(self, text: str) -> bool:
        """Whether a text names data, a purpose, a recipient, a right or the like."""
        return any(word in self.words.practice for word in folded_words(text))

    def tells_practice(self, text: str) -> bool:
        """Whether a text names more of it than what policies say of themselves."""
        return any(
            word in self.words.practice and word not in self.words.faint for word in folded_words(text)
        )

    def is_around(self, index: int, text: str) -> bool:
        """Whether a text stands above or below the policy's prose, and is none of its sentences."""
        if self.belongs(index) or is_loud(text):
            return False
        told = {word for word in folded_words(text) if word in self.words.practice}
        return len({word for word in told if word not in self.words.faint}) < SPOKEN_AROUND

    def is_far(self, index: int) -> bool:
        """Whether a block stands well above or below the policy's prose, its title and its contact lines."""
        first, last = self.core
        return index < first - PROSE_APART or index > last + PROSE_APART

    def _bare_runs(self) -> Iterator[Sequence[int]]:
        run: list[int] = []
        listed = False
        for index, block in enumerate(self.document.blocks):
            if not is_bare(block, MENU_WORDS):
                yield from self._menu(run)
                run, listed = [], self._leads_in(block.text)
                continue
            if block.kind == "heading":
                listed = self.speaks_of_practice(block.text)
                if listed:
                    yield from self._menu(run)
                    run = []
            if not listed:
                run.append(index)
        yield from self._menu(run)

    def _dialogs(self) -> Iterator[range]:
        """The stretches between the lines of a consent dialog, where several stand near each other."""
        cluster: list[tuple[int, str]] = []
        for index, block in enumerate(self.document.blocks):
            line = block.text.lower().rstrip(" .:") if len(block.text) <= MAX_LINE else ""
            if line not in self.words.consent and not (
                block.kind == "row" and _COOKIE_ROW.search(block.text)
            ):
                continue
            if cluster and index - cluster[-1][0] > DIALOG_APART:
                yield from self._dialog(cluster)
                cluster = []
            cluster.append((index, line))
        yield from self._dialog(cluster)

    def _dialog(self, cluster: list[tuple[int, str]]) -> Iterator[range]:
        strong = {line for _, line in cluster if self.words.consent.get(line)}
        if len(strong) >= DIALOG_LINES:
            yield range(cluster[0][0], cluster[-1][0] + 1)

    def _menu(self, run: list[int]) -> Iterator[list[int]]:
        """The entries of a run that is long enough, and no list of data: those name practice in many lines.

        Around the policy all entries are the menu's; amid its prose only those that name no practice.
        """
        if len(run) < MENU_BLOCKS:
            return
        speaking = {index for index in run if self.speaks_of_practice(self.document.blocks[index].text)}
        first, last = self.core
        if run[0] > last or run[-1] < first:
            yield run if len(speaking) <= SPEAKING_AROUND * len(run) else []
        elif len(speaking) <= SPEAKING_AMID * len(run):
            yield [index for index in run if index not in speaking]

    @cached_property
    def core(self) -> tuple[int, int]:
        """The first and the last block of the policy's prose: long blocks that have another one near."""
        size = len(self.document.blocks)
        first, last = self._prose_from(range(size)), self._prose_from(range(size - 1, -1, -1))
        return (0, size) if first is None or last is None else (first, last)

    def _prose_from(self, order: range) -> int | None:
        """The first of two long blocks about practice that are near each other, in an order of reading."""
        last: int | None = None
        for index in order:
            block = self.document.blocks[index]
            if block.kind == "row" or len(block.text) < PROSE_CHARS or not self._is_prose(block.text):
                continue
            if last is not None and abs(index - last) <= PROSE_APART:
                return last
            last = index
        return None

    def _is_prose(self, text: str) -> bool:
        words = folded_words(text)
        return any(word in self.words.practice for word in words) and sum(
            word in self.words.plain for word in words
        ) >= GRAMMAR * len(words)

    @cached_property
    def headings(self) -> frozenset[str]:
        """The keys of all headings; a list of contents repeats them."""
        return frozenset(fold(block.text) for block in self.document.blocks if block.kind == "heading")


def is_widget(text: str, words: Vocabulary) -> bool:
    """Whether a text is a banner, a widget, a copyright line, a place, a price."""
    if len(text) > 200:
        return False
    small = len(text) <= 80 and (is_place(text) or _PRICE.search(text) is not None)
    return small or words.banner.match(text) is not None or _COPYRIGHT.search(text) is not None


def is_place(text: str) -> bool:
    """Whether a text is a town with its state or a postal code, as pages guess them of their visitor."""
    return len(text) <= 80 and _PLACE.search(text) is not None


def is_run_together(text: str, words: Vocabulary) -> bool:
    """Whether a line is the entries of a menu without what parted them: titles and no grammar."""
    entries = [word for word in text.split() if word[0].isalpha()]
    if len(entries) < RUN_TOGETHER or _STOP.search(text):
        return False
    spoken = [word for word in folded_words(text) if len(word) > 1 and word not in _TITLED]
    grammar = sum(word in words.plain for word in spoken)
    most = GRAMMAR * len(entries) if len(entries) >= LONG_RUN else 0
    return sum(word[0].isupper() for word in entries) >= len(entries) - 1 and grammar <= most


def is_glued(text: str) -> bool:
    """Whether entries of a menu lost the spaces between them: "ChairsDesksLampsRugs"."""
    return len(text) <= 200 and _GLUED.search(text) is not None


def is_loud(text: str) -> bool:
    """Whether even a bare link with these words is news: "Generative AI Disclosure"."""
    return _LOUD.search(text) is not None


def only_page_words(words: Sequence[str], lists: Vocabulary) -> bool:
    """Whether words are those of a page's handling, at least one of them, and carry no other sense."""
    known = all(
        word in lists.page or word in lists.plain or len(word) == 1 or word.isdigit() for word in words
    )
    return known and any(word in lists.page for word in words)
