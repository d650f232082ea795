"""The policy is the part of a page where the prose about data stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extract import furniture
from tracker.extract.edges import edge_furniture, trimmed
from tracker.extract.line import Line
from tracker.extract.path import find_path
from tracker.extract.tables import is_data_table
from tracker.extract.title import with_title_and_date
from tracker.extract.tree import Node, Tree
from tracker.extract.weigh import Weights, weigh

DESCEND_SHARE = 0.92
"""One child with this share of the prose is the policy; the rest around it is furniture or comes back."""

HINT_SHARE = 0.8
"""Last time's root is taken again if it holds this share of what would be found without it."""

THIN_SHARE = 0.35
"""Less policy prose among all prose than this does not count against the policy's own element."""

LEFTOVER_PROSE = 40.0
"""Policy prose that makes something beside the root part of the policy."""


STRAY_PROSE = 10.0
"""Policy prose that keeps a line of text which stands directly in an element around the root."""


@dataclass(slots=True)
class Region:
    """The lines of the policy and how they were found."""

    lines: list[Line]
    root: Node
    share: float
    pruned: list[tuple[Node, str, int]]


def whole(tree: Tree, lines: list[Line]) -> Region:
    """Every line: someone chose the parts of the page by hand."""
    return Region(lines, tree.root, 1.0, [])


def find_region(tree: Tree, lines: list[Line], hint: str = "") -> Region:
    """The lines that belong to the policy."""
    weigh(lines)
    weights = Weights(tree, lines)
    total = weights.prose[0]
    pruned: list[tuple[Node, str, int]] = []
    gone = bytearray(len(tree.nodes))

    def drop(node: Node, reason: str) -> None:
        pruned.append((node, reason, weights.words[node.index]))
        gone[node.index : node.end] = b"\1" * (node.end - node.index)
        weights.subtract(node)

    furniture.prune(tree, lines, weights, drop)
    root = _root(tree, weights, gone)
    if hint:
        root = _hinted(tree, weights, hint, root)
    for node in _outside(root, weights, gone):
        drop(node, "outside")
    for node in list(edge_furniture(root, weights, gone)):
        drop(node, "edge")
    around = {node.index for node in root.ancestors()}
    kept = [
        line
        for line in lines
        if not gone[line.node.index] and (line.node.index not in around or line.weight >= STRAY_PROSE)
    ]
    kept = with_title_and_date(trimmed(kept), lines, tree.title)
    share = weights.prose[0] / total if total else 0.0
    return Region(kept, root, share, pruned)


def _root(tree: Tree, weights: Weights, gone: bytearray) -> Node:
    """The smallest element that holds nearly all policy prose."""
    root = tree.root
    while True:
        inside = [kid for kid in root.elements() if not gone[kid.index]]
        best = max(inside, key=lambda kid: weights.prose[kid.index], default=None)
        if best is None or weights.prose[best.index] <= 0 or (best.tag == "table" and is_data_table(best)):
            return root
        thin = sum(weights.prose[kid.index] for kid in inside if kid is not best and _is_thin(kid, weights))
        if weights.prose[best.index] < DESCEND_SHARE * (weights.prose[root.index] - thin):
            return root
        root = best


def _is_thin(node: Node, weights: Weights) -> bool:
    """Whether little of the prose in an element is about data: a widget's manual, a story."""
    return weights.prose[node.index] < THIN_SHARE * weights.plain[node.index]


def _hinted(tree: Tree, weights: Weights, hint: str, root: Node) -> Node:
    """Last time's root, where it is still there and holds nearly as much."""
    again = max(find_path(tree, hint), key=lambda node: weights.prose[node.index], default=None)
    if again is not None and weights.prose[again.index] >= HINT_SHARE * weights.prose[root.index] > 0:
        return again
    return root


def _outside(root: Node, weights: Weights, gone: bytearray) -> Iterator[Node]:
    """What stands beside the root, on every level up, unless it is rich in policy prose."""
    inner = root
    for above in root.ancestors():
        for kid in above.elements():
            if kid is not inner and not gone[kid.index] and not _is_policy(kid, weights):
                yield kid
        inner = above


def _is_policy(node: Node, weights: Weights) -> bool:
    at = node.index
    prose = weights.prose[at]
    return (
        prose >= LEFTOVER_PROSE
        and prose >= 0.5 * weights.plain[at]
        and weights.link_share(node) < 0.3
        and not weights.controls[at]
        and node.tag not in {"footer", "nav", "aside"}
    )
