"""Lines of a page: one block each, text as a reader sees it."""

# ruff: noqa: E501 - a sentence of a page stays on one line

import pytest

from tracker.extract.document import Block, Document
from tracker.extract.page import extract


def blocks(html: str) -> tuple[Block, ...]:
    return read(html).blocks


def read(html: str) -> Document:
    return extract(f"<html><body><div>{html}</div></body></html>".encode(), select=("body",))


def test_source_line_breaks_inside_a_paragraph_are_spaces() -> None:
    """White space of the source is no white space of the text."""
    assert [b.text for b in blocks("<p>We keep\n   your&nbsp;data\tfor <b>two</b>\nyears.</p>")] == [
        "We keep your data for two years."
    ]


def test_line_breaks_end_a_line() -> None:
    """`<br>` paragraphs of old pages come out as paragraphs."""
    assert [b.text for b in blocks("One.<br><br>Two.<br>Three.")] == ["One.", "Two.", "Three."]


def test_nested_lists_keep_their_depth() -> None:
    """Items know how deep they stand; the second paragraph of an item is a paragraph."""
    found = blocks("<ul><li>One<ul><li>Two</li></ul></li><li><p>Three</p><p>More</p></li></ul>")
    assert [(b.kind, b.level, b.text) for b in found] == [
        ("item", 1, "One"),
        ("item", 2, "Two"),
        ("item", 1, "Three"),
        ("paragraph", 0, "More"),
    ]


def test_a_typed_bullet_makes_an_item() -> None:
    """Some pages type their lists."""
    assert [(b.kind, b.text) for b in blocks("<p>• Your name</p><p>· Your age</p>")] == [
        ("item", "Your name"),
        ("item", "Your age"),
    ]


@pytest.mark.parametrize(
    "call",
    [
        "<sup><a href='#n1'>1</a></sup>",
        "<a href='#n1'><sup>[1]</sup></a>",
        "<sup id=c1><a href='/p#n1'>†</a></sup>",
    ],
)
def test_the_call_of_a_footnote_leaves_the_word_before_it_whole(call: str) -> None:
    """A small number is no part of the word, an exponent is; the arrow back is no text."""
    note = "<ol><li id=n1>By name. <a href='#c1'>↩</a></li></ol>"
    body = f"<p>Our carriers{call} have 10 m<sup>2</sup> on the 4<sup>th</sup> deck.</p>{note}"
    first, second = (block.text for block in blocks(body))
    assert first.split()[:2] == ["Our", "carriers"]
    assert first.endswith("have 10 m2 on the 4th deck.")
    assert second == "By name."


def test_a_definition_list_gives_terms_and_texts() -> None:
    """Terms and what they mean stay apart; further lines of a definition are lines of their own."""
    body = "<dl><dt>Cookie</dt><dt>Beacon</dt><dd><p>A small file.</p><p>It is stored.</p><ul><li>by us</li></ul></dd></dl>"
    assert [(b.kind, b.text) for b in blocks(body)] == [
        ("term", "Cookie"),
        ("term", "Beacon"),
        ("definition", "A small file."),
        ("paragraph", "It is stored."),
        ("item", "by us"),
    ]


def test_a_list_of_definitions_without_terms_only_indents() -> None:
    """Old pages indent so; and a bold term that reads like a heading is one."""
    assert [b.kind for b in blocks("<dl><dd>We keep data.</dd></dl><dd>For a month.</dd>")] == [
        "paragraph"
    ] * 2
    assert [b.kind for b in blocks("<dl><dt><b>Your rights</b></dt><dd>You may object.</dd></dl>")] == [
        "heading",
        "definition",
    ]


def test_a_bold_line_is_a_heading_of_the_lowest_level() -> None:
    """Many policies have no other headings; a bold sentence or date is none."""
    found = blocks(
        "<h2>Data</h2><p><b>What we collect</b></p><p><b>We never sell it.</b></p><p><b>May 2024</b></p>"
    )
    assert [(b.kind, b.level) for b in found] == [
        ("heading", 2),
        ("heading", 6),
        ("paragraph", 0),
        ("paragraph", 0),
    ]
    assert found[3].path == ("Data", "What we collect")


def test_a_table_gives_its_rows_their_columns() -> None:
    """Yes and No stay under the head they answer."""
    found = blocks(
        "<table><tr><th>Category</th><th>Collected</th></tr><tr><td>Biometric information</td><td>No</td></tr>"
        "<tr><td>Geolocation</td><td>Yes</td></tr></table>"
    )
    assert [(b.cells, b.columns) for b in found] == [
        (("Biometric information", "No"), ("Category", "Collected")),
        (("Geolocation", "Yes"), ("Category", "Collected")),
    ]
    assert found[0].text == "Biometric information | No"


def test_spanned_cells_keep_the_columns_in_line() -> None:
    """A cell over two rows leaves an empty place in the second."""
    found = blocks(
        "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>one</td><td>x</td></tr><tr><td>y</td></tr></table>"
    )
    assert [b.cells for b in found] == [("one", "x"), ("", "y")]


def test_a_layout_table_is_no_table() -> None:
    """Headings, long texts, single columns lay out a page."""
    found = blocks("<table><tr><td><h2>Data</h2><p>We keep it.</p></td><td>Menu</td></tr></table>")
    assert [b.kind for b in found] == ["heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("spaced", ["0", "-1", "9999999999", "x", "٣"])
def test_odd_spans_are_read_as_one_or_bounded(spaced: str) -> None:
    """No span makes a row of millions of cells."""
    found = blocks(
        f"<table><tr><td colspan='{spaced}'>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    assert all(len(b.cells) <= 60 for b in found)


def test_links_keep_their_text_and_lose_most_targets() -> None:
    """Only another policy or an opt-out keeps its target, without tracking."""
    found = blocks(
        'See the <a href="/cookie-policy?utm_source=x&lang=en">Cookie Policy</a> or '
        '<a href="/shop?sid=123">our shop</a>, <a href="javascript:privacy()">privacy</a>.'
    )[0]
    assert found.text == "See the Cookie Policy or our shop, privacy."
    assert [(found.text[link.start : link.end], link.target) for link in found.links] == [
        ("Cookie Policy", "/cookie-policy?lang=en")
    ]


def test_targets_are_absolute_where_the_address_is_known() -> None:
    """Relative links are resolved against the page."""
    document = extract(
        b"<p>See <a href='../cookies'>cookies</a>.", url="https://a.example/x/y/", select=("body",)
    )
    assert document.blocks[0].links[0].target == "https://a.example/x/cookies"


def test_a_hidden_mail_address_is_decoded() -> None:
    """A proxy's new key each day changes nothing."""
    for key in (0x2A, 0x77):
        code = bytes([key, *(byte ^ key for byte in b"dpo@fen.example")]).hex()
        found = blocks(f'Write to <a href="/cdn-cgi/l/email-protection" data-cfemail="{code}">[email]</a>.')
        assert [b.text for b in found] == ["Write to dpo@fen.example."]


def test_invisible_characters_go_and_text_is_composed() -> None:
    """Soft hyphens, zero-width spaces, marks of direction, controls; e and accent become one letter."""
    assert blocks("per\u00adsonal\u200b da\u202eta caf e\u0301 &#27;x")[0].text == "personal data caf é x"


def test_text_for_screen_readers_goes() -> None:
    """`sr-only` labels are no text of the policy, headings are."""
    found = blocks('<p>See <a href="/x">terms<span class="sr-only"> (opens a new tab)</span></a> of it.</p>')
    assert [b.text for b in found] == ["See terms of it."]


def test_preformatted_text_is_cut_at_blank_lines() -> None:
    """A plain-text policy inside `<pre>`."""
    assert [b.text for b in blocks("<pre>One line\ngoes on.\n\nTwo.</pre>")] == ["One line goes on.", "Two."]


def test_a_script_is_no_text() -> None:
    """What no reader sees does not count."""
    assert (
        blocks("<script>x</script><style>y</style><template><p>z</p></template><noscript>n</noscript>") == ()
    )
