"""Invented policies, each as a page of a website in three states."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = 8_000  # of policy text a page; long, as policies of large services are
NONCE = b"0123456789abcdef0123456789abcdef"
"""Stands in a script of every page; the server can put a fresh token in its place."""

_OPENERS = ("We", "Our partners and we", "{name}", "Together with our affiliates, {name}")
_ACTS = ("collect", "use", "store", "receive", "share", "review", "combine", "analyse")
_DATA = (
    "your name and e-mail address",
    "payment details",
    "delivery addresses",
    "order history",
    "IP addresses",
    "device identifiers",
    "support conversations",
    "answers to surveys",
    "photographs that you upload",
    "language settings",
    "crash reports",
    "browsing activity on our pages",
    "the age range that you state",
)
_NEW = ("fingerprints and face geometry", "your employment history", "precise location in the background")
_ENDS = (
    "to provide the service",
    "to answer your requests",
    "to prevent fraud",
    "to meet legal duties",
    "for as long as you hold an account",
    "for up to {months} months",
    "unless you object in your settings",
    "where a contract with you requires it",
    "so that pages load faster in {place}",
)
_OTHERS = (
    "You have the right to access, correct, erase and receive your personal data in {place}.",
    "We keep personal data for no longer than {months} months after you close your account.",
    "If you have given consent to the processing of personal data, you can withdraw it at any time.",
    "Our data protection officer answers questions about this privacy policy within {months} days.",
    "Where personal data leave {place}, standard contractual clauses protect them.",
    "We do not sell personal information, and service providers act on our instructions only.",
)
_PLACES = ("Norway", "Quebec", "Brazil", "Kenya", "Ireland", "Japan", "Chile", "Poland")
_SECTIONS = (
    "What we collect",
    "How we use it",
    "Whom we share it with",
    "How long we keep it",
    "Your choices",
)


@dataclass(frozen=True, slots=True)
class Site:
    """One page in its three states."""

    first: bytes
    changed: bytes
    """One sentence added that names a new kind of data, one reworded, one gone."""
    later: bytes
    """As `changed`; on every twentieth site with one more sentence."""
    lines: tuple[str, ...]
    """The text of `first`, a block a line, "# " before headings, "- " before items."""


def site(number: int) -> Site:
    """The page of one invented service; the same number gives the same bytes."""
    dice = random.Random(number)  # noqa: S311 - invented text, the same each time
    name = f"Service {number:04}"
    sentences = [sentence(dice, name) for _ in range(WORDS // 17)]
    place, new = dice.randrange(3, len(sentences) - 3), _NEW[number % len(_NEW)]
    changed = [*sentences[:place], f"We now also collect {new} to keep accounts safe.", *sentences[place:]]
    changed[place + 1] = "We keep invoices for seven years, as tax law asks."
    del changed[place - 2]
    later = [*changed, "You can write to us at any time."] if number % 20 == 0 else changed
    head, foot = _furniture(dice, name)
    first, second, third = (
        (head + _body(name, each) + foot).encode() for each in (sentences, changed, later)
    )
    return Site(first, second, third, tuple(_lines(name, sentences)))


def sentence(dice: random.Random, name: str) -> str:
    """One sentence of a policy, out of a few thousand different ones."""
    facts = {"months": dice.randrange(2, 37), "place": dice.choice(_PLACES)}
    if dice.random() < 0.4:
        return dice.choice(_OTHERS).format(**facts)
    end = dice.choice(_ENDS).format(**facts)
    data = " and ".join(dice.sample(_DATA, 2))
    return f"{dice.choice(_OPENERS).format(name=name)} may {dice.choice(_ACTS)} {data} {end}."


def _blocks(name: str, sentences: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Tag and texts of each block: headings, paragraphs of five sentences, lists of five items."""
    yield "h1", [f"Privacy Policy of {name}"]
    size = -(-len(sentences) // len(_SECTIONS))
    for at, title in enumerate(_SECTIONS):
        yield "h2", [title]
        held = sentences[at * size : (at + 1) * size]
        for start in range(0, len(held), 5):
            five = held[start : start + 5]
            yield ("p", [" ".join(five)]) if start % 25 else ("ul", five)


def _body(name: str, sentences: list[str]) -> str:
    parts = (
        f"<{tag}>{''.join(f'<li>{text}</li>' for text in texts) if tag == 'ul' else texts[0]}</{tag}>"
        for tag, texts in _blocks(name, sentences)
    )
    return f"<main>{''.join(parts)}</main>"


def _lines(name: str, sentences: list[str]) -> Iterator[str]:
    marks = {"h1": "# ", "h2": "# ", "ul": "- ", "p": ""}
    for tag, texts in _blocks(name, sentences):
        yield from (marks[tag] + text for text in texts)


def _furniture(dice: random.Random, name: str) -> tuple[str, str]:
    menu = "".join(f'<li><a href="/{word}">Page {word}</a></li>' for word in range(150))
    style = "".join(f".c{at}{{margin:{dice.randrange(40)}px}}" for at in range(400))
    state = ",".join(f'"k{at}":{dice.randrange(1 << 40)}' for at in range(2_500))
    head = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}: privacy</title>'
        f'<style>{style}</style><script>window.token="{NONCE.decode()}";</script></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header>"
    )
    foot = (
        f"<footer><ul>{menu}</ul><p>&copy; {name}</p></footer>"
        f'<script type="application/json">{{{state}}}</script></body></html>'
    )
    return head, foot
