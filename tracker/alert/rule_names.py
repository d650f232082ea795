"""Names in rules that mean nothing are found before a channel waits in vain."""

from collections.abc import Iterable, Iterator

from tracker.alert.legal import legal_classes
from tracker.alert.plan import covers, rule_of
from tracker.alert.rules import Rule
from tracker.disclose.taxonomy import taxonomy
from tracker.errors import WatchlistError
from tracker.report.vocabulary import PRACTICES
from tracker.watchlist.policy import Policy
from tracker.watchlist.table import nearest
from tracker.watchlist.watchlist import Channel, Watchlist


def check_rules(watchlist: Watchlist) -> None:
    """Raises WatchlistError where a rule names a category, practice or legal class that there is not."""
    for channel in watchlist.channels:
        for key, name, known in _unknown(rule_of(channel)):
            what = f'channel "{channel.name}", {key}: there is no "{name}"'
            raise WatchlistError(what, str(watchlist.path), nearest(name, known, "Known"))


def in_vain(channel: Channel, policies: Iterable[Policy]) -> str:
    """Why a channel can hear of none of the watched policies; "" where it can."""
    rule, watched = rule_of(channel), tuple(policies)
    if not watched or any(covers(rule, policy.key) for policy in watched):
        return ""
    return f"its rule is about none of the watched policies: {', '.join((*rule.services, *rule.policies))}"


def _unknown(rule: Rule) -> Iterator[tuple[str, str, Iterable[str]]]:
    if rule.categories:
        known = {*taxonomy().categories, *PRACTICES}
        yield from (("categories", name, known) for name in rule.categories if name not in known)
    if rule.legal:
        classes = legal_classes()
        yield from (("legal", name, classes) for name in rule.legal if name not in classes)
