"""What a re-worded sentence changes is judged by the words that were swapped."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tracker.compare.comparison import Edit, EditClass
from tracker.compare.contact import (
    MAX_MASKED,
    differ_in_contacts,
    differ_in_mail,
    differ_in_tracking,
    differ_in_ways,
    holds_address,
    is_address_swap,
    is_contact_swap,
)
from tracker.compare.figures import figures_class, is_count, is_term_swap, names_term
from tracker.compare.fold import fold, folded_words
from tracker.compare.furniture import BARE_WORDS, is_loud, is_place, is_widget, only_page_words
from tracker.compare.pointing import is_pointed_to, said_once
from tracker.compare.vocabulary import Vocabulary
from tracker.extract.dates import is_date_line, without_dates

Swap = tuple[str, str]
"""What was deleted and what was inserted at one place, as written."""
Renames = frozenset[tuple[str, str]]
"""Folded names that were swapped throughout the text."""

MAX_SET_OFF = 2_500
"""Pairs of swapped words that are looked at for the same sense; a sentence that swaps 50 is written anew."""
MAX_WORD = 40
"""Letters of a word that can be misspelt; what is longer was written to cost time."""
MANY_WORDS = 4
"""Words of content whose swap is of substance whatever they are."""
RENAMED_TIMES = 3
"""Sentences in which the same two names are swapped, to speak of a renaming."""

_COUNT = re.compile(r"\d")
_INITIALS = re.compile(r"\(\W{0,2}[A-Z][A-Za-z&-]{1,9}\W{0,2}\)")
_ZIP = re.compile(r"\s*\d{5}(?!\d)")
_RESPONSIBLE = re.compile(
    r"\bcontroller|\bresponsible (?:for|party)|\boperated by"
    r"|verantwoordelijke|verantwortlich|responsable d|titolare",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Scene:
    """The two sentences that a swap stands in."""

    words: Vocabulary
    renamed: Renames
    old: frozenset[str]
    """Folded words of the old sentence."""
    new: frozenset[str]
    before: tuple[str, ...]
    """The same in order."""
    after: tuple[str, ...]
    short: bool
    """Whether one of them is a few words."""
    counter: bool
    """Whether they are a label with a figure of no weight."""
    responsible: bool
    """Whether they say who is responsible."""
    addressed: bool
    """Whether both hold a postal address."""

    @classmethod
    def of(cls, old: str, new: str, words: Vocabulary, renamed: Renames) -> "_Scene":
        ordered = tuple(folded_words(old)), tuple(folded_words(new))
        before, after = map(frozenset, ordered)
        short = min(len(old.split()), len(new.split())) <= BARE_WORDS
        counter = short and not names_term(new) and not any(w in words.practice for w in before | after)
        return cls(
            words,
            renamed,
            before,
            after,
            *ordered,
            short,
            counter,
            _RESPONSIBLE.search(new) is not None,
            holds_address(old) and holds_address(new) and not names_term(new),
        )


def swaps(edit: Edit) -> Iterator[Swap]:
    """The swaps of a replacement, in order."""
    gone = come = ""
    for mark, text in (*edit.words, ("equal", "")):
        if mark == "delete":
            gone += text
        elif mark == "insert":
            come += text
        elif gone or come:
            yield gone.strip(), come.strip()
            gone = come = ""


def renames(edits: Sequence[Edit]) -> Renames:
    """Names that one change swaps for others again and again: a company, a product."""
    counted: Counter[tuple[str, str]] = Counter()
    for edit in edits:
        counted.update(
            {(fold(gone), fold(come)) for gone, come in swaps(edit) if _is_name(gone) and _is_name(come)}
        )
    return frozenset(pair for pair, count in counted.items() if count >= RENAMED_TIMES)


_INSIDE_NAMES = frozenset(("for", "of", "the", "de", "des", "du", "la", "für", "van", "di", "del"))


def _is_name(text: str) -> bool:
    """Whether a text is one to four capitalised words without a figure, as "Bread for Friends"."""
    words = [word for word in re.findall(r"[^\W_]+", text) if word not in _INSIDE_NAMES]
    return 0 < len(words) <= 4 and all(word[0].isupper() and not _COUNT.search(word) for word in words)


def replaced_class(edit: Edit, words: Vocabulary, renamed: Renames) -> EditClass:
    """The class of a replacement: that of its weightiest swap."""
    old = " ".join(sentence.text for sentence in edit.old)
    new = " ".join(sentence.text for sentence in edit.new)
    masked = _masked_class(old, new, words)
    if masked is not None:
        return masked
    if is_widget(old, words) and is_widget(new, words):
        return EditClass.FURNITURE
    if is_date_line(old) or is_date_line(new):
        before, after = folded_words(without_dates(old)), folded_words(without_dates(new))
        return _plain_swap(before, after, words, handling=True)
    if is_count(old) and is_count(new):
        return EditClass.FURNITURE
    if words.is_guide(folded_words(old)) and words.is_guide(folded_words(new)):
        return EditClass.WORDING
    scene = _Scene.of(old, new, words, renamed)
    classes = [
        _swap_class(swap, around, scene) for swap, around in zip(swaps(edit), _around(edit), strict=True)
    ]
    highest = max(classes, default=EditClass.SPACE)
    return EditClass.WORDING if highest > EditClass.WORDING and _same_bag(old, new) else highest


def _masked_class(old: str, new: str, words: Vocabulary) -> EditClass | None:
    """The class of a replacement that touches nothing but addresses, dates or numbers to call."""
    if fold(old) == fold(new):
        return EditClass.LINKS if "protected]" in old + new else EditClass.SPACE
    if len(old) + len(new) > MAX_MASKED:
        return None
    if differ_in_tracking(old, new):
        return EditClass.LINKS
    if fold(without_dates(old)) == fold(without_dates(new)):
        return EditClass.DATE if is_date_line(old) or is_date_line(new) else EditClass.WORDING
    if "protected]" in old + new and differ_in_mail(old, new):
        return EditClass.LINKS
    ways = differ_in_contacts(old, new) or differ_in_ways(old, new, words)
    return EditClass.WORDING if ways else None


def _around(edit: Edit) -> list[Swap]:
    """The equal text before and after each swap."""
    around: list[Swap] = []
    before, lead, in_swap = "", "", False
    for mark, text in (*edit.words, ("equal", "")):
        if mark != "equal":
            lead, in_swap = before, True
            continue
        if in_swap:
            around.append((lead, text[:60]))
        before, in_swap = (before + text)[-60:], False
    return around


def _swap_class(swap: Swap, around: Swap, scene: _Scene) -> EditClass:
    gone, come = swap
    if fold(gone) == fold(come) or not re.search(r"\w", gone + come) or _is_spelt_anew(gone, come):
        return EditClass.SPACE
    named = _named_class(gone, come, around, scene)
    if named is not None:
        return named
    if _COUNT.search(gone + come):
        return EditClass.FURNITURE if scene.counter else figures_class(gone, come, *around)
    if is_term_swap(gone, come, around[1]):
        return EditClass.SUBSTANCE
    highest = _plain_swap(*_said_once(gone, come, scene), scene.words, handling=scene.short, scene=scene)
    if highest != EditClass.WORDING or scene.short or _is_part_of_name(gone, come, around):
        return highest
    lost, won = _names(gone, around, scene.new, scene.words), _names(come, around, scene.old, scene.words)
    return EditClass.SUBSTANCE if bool(lost) != bool(won) else EditClass.WORDING


def _turns_round(lost: Sequence[str], won: Sequence[str], scene: _Scene) -> bool:
    """Whether words that came or went turn a sentence round, or are news wherever they stand."""
    return any(word in scene.words.weighty for word in (*lost, *won)) or is_loud(
        " ".join(word for word in (*lost, *won) if word not in scene.old & scene.new)
    )


def _is_part_of_name(gone: str, come: str, around: Swap) -> bool:
    """Whether a word came into a name or went out of it, or its initials were put behind it."""
    if gone and come:
        return False
    text, (lead, trail) = gone or come, around
    if _INITIALS.fullmatch(text):
        return True
    names = re.findall(r"[^\W_]+", text)
    beside = re.search(r"[A-ZÀ-Þ]\w*\s*$", lead) or re.match(r"\s*[A-ZÀ-Þ]", trail)
    return (
        len(names) <= 2
        and all(name[0].isupper() for name in names)
        and bool(beside)
        and text == " ".join(names)
    )


def _named_class(gone: str, come: str, around: Swap, scene: _Scene) -> EditClass | None:
    """The class of a swap of names, places, addresses, titles of pages; None where it is none."""
    if (fold(gone), fold(come)) in scene.renamed or is_contact_swap(gone, come, scene.words):
        return EditClass.WORDING
    if scene.addressed and is_address_swap(gone, come, scene.words):
        return EditClass.WORDING
    replaced = not scene.new.issuperset(folded_words(gone))  # else it stands elsewhere, and one was added
    turned = any(word in scene.words.weighty for word in folded_words(f"{gone} {come}"))  # "No", "Yes"
    if replaced and not turned and _is_name(gone) and _is_name(come):
        return EditClass.SUBSTANCE if scene.responsible else EditClass.WORDING
    if is_place(gone) or is_place(come) or (scene.short and _ZIP.match(gone + " " + come)):
        return EditClass.FURNITURE if scene.short else EditClass.WORDING
    pointed = is_pointed_to(gone, come, *around) and not _turns_round(*_said_once(gone, come, scene), scene)
    return EditClass.WORDING if pointed else None


def _said_once(gone: str, come: str, scene: _Scene) -> tuple[list[str], list[str]]:
    """The words of a swap that the other sentence does not say as well."""
    return said_once(folded_words(gone), scene.after), said_once(folded_words(come), scene.before)


def _is_spelt_anew(gone: str, come: str) -> bool:
    """Whether two sides have the same words, some of them spelt anew."""
    lost, won = folded_words(gone), folded_words(come)
    return len(lost) == len(won) and all(
        one == other or _unaccented(one) == _unaccented(other) or (len(one) > 4 and _misspelt(one, other))
        for one, other in zip(lost, won, strict=True)
    )


def _names(text: str, around: Swap, other: frozenset[str], words: Vocabulary) -> set[str]:
    """Capitalised words of a swap that the other sentence lacks: recipients, countries, products.

    The first word of a sentence is written large whatever it is.
    """
    inside = text if around[0].strip() else text[:1].lower() + text[1:]
    found = {word.lower() for word in re.findall(r"(?<![^\W_])[A-ZÀ-Þ]\w+", inside)}
    return {word for word in found - other if word not in words.plain and word not in words.practice}


def _plain_swap(
    gone: Sequence[str],
    come: Sequence[str],
    words: Vocabulary,
    *,
    handling: bool,
    scene: _Scene | None = None,
) -> EditClass:
    """The class of a swap of words, by what is left when the words on both sides are set off.

    `handling` tells that the text is no prose: there, words about a page's handling are furniture. A word
    that still stands in the other sentence of the `scene` is neither lost nor won.
    """
    old, new = Counter(gone), Counter(come)
    lost, won = list((old - new).elements()), list((new - old).elements())
    if all(len(word) == 1 and word.isalpha() for word in lost + won):
        return EditClass.SPACE if lost or won or not old else EditClass.WORDING
    if any(word in words.weighty for word in lost + won):
        return EditClass.SUBSTANCE
    lost, won, closest = _set_off(lost, won, words)
    if scene is not None:
        kept = len(lost) + len(won)
        lost = [word for word in lost if word not in scene.new]
        won = [word for word in won if word not in scene.old]
        closest = max(closest, EditClass.WORDING) if len(lost) + len(won) < kept else closest
    content = [word for word in lost + won if word not in words.plain]
    if not content:
        return max(closest, EditClass.WORDING) if lost or won else closest
    if handling and only_page_words(lost + won, words):
        return EditClass.FURNITURE
    practice = any(word in words.practice and word not in words.faint for word in content)
    return EditClass.SUBSTANCE if practice or len(content) >= MANY_WORDS else EditClass.WORDING


def _set_off(lost: list[str], won: list[str], words: Vocabulary) -> tuple[list[str], list[str], EditClass]:
    """Without the words that are spelt anew, inflected or replaced by a synonym, and the class of these."""
    if len(lost) * len(won) > MAX_SET_OFF:
        return lost, won, EditClass.WORDING
    left, taken, closest = [], set[int](), EditClass.SPACE
    for word in lost:
        for place, other in enumerate(won):
            same = None if place in taken else _same_sense(word, other, words)
            if same is not None:
                taken.add(place)
                closest = max(closest, same)
                break
        else:
            left.append(word)
    return left, [word for place, word in enumerate(won) if place not in taken], closest


def _same_sense(word: str, other: str, words: Vocabulary) -> EditClass | None:
    if _unaccented(word) == _unaccented(other) or (len(word) > 4 and _misspelt(word, other)):
        return EditClass.SPACE
    shared = len(_common(word, other))
    if shared >= 3 and shared >= max(len(word), len(other)) - 3 and min(len(word), len(other)) > 2:
        return EditClass.WORDING
    group = words.groups.get(word)
    return EditClass.WORDING if group is not None and group == words.groups.get(other) else None


def _common(word: str, other: str) -> str:
    length = next(
        (i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return word[:length]


def _unaccented(word: str) -> str:
    stripped = unicodedata.normalize("NFKD", word)
    return "".join(char for char in stripped if not unicodedata.combining(char))


def _misspelt(word: str, other: str) -> bool:
    """Whether two long words differ by one letter, or two neighbours, before their ending."""
    if abs(len(word) - len(other)) > 1 or len(word) > MAX_WORD:
        return False
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    width = sum(max(i2 - i1, j2 - j1) for _, i1, i2, j1, j2 in changes)
    ending = min(len(word), len(other)) - 1
    return (width <= 1 and all(i1 < ending for _, i1, _, _, _ in changes)) or sorted(word) == sorted(other)


def _same_bag(old: str, new: str) -> bool:
    return Counter(folded_words(old)) == Counter(folded_words(new))
