"""A line of a page: one heading, paragraph, item or row, with what is needed to judge it."""

import re
from typing import Literal

from tracker.extract.tree import Node

LineKind = Literal["heading", "paragraph", "item", "row", "head", "term", "definition"]

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Line:
    """One line of a page with what is needed to judge it."""

    __slots__ = (
        "bold",
        "cells",
        "columns",
        "kind",
        "level",
        "linked",
        "links",
        "node",
        "text",
        "weight",
        "words",
    )

    def __init__(self, kind: LineKind, text: str, level: int, node: Node) -> None:
        self.kind = kind
        self.text = text
        self.level = level
        self.node = node
        """The innermost block element around it."""
        self.words = text.count(" ") + 1 if text.isascii() else words_of(text)
        self.weight = 0.0
        """Policy prose in it, in words."""
        self.linked = 0
        """How many of the words are links."""
        self.bold = False
        self.links: list[tuple[int, int, str]] = []
        self.cells: tuple[str, ...] = ()
        self.columns: tuple[str, ...] = ()


def words_of(text: str) -> int:
    """Words of a text; two signs of a script without spaces count as one."""
    return text.count(" ") + 1 + len(_UNSPACED.findall(text)) // 2
