"""Every edit gets the class of the most that it touches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.compare.comparison import Edit, EditClass, Sentence
from tracker.compare.contact import is_contact_line
from tracker.compare.figures import is_count_label
from tracker.compare.fold import fold, folded_words
from tracker.compare.furniture import (
    Page,
    is_bare,
    is_glued,
    is_loud,
    is_run_together,
    is_widget,
    only_page_words,
)
from tracker.compare.replacing import Renames, renames, replaced_class
from tracker.extract.dates import is_date_line
from tracker.extract.document import Block, Document
from tracker.recent import recent_object

_UNDECIDED = {"insert", "delete"}
TITLE_WORDS = 20
"""Most words of a line in capitals that is a title."""
POINTER_WORDS = 45
"""Most words of a sentence that only points elsewhere."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The two documents that edits are judged in."""

    old: Page
    new: Page

    @classmethod
    def of(cls, old: Document, new: Document) -> "Surroundings":
        language = new.language or old.language
        return cls(_page(old, language), _page(new, language))


@recent_object(8)
def _page(document: Document, language: str | None) -> Page:
    """A document is compared several times in a check: with what stands, and with what was sighted."""
    return Page(document, language)


def classified(edits: Sequence[Edit], around: Surroundings) -> tuple[Edit, ...]:
    """The same edits with their classes; neighbouring ones that only insert, or delete, become one."""
    renamed = renames([edit for edit in edits if edit.words and edit.edit_class == EditClass.SUBSTANCE])
    return tuple(_joined([replace(edit, edit_class=_class_of(edit, around, renamed)) for edit in edits]))


def _class_of(edit: Edit, around: Surroundings, renamed: Renames) -> EditClass:
    if edit.edit_class != EditClass.SUBSTANCE:
        return edit.edit_class
    if edit.kind == "insert":
        return max(_alone(sentence, around.new, around.old) for sentence in edit.new)
    if edit.kind == "delete":
        return max(_alone(sentence, around.old, around.new) for sentence in edit.old)
    if _in_menu(edit.old, around.old) and _in_menu(edit.new, around.new):
        return EditClass.FURNITURE
    found = replaced_class(edit, around.new.words, renamed)
    if all(_refers(s.text, around.new) for s in (*edit.old, *edit.new)):
        found = min(found, EditClass.WORDING)
    if _is_menu(edit.old, around.old) and _is_menu(edit.new, around.new):
        found = min(found, EditClass.WORDING)
    if _is_around(edit.old, around.old) and _is_around(edit.new, around.new):
        return min(found, max(_around_class(edit.old, around.old), _around_class(edit.new, around.new)))
    return found


def _is_menu(sentences: Sequence[Sentence], page: Page) -> bool:
    """Whether sentences are entries of a menu that run together, in a paragraph of their own or in prose."""
    text = " ".join(sentence.text for sentence in sentences)
    blocks = [page.document.blocks[sentence.block] for sentence in sentences]
    if is_loud(text) or any(block.kind == "row" for block in blocks):
        return False
    return is_run_together(text, page.words) or is_glued(text) or all(is_glued(b.text) for b in blocks)


def _in_menu(sentences: Sequence[Sentence], page: Page) -> bool:
    return all(sentence.block in page.menus for sentence in sentences)


def _is_around(sentences: Sequence[Sentence], page: Page) -> bool:
    return all(page.is_around(sentence.block, sentence.text) for sentence in sentences)


def _around_class(sentences: Sequence[Sentence], page: Page) -> EditClass:
    """The most that a text around the policy's prose can be: near it, it may be its title or its contact."""
    far = all(page.is_far(sentence.block) for sentence in sentences)
    return EditClass.FURNITURE if far else EditClass.WORDING


def _alone(sentence: Sentence, page: Page, other: Page) -> EditClass:
    """The class of a sentence that stands on one side only."""
    text, block = sentence.text, page.document.blocks[sentence.block]
    words = folded_words(text)
    if _stands_in(text, words, other):
        return EditClass.ORDER
    if is_date_line(text):
        return EditClass.DATE
    if sentence.block in page.menus:
        return EditClass.WORDING if is_loud(text) else EditClass.FURNITURE
    named = any(word.isalpha() and len(word) > 1 for word in words)
    if not named or is_widget(text, page.words) or is_count_label(text):
        return EditClass.FURNITURE
    if is_contact_line(text, page.words) or _is_menu([sentence], page):
        return EditClass.WORDING
    bare = is_bare(block) or (block.kind != "row" and len(words) <= 3)
    found = _bare(sentence, block, words, page) if bare else _prose(text, words, page)
    around = block.kind != "heading" and page.is_around(sentence.block, text)
    return min(found, _around_class([sentence], page)) if around else found


def _prose(text: str, words: Sequence[str], page: Page) -> EditClass:
    """The class of a whole sentence: one that only points elsewhere, or tells no practice, is wording."""
    if is_loud(text):
        return EditClass.SUBSTANCE if page.speaks_of_practice(text) else EditClass.WORDING
    refers = _refers(text, page)
    guides = page.words.is_guide(words)
    titled = not text.endswith((".", ":", ";", "?", "!")) and text.isupper() and len(words) <= TITLE_WORDS
    empty = refers or guides or titled or not page.tells_practice(text)
    return EditClass.WORDING if empty else EditClass.SUBSTANCE


def _refers(text: str, page: Page) -> bool:
    """Whether a sentence only points elsewhere, and to nothing loud."""
    pointing = page.words.referral.match(text) is not None
    return pointing and len(text.split()) <= POINTER_WORDS and not is_loud(text)


def _stands_in(text: str, words: Sequence[str], other: Page) -> bool:
    """Whether a text of some length stands in the other document too: it is doubled, or no longer so."""
    return len(words) >= 5 and text in other.text


def _bare(sentence: Sentence, block: Block, words: Sequence[str], page: Page) -> EditClass:
    """The class of a few words outside a menu: a heading, an entry of a list, a link, a stray button."""
    if block.kind == "heading":
        return EditClass.WORDING
    if only_page_words(words, page.words) or fold(sentence.text) in page.headings:
        return EditClass.FURNITURE
    if is_loud(sentence.text):
        return EditClass.SUBSTANCE
    if any(link.start == 0 and link.end >= len(block.text) - 1 for link in block.links):
        return EditClass.FURNITURE
    told = page.speaks_of_practice(sentence.text) and page.belongs(sentence.block)
    return EditClass.SUBSTANCE if told else EditClass.WORDING


def _joined(edits: Sequence[Edit]) -> Iterator[Edit]:
    group: list[Edit] = []
    for edit in edits:
        if group and not (edit.kind in _UNDECIDED and _continues(group[-1], edit)):
            yield _one(group)
            group = []
        group.append(edit)
    if group:
        yield _one(group)


def _one(group: Sequence[Edit]) -> Edit:
    if len(group) == 1:
        return group[0]
    old = tuple(sentence for edit in group for sentence in edit.old)
    new = tuple(sentence for edit in group for sentence in edit.new)
    return replace(group[0], old=old, new=new)


def _continues(last: Edit, edit: Edit) -> bool:
    """Whether an insertion or deletion goes on where the last one ended, in the same section."""
    if last.kind != edit.kind or last.edit_class != edit.edit_class:
        return False
    before, after = (last.new or last.old)[-1], (edit.new or edit.old)[0]
    if after.block == before.block:
        return 0 <= after.start - before.start - len(before.text) <= 1
    return after.block == before.block + 1 and after.start == 0 and before.path == after.path
