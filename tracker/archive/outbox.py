"""The outbox holds every delivery until it is sent or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tracker.archive.archive import Archive
from tracker.archive.catalogue import Row, Transaction
from tracker.archive.errors import ArchiveError
from tracker.archive.moment import from_text, to_text
from tracker.archive.observation import Delivery
from tracker.archive.plain import to_plain

DeliveryState = Literal["queued", "sent", "dead"]


@dataclass(frozen=True, slots=True)
class LeasedDelivery:
    """A delivery that is ours to send until the lease ends."""

    delivery: Delivery
    created_at: datetime
    attempts: int
    """Attempts before this one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send."""

    number: int
    at: datetime
    outcome: Literal["sent", "failed", "dead"]
    detail: str
    """The receiver's answer, or what went wrong."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A delivery with its state."""

    delivery: Delivery
    state: DeliveryState
    created_at: datetime
    next_at: datetime
    """When it is tried next, where queued."""
    leased_until: datetime | None
    attempts: int
    error: str
    """Of the last attempt; empty after success."""
    done_at: datetime | None
    """When it was sent or given up."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Deliveries by state."""

    queued: int
    sent: int
    dead: int
    oldest_queued_at: datetime | None
    """When the one that waits longest was queued; None: nothing waits."""


class Outbox:
    """The deliveries of an archive, shared by any number of senders."""

    def __init__(self, archive: Archive) -> None:
        self._catalogue = archive.catalogue

    def add(self, delivery: Delivery, now: datetime) -> bool:
        """Queue a delivery that belongs to no check: a digest, a test. False: it was there already."""
        with self._catalogue.writing(durable=True) as tx:
            return (
                tx.run("delivery_add", {**to_plain(delivery), "stage": delivery.stage, "at": to_text(now)})
                > 0
            )

    def lease(self, now: datetime, limit: int = 20, lease_seconds: float = 120) -> tuple[LeasedDelivery, ...]:
        """Deliveries that are due, longest waiting first; nobody else gets them until the lease ends."""
        values = {
            "now": to_text(now),
            "until": to_text(now + timedelta(seconds=lease_seconds)),
            "count": limit,
        }
        with self._catalogue.reading() as tx:
            next_at = tx.one("delivery_next")
        if next_at is None or next_at[0] is None or next_at[0] > values["now"]:
            return ()
        with self._catalogue.writing(durable=False) as tx:
            found = tx.all("delivery_lease", values)
        return tuple(
            LeasedDelivery(Delivery(*row[:5]), from_text(row[5]), row[6])
            for row in sorted(found, key=lambda row: (row[7], row[0]))
        )

    def sent(self, delivery_id: str, now: datetime, response: str = "") -> None:
        """It arrived; said to the disk at once, since a second copy would annoy."""
        self._finish(delivery_id, now, "sent", response)

    def dead(self, delivery_id: str, now: datetime, error: str) -> None:
        """It will never arrive: the receiver is gone, or too many attempts failed."""
        self._finish(delivery_id, now, "dead", error)

    def failed(self, delivery_id: str, now: datetime, retry_at: datetime, error: str) -> None:
        """It did not arrive this time."""
        with self._catalogue.writing(durable=False) as tx:
            values = {"id": delivery_id, "next_at": to_text(retry_at), "error": error}
            if tx.run("delivery_retry_later", values):
                self._attempt(tx, delivery_id, now, "failed", error)

    def rows(self, state: DeliveryState | None = None) -> tuple[OutboxRow, ...]:
        """All deliveries, oldest first."""
        with self._catalogue.reading() as tx:
            return tuple(_row(row) for row in tx.all("delivery_list", {"state": state}))

    def latest(self, state: DeliveryState, limit: int) -> tuple[OutboxRow, ...]:
        """The latest deliveries of a state, newest first."""
        with self._catalogue.reading() as tx:
            return tuple(_row(row) for row in tx.all("delivery_latest", {"state": state, "count": limit}))

    def counts(self) -> Counts:
        """How many deliveries are in each state."""
        with self._catalogue.reading() as tx:
            found = {row[0]: row[1:] for row in tx.all("delivery_count")}
        number = {state: found[state][0] if state in found else 0 for state in ("queued", "sent", "dead")}
        oldest = from_text(found["queued"][1]) if "queued" in found else None
        return Counts(number["queued"], number["sent"], number["dead"], oldest)

    def row(self, delivery_id: str) -> OutboxRow | None:
        with self._catalogue.reading() as tx:
            found = tx.one("delivery_get", {"id": delivery_id})
        return _row(found) if found else None

    def attempts(self, delivery_id: str) -> tuple[Attempt, ...]:
        """Every try to send a delivery, in order."""
        with self._catalogue.reading() as tx:
            found = tx.all("attempt_list", {"id": delivery_id})
        return tuple(Attempt(row[0], from_text(row[1]), row[2], row[3]) for row in found)

    def next_at(self) -> datetime | None:
        """When the next delivery is due; None: nothing waits."""
        with self._catalogue.reading() as tx:
            found = tx.one("delivery_next")
        return from_text(found[0]) if found and found[0] else None

    def retry(self, delivery_id: str, now: datetime) -> None:
        """By hand: try a dead or waiting delivery again at once."""
        with self._catalogue.writing(durable=True) as tx:
            if not tx.run("delivery_retry_now", {"id": delivery_id, "now": to_text(now)}):
                raise ArchiveError(f"No delivery {delivery_id!r} waits or is dead. See `tracker outbox`.")

    def drop(self, delivery_id: str, now: datetime) -> None:
        """By hand: give up a waiting delivery."""
        with self._catalogue.writing(durable=True) as tx:
            if not tx.run("delivery_drop", {"id": delivery_id, "now": to_text(now)}):
                raise ArchiveError(f"No delivery {delivery_id!r} is waiting. See `tracker outbox`.")
            self._attempt(tx, delivery_id, now, "dead", "dropped by hand")

    def _finish(self, delivery_id: str, now: datetime, state: DeliveryState, detail: str) -> None:
        error = "" if state == "sent" else detail
        values = {"id": delivery_id, "state": state, "at": to_text(now), "error": error}
        with self._catalogue.writing(durable=True) as tx:
            if tx.run("delivery_done", values):
                self._attempt(tx, delivery_id, now, state, detail)

    def _attempt(self, tx: Transaction, delivery_id: str, now: datetime, outcome: str, detail: str) -> None:
        tx.run("attempt_add", {"id": delivery_id, "at": to_text(now), "outcome": outcome, "detail": detail})


def _row(row: Row) -> OutboxRow:
    return OutboxRow(
        delivery=Delivery(*row[:5]),
        state=row[5],
        created_at=from_text(row[6]),
        next_at=from_text(row[7]),
        leased_until=from_text(row[8]) if row[8] else None,
        attempts=row[9],
        error=row[10],
        done_at=from_text(row[11]) if row[11] else None,
    )
