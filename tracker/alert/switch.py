"""A receiver that answered 410 is switched off: it gets nothing more until something changes."""

import hashlib
import re

from tracker.alert.address import split_address
from tracker.archive.outbox import Outbox
from tracker.watchlist.watchlist import Channel

_MARK = re.compile(r"switched off #[0-9a-f]{8}$")


def mark_of(channel: Channel) -> str:
    """What is written behind the receiver's last words; with other settings it is another mark."""
    digest = hashlib.sha256(repr(channel.settings).encode()).hexdigest()
    return f"switched off #{digest[:8]}"


def switched_off(outbox: Outbox) -> frozenset[str]:
    """The marks that hold, out of the dead letters.

    A message that arrived over the same channel later, as one retried by hand, lifts the mark.
    """
    marked = {}
    for row in outbox.rows("dead"):
        found = _MARK.search(row.error)
        if found and row.done_at:
            marked[split_address(row.delivery.channel)[0]] = (found[0], row.done_at)
    if marked:
        for row in outbox.rows("sent"):
            name, _ = split_address(row.delivery.channel)
            if name in marked and row.done_at and row.done_at > marked[name][1]:
                del marked[name]
    return frozenset(mark for mark, _ in marked.values())
