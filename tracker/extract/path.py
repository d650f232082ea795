"""The way from the top of a page to an element is written like a CSS selector."""

import re

from tracker.extract.tree import Node, Tree

_WRITTEN_BY_HAND = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}\Z")


def path_of(node: Node) -> str:
    """Tags from the top, with the ids that look written by hand: `html>body>div#content>div`."""
    return ">".join(reversed([_step(above) for above in (node, *node.ancestors())]))


def find_path(tree: Tree, path: str) -> list[Node]:
    """All elements with that path."""
    found = [tree.root]
    for step in path.split(">")[1:]:
        found = [kid for node in found for kid in node.elements() if _step(kid) == step]
    return found


def _step(node: Node) -> str:
    name = node.get("id")
    return f"{node.tag}#{name}" if _WRITTEN_BY_HAND.match(name) else node.tag
