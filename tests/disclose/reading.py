"""Short ways to read texts in the tests of this room."""

from tracker.compare.align import compare
from tracker.disclose.disclosure import Disclosure, Finding
from tracker.disclose.findings import findings
from tracker.disclose.read import disclosures
from tracker.extract.foreign import read_markdown


def read(text: str, language: str = "en") -> tuple[Disclosure, ...]:
    """All mentions in a Markdown text."""
    return disclosures(read_markdown(text), language)


def state(text: str, category: str, language: str = "en") -> str:
    """The states of the strong mentions of a category, "+"-joined; "" where there is none."""
    states = {
        one.state for one in read(text, language) if one.category == category and one.strength == "strong"
    }
    return "+".join(sorted(states))


def disclosed(text: str, language: str = "en") -> set[str]:
    """Categories with a strong disclosure."""
    return {
        one.category for one in read(text, language) if one.state == "disclosed" and one.strength == "strong"
    }


def rule(text: str, category: str) -> str:
    """The rule that decided the first strong mention of a category."""
    return next(one.rule for one in read(text) if one.category == category and one.strength == "strong")


def change(old: str, new: str, language: str = "en") -> tuple[Finding, ...]:
    """The findings of a change between two Markdown texts."""
    before, after = read_markdown(old), read_markdown(new)
    return findings(before, after, compare(before, after), language)


def subjects(found: tuple[Finding, ...], kind: str) -> set[str]:
    """What the findings of one kind are about."""
    return {one.subject for one in found if one.kind == kind}
