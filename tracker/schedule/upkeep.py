"""What keeps a service right over the years, beside checking and sending."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from tracker.alert.digest import Digests
from tracker.alert.notice import Late
from tracker.alert.plan import LegalOf
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox
from tracker.schedule.clock import set_right
from tracker.schedule.heartbeat import read_heartbeat
from tracker.schedule.late import tell_late
from tracker.schedule.timing import next_due
from tracker.watchlist.watchlist import Watchlist

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Upkeep:
    """Plans, digests and self-observation for one watchlist."""

    archive: Archive
    watchlist: Watchlist
    legal_of: LegalOf | None = None
    digests: Digests = field(init=False)

    def __post_init__(self) -> None:
        self.digests = Digests(self.archive, Outbox(self.archive), self.watchlist.channels, self.legal_of)

    def begin(self, now: datetime, *, alone: bool = False) -> Late | None:
        """Make the due table follow the watchlist, and tell what was late while nothing ran.

        `alone`: no other process runs this archive, so what is still claimed was left by a dead one, and is
        due at once. Call it before the first tick and the first heartbeat. What was late; None for nothing.
        """
        before = read_heartbeat(self.archive.folder)
        if alone and (left := Due(self.archive).release_all(now)):
            _log.warning("%d checks were cut off when the last process ended; they are due at once", left)
        self._plan(now)
        return tell_late(Due(self.archive), Outbox(self.archive), self.watchlist.channels, now, before)

    def maintain(self, now: datetime) -> Late | None:
        """The same while running, once an hour or so."""
        self._plan(now)
        return tell_late(Due(self.archive), Outbox(self.archive), self.watchlist.channels, now)

    def digest(self, now: datetime) -> tuple[Delivery, ...]:
        """Queue the digests that are due, every minute or so."""
        return self.digests.plan(now)

    def _plan(self, now: datetime) -> None:
        due = Due(self.archive)
        due.plan(self.watchlist.policies, now)
        due.bring_forward((each.key, next_due(each, now)) for each in self.watchlist.policies if each.cron)
        set_right(due, Outbox(self.archive), self.watchlist.policies, now)
