"""Two editions of a policy on one page: the one in force, the one announced."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from tracker.extract.dates import stated_dates
from tracker.extract.document import Block, Document
from tracker.judge.likeness import agreement, folded, sentence_words

SHARED_AT_LEAST = 0.35  # of the smaller edition's words, in blocks that stand in both; X's pages: 0.5 to 0.8
WORDS_AT_LEAST = 150  # an edition shorter than this is a summary or a notice
SIZE_AT_LEAST = 0.4  # of the longer edition; a list of contents or a summary is shorter
NOTICE_CHARACTERS = 400
BLOCK_WORDS = 4  # shorter blocks repeat by chance

_UPCOMING = re.compile(
    r"will (?:go into|take|come into|be|become) effect|will become effective|(?:takes|going into) effect on"
    r"|upcoming|new version|updated (?:privacy )?(?:policy|notice)"
    r"|wordt van kracht|zal ingaan|gaat in op|nieuwe versie"
    r"|entrera? en vigueur|prendra effet|nouvelle version"
    r"|tritt am|treten am|in kraft treten|neue fassung|künftige"
    r"|entrará en vigor|nueva versión|entrerà in vigore|nuova versione",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"effective until|in effect until|valid until|until then"
    r"|current (?:version|(?:privacy )?(?:policy|notice|statement))"
    r"|previous (?:version|(?:privacy )?(?:policy|notice))|prior (?:version|policy)"
    r"|huidige|geldig tot|van kracht tot|actuelle|en vigueur jusqu|valable jusqu"
    r"|derzeit|aktuelle|gültig bis|bisherige|vigente hasta|actual|attuale|in vigore fino",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^\W*(?:effective|last (?:updated|modified)|ingangsdatum|laatst|date d'effet|dernière|gültig|stand\b"
    r"|zuletzt|vigencia|última|in vigore|ultimo)"
    r"|(?:made|making|have) (?:some |certain |the following )?(?:updates|changes|updated)"
    r"|(?:heb(?:ben)?|is|zijn) .{0,60}(?:bijgewerkt|gewijzigd)|(?:mis|mettons) à jour|avons modifié"
    r"|(?:haben|wurde) .{0,60}(?:aktualisiert|geändert)|hemos (?:actualizado|modificado)"
    r"|abbiamo (?:aggiornato|modificato)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"effective|current|until|updates?\b|polic(?:y|ies)|notice|version|datum|huidig|beleid|vigueur|politique"
    r"|gültig|fassung|erklärung|vigente|política|attuale|informativa",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Editions:
    """The texts of one page."""

    subject: Document
    """The text to compare: the upcoming one where there are two, else the whole page."""

    current: Document | None = None
    """The text that still applies, where an upcoming one stands beside it."""

    twice: bool = False
    """Whether the page holds one and the same text two times, with no announcement."""

    @property
    def announces(self) -> bool:
        """Whether an upcoming text stands beside the current one."""
        return self.current is not None


def editions(document: Document, known: Document | None = None) -> Editions:
    """Tell the texts of a page apart.

    `known` is the text that applied before, where there is one: where the page's own words do not say
    which edition is which, the one that is more like it is the current one. A page with one text
    gives that text; so does a page whose two halves share too little to be editions of one policy.
    """
    cut = _cut(document.blocks)
    if cut is None:
        return Editions(document)
    first, second = _part(document, 0, cut), _part(document, cut, len(document.blocks))
    shorter, longer = sorted((first.words, second.words))
    if shorter < WORDS_AT_LEAST or shorter < SIZE_AT_LEAST * longer:
        return Editions(document)
    if agreement(sentence_words(first), sentence_words(second)) > 0.97 and not _speaks(first, second):
        return Editions(first, twice=True)
    upcoming, current = (first, second) if _first_is_upcoming(first, second, known) else (second, first)
    return Editions(upcoming, current)


def compared(old: Document, new: Document) -> tuple[Document, Document]:
    """The two texts that a change is about; its edits, findings and reports count their blocks in them."""
    before = editions(old)
    return before.subject, editions(new, known=before.current or before.subject).subject


def is_notice(text: str) -> bool:
    """Whether a sentence speaks of the policy's own editions: which is coming, current or effective."""
    return len(text) <= NOTICE_CHARACTERS and bool(
        _UPCOMING.search(text) or _CURRENT.search(text) or _DATED.search(text)
    )


def _cut(blocks: tuple[Block, ...]) -> int | None:
    """Index at which the text begins a second time; None where it does not."""
    keys = [folded(block.text) for block in blocks]
    words = [key.count(" ") + 1 for key in keys]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if words[index] >= BLOCK_WORDS:
            places[key].append(index)
    pairs = _rising([(at[0], at[1]) for at in places.values() if len(at) == 2])
    if len(pairs) < 5:
        return None
    straddling = _straddling(pairs, words)
    begins = min(late for _, late in straddling)
    shared = sum(words[early] for early, _ in straddling)
    smaller = min(sum(words[:begins]), sum(words[begins:]))
    if not smaller or shared / smaller < SHARED_AT_LEAST:
        return None
    return _walk_back(blocks, max(early for early, _ in straddling), begins)


def _straddling(pairs: list[tuple[int, int]], words: list[int]) -> list[tuple[int, int]]:
    """The pairs around that cut which has most repeated words on both sides of it."""
    weight, best, cut = 0, 0, 0
    steps = sorted(
        [(early + 1, words[early]) for early, _ in pairs]
        + [(late + 1, -words[early]) for early, late in pairs]
    )
    for place, step in steps:
        weight += step
        if weight > best:
            best, cut = weight, place
    return [(early, late) for early, late in pairs if early < cut <= late]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose both places rise; a moved or chance repetition falls out."""
    pairs.sort()
    tails: list[int] = []
    tail_of: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for index, (_, late) in enumerate(pairs):
        rank = bisect_left(tails, late)
        if rank == len(tails):
            tails.append(late)
            tail_of.append(index)
        else:
            tails[rank], tail_of[rank] = late, index
        before[index] = tail_of[rank - 1] if rank else -1
    chain, index = [], tail_of[-1] if tail_of else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _walk_back(blocks: tuple[Block, ...], last_of_first: int, begins: int) -> int:
    """Take the second text's own title, date line and notice with it."""
    while begins - 1 > last_of_first:
        above = blocks[begins - 1]
        short = len(above.text.split()) <= 60
        if not short or not (above.kind == "heading" or _NOTICE.search(above.text)):
            break
        if re.match(
            r"\W*(?:view|see|read|voir|bekijk|ansehen|ver|vedi)\b.{0,40}$", above.text, re.IGNORECASE
        ):
            break  # a closing link of the first text
        begins -= 1
    return begins


def _part(document: Document, start: int, end: int) -> Document:
    blocks = document.blocks[start:end]
    return replace(document, blocks=blocks, dates=stated_dates(blocks, document.language))


def _head(document: Document) -> str:
    return " ".join(block.text for block in document.blocks[:4])


def _speaks(first: Document, second: Document) -> bool:
    heads = _head(first), _head(second)
    return any(_UPCOMING.search(head) or _CURRENT.search(head) for head in heads)


def _first_is_upcoming(first: Document, second: Document, known: Document | None) -> bool:
    """By the words above each text; by likeness to the known text where those do not decide."""
    votes: Counter[bool] = Counter()
    for is_first, part in ((True, first), (False, second)):
        head = part.blocks[:4]
        votes[is_first] += sum(bool(_UPCOMING.search(block.text)) for block in head)
        votes[not is_first] += sum(
            bool(_CURRENT.search(block.text) and not _UPCOMING.search(block.text)) for block in head
        )
    if votes[True] == votes[False] and known is not None:
        text = sentence_words(known)
        likeness = agreement(sentence_words(first), text), agreement(sentence_words(second), text)
        return likeness[0] < likeness[1]
    return votes[True] >= votes[False]
