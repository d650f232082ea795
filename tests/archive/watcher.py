"""A small tracker around an archive: it looks at a page that changes, and goes on after any accident."""

from dataclasses import replace

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.change import StageEvent
from tracker.archive.errors import SupersededError
from tracker.archive.identity import change_id
from tracker.archive.layout import snapshot_id
from tracker.archive.observation import Advance, Check, Delivery, Incident, Observation

PAGES = ("We keep mail.", "We keep your voice.", "We keep your voice.", "", "We keep mail.", "We keep mail.")
"""What each check finds; "": the page cannot be read."""


def look(archive: Archive, hour: int, minutes: int, page: str) -> None:
    """One check, as the tracker does it; another process may be faster."""
    while True:
        try:
            archive.record(_observed(archive, hour, minutes, page))
        except SupersededError:
            continue
        return


def _observed(archive: Archive, hour: int, minutes: int, page: str) -> Observation:
    when = made.at(hour + minutes / 60)
    state = archive.state(made.KEY)
    if not page:
        incident = state.incident or Incident(made.KEY, "gone", "404", when, checks=0)
        told = Delivery(f"incident-{incident.opened_at:%H}-mail", "mail", "incident", made.KEY)
        opened = replace(incident, checks=incident.checks + 1, told=True)
        return Observation(
            Check(made.KEY, when, "unreadable", reason="gone"), opened=opened, deliveries=(told,)
        )
    recovered = state.incident is not None
    if state.latest is None:
        return replace(made.first(when, page), recovered=recovered)
    known = archive.document(state.latest).blocks[1].text
    if page != known:
        made_id = change_id(made.KEY, state.latest.id, snapshot_id(made.KEY, when))
        return replace(made.changed(when, state.latest, page, change_id=made_id), recovered=recovered)
    observation = replace(made.unchanged(when, state.latest), recovered=recovered, after=state.latest.id)
    sighted = [change for change in state.open_changes if change.verdict.stage == "sighted"]
    if not sighted:
        return observation
    return replace(
        observation,
        advances=tuple(Advance(change.id, StageEvent("confirmed", when)) for change in sighted),
        standing=state.latest.id,
        deliveries=tuple(
            Delivery(f"{change.id}-confirmed-mail", "mail", "change", change.id, "confirmed")
            for change in sighted
        ),
    )
