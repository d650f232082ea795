"""An account with the service itself is no account with another service."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.disclose.disclosure import Disclosure
from tracker.disclose.tokens import fold, words
from tracker.extract.document import Document

_FIRST_BLOCKS = 10  # the title stands among them, after what a page puts before it
_LINKED = "linked-accounts"
_COMMON = frozenset(
    ("social", "third", "connected", "linked", "external", "account", "accounts", "sign", "log")
)
"""Words of titles that are no name of a service."""


def title_words(document: Document) -> frozenset[str]:
    """The words of the headings that a document opens with, where its service is named."""
    opening = document.blocks[:_FIRST_BLOCKS]
    titles = [block.text for block in opening if block.kind == "heading"]
    titles += [block.path[0] for block in opening if block.path]
    return frozenset(words(fold(" ".join(titles)))) - _COMMON


def own_accounts(found: Iterable[Disclosure], title: frozenset[str]) -> Iterator[Disclosure]:
    """Disclosures without accounts of the service that the title names: "your Twitter account" on Twitter."""
    for one in found:
        if one.category == _LINKED and one.state == "disclosed" and words(fold(one.phrase))[0] in title:
            yield replace(one, state="mentioned", rule="own-account")
        else:
            yield one
