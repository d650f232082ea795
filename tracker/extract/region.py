"""The policy is the part of a page where the prose about data stands."""

import re
from dataclasses import dataclass

from tracker.extract.lines import Line
from tracker.extract.tree import Node, Tree
from tracker.extract.vocabulary import STEM, vocabulary

DESCEND_SHARE = 0.92
"""One child with this share of the prose is the policy; the rest around it is furniture or comes back."""

PROSE_WORDS = 7
"""Shorter lines are headings, items, menu entries: they count for nothing in finding the text."""


@dataclass(slots=True)
class Region:
    """The lines of the policy and how they were found."""

    lines: list[Line]
    root: Node
    share: float
    pruned: list[tuple[Node, str, int]]


class Weights:
    """Prose and words of every element, summed over what it contains."""

    __slots__ = ("linked", "prose", "words")

    def __init__(self, tree: Tree, lines: list[Line]) -> None:
        size = len(tree.nodes)
        self.prose = [0.0] * size
        self.words = [0] * size
        self.linked = [0] * size
        for line in lines:
            at = line.node.index
            self.prose[at] += weight_of(line)
            self.words[at] += line.words
            self.linked[at] += line.linked
        for node in reversed(tree.nodes):
            if node.parent is not None:
                above = node.parent.index
                self.prose[above] += self.prose[node.index]
                self.words[above] += self.words[node.index]
                self.linked[above] += self.linked[node.index]


def weight_of(line: Line) -> float:
    """Words of a line of prose; text about data counts three times as much as any other."""
    if line.words < PROSE_WORDS or line.linked * 3 > line.words:
        return 0.0
    stems = vocabulary().policy
    hits = sum(word[:STEM] in stems for word in line.text.lower().split())
    return line.words * (0.3 + min(0.7, 7 * hits / line.words))


_NAV = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|cookie-?banner|skip)", re.IGNORECASE
)


def find_region(tree: Tree, lines: list[Line], hint: str = "") -> Region:
    """The lines that belong to the policy."""
    weights = Weights(tree, lines)
    total = weights.prose[0]
    pruned = []
    dropped = [False] * len(tree.nodes)
    for node in tree.nodes[1:]:
        if dropped[node.index]:
            continue
        if node.tag in {"nav", "footer", "aside"} or _NAV.search(node.get("class") + " " + node.get("id")):
            if weights.prose[node.index] < 0.15 * total:
                pruned.append((node, "furniture", weights.words[node.index]))
                for index in range(node.index, node.end):
                    dropped[index] = True
    kept = [line for line in lines if not dropped[line.node.index]]
    weights = Weights(tree, kept)
    root = tree.root
    while True:
        best = max(
            (kid for kid in root.kids if isinstance(kid, Node)),
            key=lambda kid: weights.prose[kid.index],
            default=None,
        )
        if (
            best is None
            or weights.prose[best.index] < DESCEND_SHARE * weights.prose[root.index]
            or best.tag == "table"
        ):
            break
        root = best
    inside = [line for line in kept if root.index <= line.node.index < root.end]
    return Region(inside, root, weights.prose[root.index] / total if total else 0.0, pruned)


def whole(tree: Tree, lines: list[Line]) -> Region:
    """Every line: someone chose the parts of the page by hand."""
    return Region(lines, tree.root, 1.0, [])
