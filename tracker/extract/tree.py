"""A page becomes a tree of the elements that can hold visible text."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from tracker.extract.defuse import defused, flattened

MAX_CHARS = 5_000_000
"""Pages are cut here; the largest real policy page seen has 1.5 million characters."""

MAX_DEPTH = 200
"""Elements nested deeper are read as children of the one at this depth; real pages stay below 60."""

MAX_NODES = 80_000
"""What comes later on the page is not read; the largest real page seen has 9,000."""

INVISIBLE = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "canvas", "audio", "video"}
    | {"map", "datalist", "select", "textarea", "svg", "math", "head", "input", "img", "meta", "link"}
    | {"title", "param", "source", "track", "frameset", "noframes", "noembed"}
)
"""Elements whose content no reader sees as text."""

_CONTROLS = frozenset({"input", "select", "textarea"})


HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Node:
    """One element; its kids are nodes and pieces of text in order."""

    __slots__ = ("attributes", "controls", "end", "index", "kids", "parent", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: "Node | None", index: int
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.index = index
        """Position in document order."""
        self.end = index + 1
        """Index after the last element inside."""
        self.kids: list[Node | str] = []
        self.controls = 0
        """Form fields directly inside."""

    def get(self, name: str) -> str:
        """An attribute; "" where it is missing or empty."""
        return self.attributes.get(name) or ""

    def elements(self) -> list["Node"]:
        """The elements directly inside."""
        return [kid for kid in self.kids if not isinstance(kid, str)]

    def ancestors(self) -> Iterator["Node"]:
        """Parent, its parent, up to the root."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class Tree:
    """All elements of a page in document order, the first being `html`."""

    __slots__ = ("language", "nodes", "title")

    def __init__(self, nodes: list[Node], title: str, language: str | None) -> None:
        self.nodes = nodes
        self.title = title
        """Text of `<title>`."""
        self.language = language
        """ISO 639-1 code that `<html lang>` declares."""

    @property
    def root(self) -> Node:
        return self.nodes[0]


def parse(page: str) -> Tree:
    """The tree of a page of HTML, whatever it is made of; costs are linear in its size."""
    page = defused(page[:MAX_CHARS])
    try:
        parser = LexborHTMLParser(page)
    except SelectolaxError:
        parser = LexborHTMLParser(flattened(page))
    root = parser.root
    if root is None:
        return Tree([Node("html", {}, None, 0)], "", None)
    head_title = parser.css_first("head > title")
    title = " ".join(head_title.text().split()) if head_title is not None else ""
    nodes = [Node("html", root.attributes, None, 0)]
    levels = {root.mem_id: (nodes[0], 0)}
    for item in root.traverse(include_text=True):
        tag = item.tag
        parent = item.parent
        place = levels.get(parent.mem_id) if parent is not None else None
        if place is None or tag in INVISIBLE or not tag:
            if place is not None and tag in _CONTROLS and item.attributes.get("type") != "hidden":
                place[0].controls += 1
            continue
        above, depth = place
        if tag == "-text":
            text = item.text_content
            if text:
                above.kids.append(text)
        elif tag[0] not in "-!":
            if len(nodes) >= MAX_NODES:
                break
            node = Node(tag, item.attributes, above, len(nodes))
            above.kids.append(node)
            nodes.append(node)
            levels[item.mem_id] = (node, depth + 1) if depth < MAX_DEPTH else (above, depth)
    for node in reversed(nodes):
        if node.parent is not None and node.end > node.parent.end:
            node.parent.end = node.end
    return Tree(nodes, title, _language(root.attributes))


def _language(attributes: dict[str, str | None]) -> str | None:
    code = (attributes.get("lang") or attributes.get("xml:lang") or "").strip().lower()[:2]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
