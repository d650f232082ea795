"""Why a sentence was or was not taken, in words."""

from dataclasses import dataclass

from tracker.disclose.disclosure import Disclosure
from tracker.disclose.read import disclosures
from tracker.extract.foreign import read_markdown

REASONS = {
    "statement": "the sentence says that someone collects, uses, shares or provides it",
    "lead-in": "the text above the list says that its items are collected, used or shared",
    "enumeration": "it stands in an enumeration of data",
    "listed-row": "it is a row of a table of data",
    "cell-yes": "the row's own answer is yes",
    "cell-no": "the row's own answer is no",
    "section-collect": "it stands below a heading about what is collected",
    "section-use": "it stands below a heading about use",
    "section-share": "it stands below a heading about sharing",
    "section-cookies": "it stands below a heading about cookies",
    "section-retention": "it stands below a heading about retention",
    "section-denied": "it stands below a heading about what is not done",
    "negated": "the sentence denies that it is collected or kept",
    "negated-except": "the sentence denies that it is collected or kept, with an exception for other data",
    "not-shared": "the sentence denies that it is shared, sold or used so",
    "denied-beside": "another sentence of the paragraph denies that it is kept",
    "lead-in-denied": "the text above the list denies its items",
    "not-for-children": "the sentence says that the service is not meant for children",
    "heading": "a heading states nothing",
    "question": "a question states nothing",
    "revised": "the line tells what changed in the text",
    "interface": "the line belongs to the controls of the page",
    "own-account": "the account is the service's own, as its title says",
    "title": "a line that reads like a heading states nothing",
    "rights": "the sentence is about a right of the person",
    "opt-out": "the sentence is about refusing or stopping",
    "settings": "the sentence is about settings that the person can change",
    "security": "the sentence is about protecting it",
    "advice": "the sentence gives advice to the person",
    "prohibition": "the sentence forbids something",
    "hypothetical": "the sentence imagines a case",
    "definition": "the sentence defines a word",
    "own-contact": "the sentence gives the organisation's own contact details",
    "elsewhere": "the sentence is about others' practice or another notice",
    "former": "the sentence is about a practice that ended",
    "no-statement": "nothing says that anyone collects, uses or shares it",
}
"""Reasons by the name of the rule that decided."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One mention with the reason for its state."""

    mention: Disclosure
    reason: str
    """A clause in English, to stand after "because"."""


def explain(text: str, language: str | None = None) -> tuple[Explanation, ...]:
    """Every mention of data in a text (Markdown or plain), with why it counts or does not."""
    return tuple(Explanation(one, reason(one.rule)) for one in disclosures(read_markdown(text), language))


def reason(rule: str) -> str:
    """What the name of a rule means."""
    if rule in REASONS:
        return REASONS[rule]
    if rule.startswith("lead-in-"):
        return f"of the text above the list: {REASONS.get(rule.removeprefix('lead-in-'), rule)}"
    if rule.startswith("section-"):
        return (
            f"it stands below a heading about {rule.removeprefix('section-')}, with no statement of its own"
        )
    return rule
