"""The vocabulary names ids of other rooms in the reader's language."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracker.report.messages import Messages
from tracker.report.view import Badge

if TYPE_CHECKING:
    from tracker.disclose.taxonomy import Category, Legal

ACTIONS = {
    "collect": "collect",
    "receive": "receive",
    "infer": "infer",
    "generate": "generate",
    "use": "use",
    "share": "share",
    "sell": "sell",
    "store": "store",
}
ACTORS = {"third-party": "a third party", "user": "the user"}
PURPOSES = {
    "security": "safety and security",
    "identification": "identification",
    "recruitment": "recruitment",
    "advertising": "advertising",
    "marketing": "marketing",
    "personalisation": "personalisation",
    "analytics": "analytics",
    "product-improvement": "improvement of the product",
    "service-provision": "providing the service",
    "payment": "payment",
    "communication": "communication",
    "legal": "legal obligations",
    "ai-training": "training of AI",
    "research": "research",
    "inference": "drawing conclusions about you",
    "sale": "sale",
}
PRACTICES = {
    "ai-training": "training of AI with personal data",
    "sale-of-data": "sale of personal data",
    "law-enforcement-disclosure": "disclosure to authorities",
    "profiling-automated-decisions": "profiling and automated decisions",
    "targeted-advertising": "targeted advertising",
    "third-party-sharing": "sharing with third parties",
    "minors": "data of minors",
    "retention": "how long data is kept",
    "cross-border-transfer": "transfers to other countries",
    "arbitration-or-dispute": "disputes and arbitration",
    "consent-or-opt-out": "consent and ways to object",
    "user-rights": "rights of users",
    "cookies-tracking": "cookies and tracking",
    "legal-basis": "legal bases",
    "new-product-or-feature": "new products and features",
    "security-measures": "security measures",
    "scope-of-policy": "what the policy covers",
    "controller-or-contact": "who is responsible and how to reach them",
}
"""The weightiest first: a headline names them in this order."""
LANGUAGE_NAMES = {
    "en": "English",
    "nl": "Dutch",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
}
GDPR_URL = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
CCPA_URL = (
    "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.140"
)
_ARTICLE = re.compile(r"Art\. ?(\d+)")


def _entry(category: str) -> "Category | None":
    from tracker.disclose.taxonomy import taxonomy  # noqa: PLC0415 - it parses a large file

    known = taxonomy()
    return known.category(category) if category in known else None


def category_label(category: str, language: str) -> str:
    """Noun phrase of a category as it stands within a sentence."""
    entry = _entry(category)
    return within_sentence(entry.label(language), language) if entry else category.replace("-", " ")


def within_sentence(label: str, language: str) -> str:
    """A label without the capital that only its place at the start gave it."""
    first, _, rest = label.partition(" ")
    if not first or any(letter.isupper() for letter in first[1:]):
        return label
    if language == "de" and not _german_adjective(first, rest):
        return label
    return label[0].lower() + label[1:]


def _german_adjective(first: str, rest: str) -> bool:
    declined = first.endswith(("e", "er", "es")) and rest[:1].isupper()
    return declined or (first.endswith("ische") and bool(rest))


def legal_badges(category: str, m: Messages) -> tuple[Badge, ...]:
    """The provisions that give a category special weight, as links to their text."""
    entry = _entry(category)
    return tuple(_badges(entry.legal, m)) if entry else ()


def _badges(legal: "Legal", m: Messages) -> Iterator[Badge]:
    if found := _ARTICLE.match(legal.gdpr):
        condition = legal.gdpr[found.end() :].strip(" ()")
        title = m.known(condition) or m("special category of personal data")
        yield Badge(
            m("GDPR Art. {number}", number=found[1]),
            title,
            f"{GDPR_URL}#art_{found[1]}",
            found[1] in ("8", "9", "10"),
        )
    if legal.ccpa_sensitive:
        yield Badge(m("CCPA: sensitive"), f"1798.140{legal.ccpa_sensitive}", CCPA_URL, True)
    elif legal.ccpa_letter:
        yield Badge(f"CCPA 1798.140(v)(1)({legal.ccpa_letter})", legal.ccpa_name, CCPA_URL)


def action_labels(actions: Sequence[str], m: Messages) -> tuple[str, ...]:
    """Verbs, as in "may collect"."""
    return tuple(m.label(ACTIONS, action) for action in actions)


def actor_label(actor: str, service: str, m: Messages) -> str:
    """Who does it; "" where the sentence does not say."""
    if actor == "organisation":
        return service
    return m.label(ACTORS, actor) if actor else ""


def purpose_labels(purposes: Sequence[str], m: Messages) -> tuple[str, ...]:
    """What for."""
    return tuple(m.label(PURPOSES, purpose) for purpose in purposes)
