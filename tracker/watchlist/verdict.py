"""A reader's own rule on how much a kind of change matters."""

from dataclasses import dataclass
from typing import Literal

from tracker.watchlist.slug import slugify
from tracker.watchlist.table import BadValue


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """Changes that matter more, or less, than the program would say; of several that fit the last counts."""

    say: Literal["cosmetic", "editorial", "substantive"]
    """How much such a change matters; a substantive one is told by default."""

    words: tuple[str, ...] = ()
    """A sentence that changed holds one of these words or phrases, in any case; empty: any."""

    categories: tuple[str, ...] = ()
    """A finding is about one of these categories or practices; empty: any change."""

    services: tuple[str, ...] = ()
    """Titles or folder names of services; empty: all."""

    policies: tuple[str, ...] = ()
    """Keys as "service/policy", or names of a policy in every service as "cookies"; empty: all."""

    def __post_init__(self) -> None:
        if not (self.words or self.categories or self.services or self.policies):
            raise BadValue("say", "a rule for every change says nothing: add words, categories or services")
        if any(not word.strip() for word in self.words):
            raise BadValue("words", "an empty word stands in every sentence")

    def covers(self, key: str) -> bool:
        """Whether it is about the policy of this key."""
        service, _, name = key.partition("/")
        if self.services and service not in {slugify(wanted) for wanted in self.services}:
            return False
        return not self.policies or key in self.policies or name in self.policies
