"""Page furniture is told from the policy by what it is called together with what is in it.

A name alone decides nothing: policies have sections called `share`, `cookies`, `sign-up`, and stand in
containers called `cookie-policy`, `no-footer`, `modal`. What is taken out must look like furniture inside,
and must not hold a large part of the page's prose about data.
"""

import re
from collections.abc import Callable

from tracker.extract.names import kinds_of, label_of
from tracker.extract.tree import HEADINGS, Node, Tree
from tracker.extract.vocabulary import vocabulary
from tracker.extract.weigh import Weights

NAME_SHARE = 0.15
"""An element with furniture's name is kept if it holds more of the policy prose than this."""

DIALOG_SHARE = 0.6
"""The same for consent dialogs: short policies meet consent texts of equal length."""

LEAST_PROSE = 60.0
"""What must be left of a policy after consent dialogs are gone."""

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
Drop = Callable[[Node, str], None]


def prune(tree: Tree, weights: Weights, drop: Drop) -> None:
    """Calls `drop` for every element that is furniture, outermost first."""
    _prune_dialogs(tree, weights, drop)
    total = max(weights.prose[0], 1.0)
    gone = -1
    for node in tree.nodes[1:]:
        if node.index < gone or node.tag in _TEXT_TAGS:
            continue
        reason = _reason(node, weights, total)
        if reason:
            drop(node, reason)
            gone = node.end


def _reason(node: Node, weights: Weights, total: float) -> str:
    """Why an element is furniture; "" for what is not."""
    at = node.index
    words, prose = weights.words[at], weights.prose[at]
    if not words or prose > NAME_SHARE * total:
        return ""
    tag = node.tag
    linked = weights.link_share(node)
    if tag == "nav" and (linked > 0.3 or prose == 0):
        return "menu"
    if tag in {"footer", "aside"} and (linked > 0.15 or prose < 30):
        return tag
    kinds = kinds_of(node)
    if not kinds or "notice" in kinds:
        return ""
    if "widget" in kinds and prose < 60:
        return "widget"
    if prose > 25 and linked < 0.5:
        return ""
    if "menu" in kinds and (linked > 0.4 or (weights.controls[at] and weights.plain[at] == 0)):
        return "menu"
    if "ads" in kinds and prose == 0 and (weights.links[at] or words < 4):
        return "advertisement"
    if kinds & {"share", "feedback"} and (linked > 0.3 or weights.controls[at]) and prose < 12:
        return "share" if "share" in kinds else "feedback"
    if "related" in kinds and prose < 12 and weights.links[at] and (linked > 0.15 or words < 40):
        return "related"
    if "signup" in kinds and prose < 12 and (weights.controls[at] or linked > 0.5):
        return "sign-up"
    if "overlay" in kinds and prose < 25 and (weights.controls[at] or linked > 0.5):
        return "overlay"
    return ""


def _prune_dialogs(tree: Tree, weights: Weights, drop: Drop) -> None:
    """Consent banners and managers, as long as a policy is left without them."""
    found: dict[int, tuple[Node, str]] = {}
    for node in tree.nodes[1:]:
        if _decides(node):
            dialog = _dialog_around(node, weights)
            if dialog is not None:
                found[dialog.index] = (dialog, "consent")
        elif node.tag not in _TEXT_TAGS and _is_dialog(node, weights):
            found[node.index] = (node, "consent" if "vendor" in kinds_of(node) else "dialog")
    total = weights.prose[0]
    gone = -1
    for index in sorted(found):
        node, reason = found[index]
        prose = weights.prose[index]
        if index < gone or prose > DIALOG_SHARE * total or (prose > 0 and total - prose < LEAST_PROSE):
            continue
        drop(node, reason)
        total -= prose
        gone = node.end


def _is_dialog(node: Node, weights: Weights) -> bool:
    kinds = kinds_of(node)
    if "notice" in kinds:
        return False
    if "vendor" in kinds:
        return True
    modal = (
        node.tag == "dialog"
        or node.get("role") in {"dialog", "alertdialog"}
        or node.get("aria-modal") == "true"
    )
    return modal and weights.prose[node.index] < 0.5 * weights.prose[0]


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
    """The dialog that a button ends: the largest element around it that holds no other policy prose."""
    dialog = None
    for above in button.ancestors():
        if above.tag in {"body", "html", "main", "article"}:
            break
        if dialog is not None and weights.words[dialog.index] >= 8:
            more = weights.words[above.index] - weights.words[dialog.index]
            prose = weights.prose[above.index] - weights.prose[dialog.index]
            if more > 40 + weights.words[dialog.index] or prose > 0.25 * weights.prose[dialog.index] + 12:
                break
        dialog = above
    if dialog is None or weights.words[dialog.index] < 8:
        return None
    return dialog
