"""The legal classes of categories, as rules name them."""

import re
from collections.abc import Iterator

from tracker.disclose.taxonomy import taxonomy


def legal_of(category: str) -> Iterator[str]:
    """The legal classes of a category: "gdpr-9", "ccpa-sensitive"; none for what is no category."""
    if category in taxonomy():
        legal = taxonomy().category(category).legal
        yield from (f"gdpr-{article}" for article in re.findall(r"Art\. (\d+)", legal.gdpr))
        if legal.ccpa_sensitive:
            yield "ccpa-sensitive"


def legal_classes() -> frozenset[str]:
    """Every class that a category can have."""
    return frozenset(name for category in taxonomy() for name in legal_of(category.id))
