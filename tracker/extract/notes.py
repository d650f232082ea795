"""A footnote is called by a small number in the text, and leads back by an arrow."""

import re

from tracker.extract.tree import Node

_CALL = re.compile(r"\s*(?:[\[(]?\s*\d{1,3}\s*[\])]?|[*†‡§]{1,3})\s*\Z")
_BACK = re.compile(r"\s*[↩↑↵⤴⏎⬆^\ufe0e\ufe0f\s]{1,6}\Z")
_LONGEST = 12


def is_call(node: Node) -> bool:
    """Whether a raised link calls a note: it is set apart from the word before, so that this stays a word."""
    link = node if node.tag == "a" else next((kid for kid in node.elements() if kid.tag == "a"), None)
    raised = node.tag == "sup" or any(kid.tag == "sup" for kid in node.elements())
    return raised and link is not None and "#" in link.get("href") and bool(_CALL.match(_text(node)))


def is_way_back(node: Node) -> bool:
    """Whether a link is nothing but an arrow from a note to its call."""
    return node.tag == "a" and node.get("href").startswith("#") and bool(_BACK.match(_text(node)))


def _text(node: Node) -> str:
    """What stands inside, as far as a call or an arrow could be."""
    text = ""
    for kid in node.kids:
        text += kid if isinstance(kid, str) else _text(kid)
        if len(text) > _LONGEST:
            break
    return text
