"""Page furniture is told from the policy by what it is called together with what is in it.

A name alone decides nothing: policies have sections called `share`, `cookies`, `sign-up`, and stand in
containers called `cookie-policy`, `no-footer`, `modal`. What is taken out must look like furniture inside,
and must not hold a large part of the page's prose about data.
"""

import re
from bisect import bisect_left
from collections.abc import Callable

from tracker.extract.line import Line
from tracker.extract.names import kinds_of, label_of, text_of
from tracker.extract.tree import HEADINGS, Node, Tree
from tracker.extract.vocabulary import vocabulary
from tracker.extract.weigh import Weights

NAME_SHARE = 0.15
"""An element with furniture's name is kept if it holds more of the policy prose than this."""

FOOTER_SHARE = 0.25
"""The same for a footer with a row of links: some say at length what the service is not."""

DIALOG_SHARE = 0.6
"""The same for consent dialogs: short policies meet consent texts of equal length."""

LEAST_PROSE = 60.0
"""What must be left of a policy after dialogs are gone."""

LITTLE_PROSE = 25.0
"""The same where buttons show that it is a consent dialog: some policies are three sentences."""

MAX_BANNER_WORDS = 700
MAX_HEAD_WORDS = 15
"""A banner's wrapper adds its head and a button or two, no sentence."""

FEW_PROSE = 15.0

_TEXT_TAGS = frozenset(
    {
        "html",
        "body",
        "main",
        "article",
        "p",
        "td",
        "th",
        "tr",
        "tbody",
        "li",
        "dt",
        "dd",
        "summary",
        *HEADINGS,
    }
)
_SCRIPT_LINK = re.compile(r"#?\Z|javascript:", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|(?:^|\s)(?:hide|hidden|invisible)(?:\s|\Z)", re.IGNORECASE)
_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_PAGE_TAGS = frozenset({"h1", "main", "article", "footer", "nav"})
Drop = Callable[[Node, str], None]


def prune(tree: Tree, lines: list[Line], weights: Weights, drop: Drop) -> None:
    """Calls `drop` for every element that is furniture, outermost first."""
    _prune_dialogs(tree, weights, drop)
    total = max(weights.prose[0], 1.0)
    headed = _headed_by_furniture(lines, weights, total)
    gone = -1
    for node in tree.nodes[1:]:
        if node.index < gone or node.tag in _TEXT_TAGS:
            continue
        reason = "related" if node.index in headed else _reason(node, weights, total)
        if reason:
            drop(node, reason)
            gone = node.end


def _headed_by_furniture(lines: list[Line], weights: Weights, total: float) -> set[int]:
    """Elements with links or fields that begin with a head such as "You may also like" or "3 comments"."""
    known = vocabulary().related
    found = set()
    for line in lines:
        if line.kind != "heading" or line.words > 8 or not known.match(line.text):
            continue
        above = line.node.parent
        if above is None or above.elements()[0] is not line.node:
            continue
        at = above.index
        if weights.prose[at] < NAME_SHARE * total and (weights.links[at] >= 3 or weights.controls[at]):
            found.add(at)
    return found


def _reason(node: Node, weights: Weights, total: float) -> str:
    """Why an element is furniture; "" for what is not."""
    prose = weights.prose[node.index]
    if not weights.words[node.index] or prose > FOOTER_SHARE * total:
        return ""
    kinds = kinds_of(node)
    linked = weights.link_share(node)
    footer = node.tag == "footer" or "footer" in kinds
    if footer and linked > 0.1 and weights.links[node.index] >= 4:
        return "footer"
    if prose > NAME_SHARE * total:
        return ""
    by_tag = _reason_by_tag(node.tag, linked, prose)
    if by_tag or not kinds or "notice" in kinds:
        return by_tag
    return _reason_by_widget(node, kinds, weights) or _reason_by_name(kinds, node.index, weights)


def _reason_by_tag(tag: str, linked: float, prose: float) -> str:
    if tag == "nav":
        return tag if linked > 0.3 or prose == 0 else ""
    return tag if tag in {"footer", "aside"} and (linked > 0.15 or prose < 30) else ""


def _reason_by_widget(node: Node, kinds: frozenset[str], weights: Weights) -> str:
    """Widgets that bear a vendor's name, and hidden boxes with buttons."""
    at = node.index
    prose = weights.prose[at]
    if "widget" in kinds and prose < 60:
        return "widget"
    small = prose < 80 and weights.words[at] < 150
    return "overlay" if small and "overlay" in kinds and weights.controls[at] and _is_hidden(node) else ""


def _reason_by_name(kinds: frozenset[str], at: int, weights: Weights) -> str:
    """The kind of furniture that an element is called, if what is in it looks like it."""
    prose, words, links, controls = (
        weights.prose[at],
        weights.words[at],
        weights.links[at],
        weights.controls[at],
    )
    linked = weights.linked[at] / words
    looks = {
        "footer": linked > 0.4 or (controls > 0 and weights.plain[at] == 0),
        "menu": linked > 0.4 or (controls > 0 and weights.plain[at] == 0),
        "ads": prose == 0 and (links > 0 or words < 4),
        "share": prose < 12 and (linked > 0.3 or controls > 0),
        "feedback": prose < 12 and (linked > 0.3 or controls > 0),
        "related": prose < 12 and links > 0 and (linked > 0.15 or words < 40),
        "signup": prose < 12 and (controls > 0 or linked > 0.5),
        "overlay": prose < 25 and (controls > 0 or linked > 0.5),
    }
    return next((kind for kind, looks_like in looks.items() if looks_like and kind in kinds), "")


def _is_hidden(node: Node) -> bool:
    return (
        bool(_HIDDEN.search(f"{node.get('style')} {node.get('class')}"))
        or node.get("aria-hidden") == "true"
        or "hidden" in node.attributes
    )


def _prune_dialogs(tree: Tree, weights: Weights, drop: Drop) -> None:
    """Consent banners and managers, as long as a policy is left without them."""
    found: dict[int, tuple[Node, str]] = {}
    decisions: list[int] = []
    for node in tree.nodes[1:]:
        if _decides(node):
            decisions.append(node.index)
            dialog = _dialog_around(node, weights)
            if dialog is not None and _speaks_of_consent(dialog):
                found.setdefault(dialog.index, (dialog, "banner"))
        elif node.tag not in _TEXT_TAGS and (reason := _dialog_reason(node, weights)):
            found[node.index] = (node, reason)
    total = weights.prose[0]
    gone = -1
    for index in sorted(found):
        node, reason = found[index]
        prose = weights.prose[index]
        if index < gone:
            continue
        decided = bisect_left(decisions, index) < bisect_left(decisions, node.end)
        sure = reason == "consent" and decided and not _holds_a_page(tree, node)
        most = total if sure else DIALOG_SHARE * total
        least = LEAST_PROSE if reason == "dialog" and not decided else LITTLE_PROSE
        if prose == 0 or (prose <= most and total - prose >= least):
            drop(node, "consent" if reason == "banner" else reason)
            total -= prose
            gone = node.end


def _dialog_reason(node: Node, weights: Weights) -> str:
    """ "consent" or "dialog" for what is named or marked so, an empty text for anything else."""
    kinds = kinds_of(node)
    at = node.index
    if "notice" in kinds:
        return ""
    if "vendor" in kinds and (weights.controls[at] or weights.prose[at] < FEW_PROSE):
        return "consent"
    modal = node.tag == "dialog" or node.get("role") in _DIALOG_ROLES or node.get("aria-modal") == "true"
    return "dialog" if modal and weights.prose[at] < 0.5 * weights.prose[0] else ""


def _holds_a_page(tree: Tree, node: Node) -> bool:
    """Whether an element holds what a page is made of, and so is no dialog but wraps the page."""
    return any(inner.tag in _PAGE_TAGS for inner in tree.nodes[node.index : node.end])


def _speaks_of_consent(node: Node) -> bool:
    text = text_of(node, 4_000)
    return "cookie" in text.lower() or bool(vocabulary().consent.search(text))


def _decides(node: Node) -> bool:
    """Whether an element is a button that ends a consent dialog: "Accept all"."""
    if node.tag == "button" or node.get("role") == "button":
        pass
    elif node.tag != "a" or not _SCRIPT_LINK.match(node.get("href")):
        return False
    if node.end - node.index > 6:
        return False
    return bool(vocabulary().decisions.match(label_of(node)))


def _dialog_around(button: Node, weights: Weights) -> Node | None:
    """The banner that a button ends: the first element around it with a sentence, and its wrappers."""
    banner = None
    for above in button.ancestors():
        if above.tag in {"body", "html", "main", "article"} or weights.words[above.index] > MAX_BANNER_WORDS:
            break
        if banner is not None:
            more = weights.words[above.index] - weights.words[banner.index]
            if weights.plain[above.index] > weights.plain[banner.index] or more > MAX_HEAD_WORDS:
                break
        if banner is not None or weights.plain[above.index]:
            banner = above
    return banner
