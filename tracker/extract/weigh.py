"""Every element weighs as much as the policy prose in it."""

import re

from tracker.extract.line import Line
from tracker.extract.tree import Node, Tree
from tracker.extract.vocabulary import STEM, vocabulary

PROSE_WORDS = 7
"""Shorter lines are headings, items, menu entries: they count for nothing in finding the text."""

WEAK = 0.4
"""What a word counts that is common in policies and elsewhere."""

_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button)", re.IGNORECASE)

UNKNOWN_SHARE = 0.08
"""Less known prose than this: the page is in a language without a vocabulary."""

FREE_SHARE = 0.02
FULL_SHARE = 0.12
"""Policy words per word: below the first a line weighs nothing, from the second on all its words."""


def weight_of(line: Line) -> float:
    """Words of a line of prose that count as policy text."""
    if not is_prose(line):
        return 0.0
    words = vocabulary()
    strong, weak = words.policy, words.weak
    hits = 0.0
    for word in line.text.lower().split():
        stem = word.lstrip("(\"“'‘«„")[:STEM].rstrip(".,;:)\"”'’»")
        if stem in strong:
            hits += 1
        elif stem in weak:
            hits += WEAK
    share = (hits / line.words - FREE_SHARE) / (FULL_SHARE - FREE_SHARE)
    return line.words * min(1.0, max(0.0, share))


def _is_button(node: Node) -> bool:
    return node.tag == "button" or (node.tag == "a" and bool(_BUTTON.search(node.get("class"))))


def weigh(lines: list[Line]) -> None:
    """Sets the weight of every line; where hardly any word is known, all prose is taken for policy prose."""
    plain = known = 0.0
    for line in lines:
        line.weight = weight_of(line)
        known += line.weight
        plain += line.words if is_prose(line) else 0
    if known < UNKNOWN_SHARE * plain:
        for line in lines:
            line.weight = float(line.words) if is_prose(line) else 0.0


def is_prose(line: Line) -> bool:
    """Whether a line is long enough for a sentence, and no list of links."""
    return line.words >= PROSE_WORDS and line.linked * 3 <= line.words


class Weights:
    """Sums over each element and all it contains, by the element's index."""

    __slots__ = ("controls", "linked", "links", "plain", "prose", "words")

    def __init__(self, tree: Tree, lines: list[Line]) -> None:
        size = len(tree.nodes)
        self.prose = [0.0] * size
        """Weight of policy prose."""
        self.plain = [0] * size
        """Words in lines of prose of any subject."""
        self.words = [0] * size
        self.linked = [0] * size
        """Words that are links."""
        self.links = [0] * size
        """Number of links."""
        self.controls = [0] * size
        """Buttons, form fields."""
        for line in lines:
            at = line.node.index
            self.prose[at] += line.weight
            self.words[at] += line.words
            self.linked[at] += line.linked
            self.links[at] += len(line.links)
            if is_prose(line):
                self.plain[at] += line.words
        for node in reversed(tree.nodes):
            at = node.index
            self.controls[at] += node.controls + _is_button(node)
            if node.parent is not None:
                above = node.parent.index
                self.prose[above] += self.prose[at]
                self.plain[above] += self.plain[at]
                self.words[above] += self.words[at]
                self.linked[above] += self.linked[at]
                self.links[above] += self.links[at]
                self.controls[above] += self.controls[at]

    def subtract(self, node: Node) -> None:
        """Takes an element out of the sums of those around it."""
        at = node.index
        for above in node.ancestors():
            up = above.index
            self.prose[up] -= self.prose[at]
            self.plain[up] -= self.plain[at]
            self.words[up] -= self.words[at]
            self.linked[up] -= self.linked[at]
            self.links[up] -= self.links[at]
            self.controls[up] -= self.controls[at]

    def link_share(self, node: Node) -> float:
        """Share of the words in an element that are links."""
        words = self.words[node.index]
        return self.linked[node.index] / words if words else 0.0
