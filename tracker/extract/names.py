"""What an element is called in class, id, role and label tells what it may be."""

import re
from functools import lru_cache

from tracker.extract.tree import HEADINGS, Node
from tracker.extract.vocabulary import furniture_names

SHORT_CHARS = 80

_VENDOR_KINDS = ("notice", "vendor", "widget", "unseen")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=8192)
def _kinds(names: str) -> frozenset[str]:
    """The kinds of furniture that names speak of; "notice" where the policy itself bears a vendor's name."""
    return frozenset().union(*map(_kinds_of_name, names.split()))


@lru_cache(maxsize=8192)
def _kinds_of_name(names: str) -> frozenset[str]:
    known = furniture_names()
    kinds = {known.kinds[piece] for piece in map(str.lower, _PIECE.findall(names)) if piece in known.kinds}
    for match in known.vendors.finditer(names.lower()):
        kinds.add(_VENDOR_KINDS[(match.lastindex or 1) - 1])
    return frozenset(kinds)


def kinds_of(node: Node) -> frozenset[str]:
    """The kinds of furniture that an element's names speak of."""
    attributes = node.attributes
    if not attributes:
        return frozenset()
    names = [attributes.get(key) or "" for key in ("class", "id", "role", "aria-label")]
    return _kinds(" ".join(names)[:300])


def is_unseen(node: Node) -> bool:
    """Whether an element is short text for screen readers, or an advertisement in a table."""
    if node.tag in HEADINGS:
        return False
    kinds = kinds_of(node)
    if "unseen" in kinds:
        return len(label_of(node)) < SHORT_CHARS
    return (
        "ads" in kinds
        and node.tag in {"div", "ins", "aside"}
        and len(label_of(node)) < SHORT_CHARS
        and _has_link(node)
    )


def _has_link(node: Node) -> bool:
    return any(kid.tag == "a" or _has_link(kid) for kid in node.elements())


def label_of(node: Node) -> str:
    """The first characters of the text inside."""
    return text_of(node, SHORT_CHARS)


def text_of(node: Node, chars: int) -> str:
    """The beginning of the text inside, on one line."""
    parts: list[str] = []
    _collect(node, parts, chars)
    return " ".join("".join(parts).split())[:chars]


def _collect(node: Node, parts: list[str], pieces: int) -> None:
    for kid in node.kids:
        if len(parts) > pieces:
            return
        if isinstance(kid, str):
            parts.append(kid[: 10 * pieces])
        else:
            _collect(kid, parts, pieces)
