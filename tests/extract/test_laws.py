"""Laws of reading: whatever stands around a policy, its text is the same, and no word of it is lost."""

# ruff: noqa: E501 - a piece of a page stays on one line

import re
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract import pages
from tests.extract.test_markdown import html_of
from tracker.extract.document import Block, Document
from tracker.extract.markdown import from_markdown, to_markdown
from tracker.extract.outline import with_paths
from tracker.extract.page import extract

POLICIES = st.sampled_from(pages.POLICIES)
NAMES = st.from_regex(r"[a-z]{2,8}(?:[-_][a-z0-9]{1,6})?", fullmatch=True)
"""Class names and ids as build tools make them."""
TOKENS = st.from_regex(r"[A-Za-z0-9]{8,24}", fullmatch=True)


def _menu(policy: pages.Policy, name: str, token: str) -> str:
    entries = "".join(
        f'<li class="{name}"><a href="/{n}?{token}">{entry}</a></li>' for n, entry in enumerate(policy.menu)
    )
    return f'<nav class="{name}" data-nonce="{token}"><ul>{entries}</ul></nav>'


def _banner(policy: pages.Policy, name: str, token: str) -> str:
    return pages.banner(policy, f'class="{name}" id="{token}"')


def _script(_policy: pages.Policy, name: str, token: str) -> str:
    return f'<script nonce="{token}">window.{name.replace("-", "_")}={{csrf:"{token}"}}</script><!-- built {token} -->'


def _cards(_policy: pages.Policy, name: str, token: str) -> str:
    cards = "".join(
        f'<div class="{name}"><a href="/s/{token}{n}"><h3>Story {n}</h3></a><p>A long read about the harbour.</p></div>'
        for n in range(3)
    )
    return f'<aside class="related"><h2>More stories</h2>{cards}</aside>'


def _share(_policy: pages.Policy, name: str, token: str) -> str:
    return f'<div class="share {name}"><a href="https://social.example/?u={token}">Share</a> <a href="#">Tweet</a></div>'


def _newsletter(_policy: pages.Policy, name: str, token: str) -> str:
    return f'<div class="newsletter {name}"><h3>Post from us</h3><p>A letter every second Friday.</p><form><input name="mail" value=""><input type="hidden" value="{token}"></form></div>'


def _advertisement(_policy: pages.Policy, name: str, token: str) -> str:
    return f'<div class="ad-slot {name}"><span>Advertisement</span> <a href="//ads.example/{token}">Half price boots</a></div>'


def _picture(_policy: pages.Policy, name: str, token: str) -> str:
    return f'<figure class="{name}"><img src="/i/{token}.png" alt=""></figure>'


Piece = Callable[[pages.Policy, str, str], str]
OUTSIDE = st.sampled_from((_menu, _banner, _script, _cards, _share, _newsletter, _advertisement, _picture))
INSIDE = st.sampled_from((_script, _share, _newsletter, _advertisement, _picture, _cards))


@st.composite
def furniture(draw: st.DrawFn, policy: pages.Policy, kinds: st.SearchStrategy[Piece]) -> str:
    """A few pieces of a page, with names and tokens of their own."""
    made = draw(st.lists(kinds, max_size=3))
    return "".join(piece(policy, draw(NAMES), draw(TOKENS)) for piece in made)


@st.composite
def perturbed(draw: st.DrawFn) -> tuple[pages.Policy, bytes]:
    """The page of a policy in other furniture, with other names, deeper or not, its lines broken elsewhere."""
    policy = draw(POLICIES)
    depth, name = draw(st.integers(0, 4)), draw(NAMES)
    wrapped = f"<div class='{name}'>" * depth + policy.body + "</div>" * depth
    body = pages.page(
        replace(policy, body=wrapped),
        before=draw(furniture(policy, OUTSIDE)),
        after=draw(furniture(policy, OUTSIDE)),
        inside=draw(furniture(policy, INSIDE)),
        head=_script(policy, "head", draw(TOKENS)),
    ).decode()
    if draw(st.booleans()):
        body = re.sub(r"> *<(p|h2|li)\b", r">\n\t <\1", body)
    return policy, body.replace("© 2024", f"© {draw(st.integers(2019, 2031))}").encode()


@given(perturbed())
@settings(max_examples=120, deadline=None)
def test_other_furniture_changes_nothing(made: tuple[pages.Policy, bytes]) -> None:
    """It gives the identical text, character for character, from any page around the policy."""
    policy, body = made
    assert to_markdown(extract(body)) == to_markdown(extract(pages.page(policy)))


DATA = st.sampled_from(
    ("name", "e-mail address", "postal address", "IP address", "cookies", "location data", "photos")
)
DEEDS = st.sampled_from(
    ("collect", "use", "store", "share with carriers", "disclose to authorities", "delete")
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of a policy, with a number so that hardly two are the same."""
    return f"We {draw(DEEDS)} your {draw(DATA)} and other personal data in case {draw(st.integers(1, 999))}."


@st.composite
def policies(draw: st.DrawFn) -> Document:
    """A policy of sections with paragraphs, lists, a table or terms."""
    blocks = [Block("heading", "Privacy Policy", 1)]
    for section in range(draw(st.integers(2, 5))):
        blocks.append(Block("heading", f"Part {section + 1} of how we treat data", 2))
        blocks += [Block("paragraph", text) for text in draw(st.lists(sentences(), min_size=1, max_size=3))]
        match draw(st.sampled_from(("none", "list", "table", "terms"))):
            case "list":
                blocks += [
                    Block("item", text, 1) for text in draw(st.lists(sentences(), min_size=1, max_size=4))
                ]
            case "table":
                cells = draw(
                    st.lists(st.tuples(DATA, st.sampled_from(("Yes", "No"))), min_size=2, max_size=4)
                )
                blocks += [Block("row", " | ".join(row), 0, row, ("Data", "Shared?")) for row in cells]
            case "terms":
                blocks += [Block("term", draw(DATA)), Block("definition", draw(sentences()))]
    return Document(tuple(with_paths(blocks)))


@given(policies(), POLICIES, st.data())
@settings(max_examples=80, deadline=None)
def test_no_word_of_a_policy_is_lost_or_doubled(
    document: Document, around: pages.Policy, data: st.DataObject
) -> None:
    """It finds every block of a policy on its page, as often as it stands there, in its order, and no other."""
    page = pages.page(
        replace(around, body="".join(html_of(document))),
        before=data.draw(furniture(around, OUTSIDE)),
        inside=data.draw(furniture(around, INSIDE)),
        after=data.draw(furniture(around, OUTSIDE)),
    )
    found = extract(page)
    assert [(b.kind, b.text, b.columns) for b in found] == [(b.kind, b.text, b.columns) for b in document]
    assert from_markdown(to_markdown(found)).blocks == found.blocks
    assert extract(page) == found
