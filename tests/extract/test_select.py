"""Users' selectors and ranges."""

import json

import pytest

from tracker.extract.page import extract
from tracker.extract.select import SelectorError

PAGE = b"""<html lang=en><head><title>Terms</title></head><body><nav>Menu</nav>
<div id=a><h1>Title</h1><p>One.</p><p class=note>Two.</p></div><p id=m>Middle.</p>
<div id=b><p>Three.</p><p>Four.</p></div></body></html>"""


def texts(select: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> list[str]:
    return [block.text for block in extract(PAGE, select=select, remove=remove).blocks]


def span(**ends: str) -> str:
    return json.dumps(ends)


def test_selected_parts_come_in_the_order_of_the_selectors() -> None:
    """Two selectors, the later part first."""
    assert texts(("#b", "#a")) == ["Three.", "Four.", "Title", "One.", "Two."]


def test_a_part_within_a_selected_part_comes_once() -> None:
    """Nested matches are no second copy."""
    assert texts(("#b, #b p",)) == ["Three.", "Four."]


def test_removed_parts_are_gone_before_anything_else() -> None:
    """With selectors and without."""
    assert texts(("#a",), (".note",)) == ["Title", "One."]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"startBefore": "h1", "endBefore": "#m"}, ["Title", "One.", "Two."]),
        ({"startAfter": "h1", "endAfter": "#m"}, ["One.", "Two.", "Middle."]),
        ({"startAfter": "#a", "endBefore": "#b p + p"}, ["Middle.", "Three."]),
    ],
)
def test_a_range_lies_between_two_selectors(ends: dict[str, str], expected: list[str]) -> None:
    """In the words of Open Terms Archive."""
    assert texts((span(**ends),)) == expected


def test_a_range_can_be_removed() -> None:
    """Elements that reach beyond the range stay, without what lies in it."""
    assert texts(("#a", "#b"), (span(startAfter="h1", endBefore="#b p + p"),)) == ["Title", "Four."]


def test_a_removal_that_matches_nothing_is_no_error() -> None:
    """A banner may be absent today."""
    assert texts(("#b",), (".banner", span(startBefore=".x", endAfter=".y"))) == ["Three.", "Four."]


@pytest.mark.parametrize(
    "selector",
    ["#gone", "#a[", ":nonsense(2)", "{", '{"startBefore": "h1"}', span(startBefore="h1", endBefore="#gone")],
)
def test_a_selector_that_cannot_be_applied_is_named(selector: str) -> None:
    """Nothing matched, no CSS, half a range."""
    with pytest.raises(SelectorError, match=r"selector|range"):
        texts((selector,))


def test_title_and_language_survive_a_selection() -> None:
    """They stand outside of what is selected."""
    document = extract(PAGE, select=("#b",))
    assert (document.title, document.declared_language) == ("Terms", "en")


def test_of_pages_that_are_joined_each_needs_one_selector_of_its_own() -> None:
    """A selector that is meant for another page matches nothing here; none at all is an error."""
    document = extract(PAGE, select=("#b", "#only-elsewhere"), several=True)
    assert [block.text for block in document.blocks] == ["Three.", "Four."]
    with pytest.raises(SelectorError, match="matches nothing"):
        extract(PAGE, select=("#only-elsewhere", "#nowhere"), several=True)
    with pytest.raises(SelectorError, match="matches nothing"):
        extract(PAGE, select=("#b", "#only-elsewhere"))
