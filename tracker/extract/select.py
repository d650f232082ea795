"""Users' selectors narrow a page to the parts they name.

A selector is CSS, or a range as a JSON object with one start and one end, in the words of Open Terms
Archive's declarations: `{"startBefore": "#policy", "endAfter": "footer"}` (also `startAfter`, `endBefore`).
"""

import json
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from soupsieve import SelectorSyntaxError

_STARTS = ("startBefore", "startAfter")
_ENDS = ("endBefore", "endAfter")


class SelectorError(ValueError):
    """A selector that is no CSS, or that matches nothing on the page; the message names it."""


def narrow(page: str, select: tuple[str, ...], remove: tuple[str, ...], *, several: bool = False) -> str:
    """The page without what `remove` names, and of that only what `select` names, in its order.

    Every selector must match something; on one of `several` pages that are joined, at least one.
    """
    soup = BeautifulSoup(page, "lxml")
    for selector in remove:
        if selector.startswith("{"):
            _cut(_between(soup, selector, required=False))
        else:
            for element in _matches(soup, selector):
                element.decompose()
    if not select:
        return str(soup)
    head = "".join(str(part) for part in soup.find_all("title", limit=1))
    language = soup.html.get("lang", "") if soup.html else ""
    parts = "".join(_of_several(soup, select) if several else [_selected(soup, each) for each in select])
    shell = BeautifulSoup(f"<html><head>{head}</head></html>", "lxml")
    if shell.html and isinstance(language, str) and language:
        shell.html["lang"] = language
    return str(shell).replace("</html>", "") + f"<body>{parts}</body></html>"


def _of_several(soup: BeautifulSoup, select: tuple[str, ...]) -> list[str]:
    """What those selectors name that are meant for this page; raises where none is."""
    found: list[str] = []
    missing: SelectorError | None = None
    for selector in select:
        try:
            found.append(_selected(soup, selector))
        except SelectorError as error:
            missing = error
    if missing and not found:
        raise missing
    return found


def _selected(soup: BeautifulSoup, selector: str) -> str:
    if not selector.startswith("{"):
        elements = _matches(soup, selector)
        if not elements:
            raise SelectorError(f"selector {selector!r} matches nothing on the page")
        chosen = set(map(id, elements))
        outermost = [e for e in elements if not any(id(parent) in chosen for parent in e.parents)]
        return "".join(f"<div>{element}</div>" for element in outermost)
    copy = BeautifulSoup(str(soup), "lxml")
    inside = set(map(id, _between(copy, selector, required=True)))
    body = copy.body or copy
    _cut(
        element
        for element in list(body.descendants)
        if id(element) not in inside and not _holds(element, inside)
    )
    return f"<div>{body.decode_contents()}</div>"


def _matches(soup: BeautifulSoup, selector: str) -> list[Tag]:
    try:
        return list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError) as error:
        raise SelectorError(f"selector {selector!r} is not valid CSS: {error}") from error


def _between(soup: BeautifulSoup, selector: str, *, required: bool) -> list[PageElement]:
    """All nodes of a range in document order; an end that matches nothing makes it empty, or an error."""
    try:
        wanted = json.loads(selector)
    except ValueError as error:
        raise SelectorError(f"range {selector!r} is not a JSON object: {error}") from error
    start = next((key for key in _STARTS if key in wanted), None)
    end = next((key for key in _ENDS if key in wanted), None)
    if start is None or end is None:
        raise SelectorError(f"range {selector!r} needs one of {_STARTS} and one of {_ENDS}")
    first, last = (next(iter(_matches(soup, wanted[key])), None) for key in (start, end))
    if first is None or last is None:
        if not required:
            return []
        raise SelectorError(
            f"range {selector!r}: {wanted[end if first else start]!r} matches nothing on the page"
        )
    order = list(soup.descendants)
    position = {id(element): at for at, element in enumerate(order)}
    begin = position[id(first)] + (_size(first) if start == "startAfter" else 0)
    stop = position[id(last)] + (_size(last) if end == "endAfter" else 0)
    return order[begin:stop]


def _size(element: Tag) -> int:
    return 1 + sum(1 for _ in element.descendants)


def _holds(element: PageElement, inside: set[int]) -> bool:
    return isinstance(element, Tag) and any(id(part) in inside for part in element.descendants)


def _cut(elements: Iterable[PageElement]) -> None:
    """Takes elements out; one that holds anything outside of the list stays, without what is in it."""
    listed = list(elements)
    ids = set(map(id, listed))
    for element in listed:
        if not isinstance(element, Tag) or all(id(part) in ids for part in element.descendants):
            element.extract()
