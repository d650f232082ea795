"""Reads stored versions again under today's rules, so that a technical change is no change of the policy."""

from tracker.archive.archive import Archive
from tracker.archive.plain import to_plain
from tracker.archive.snapshot import Snapshot
from tracker.extract.document import Document
from tracker.extract.read import RULES, read
from tracker.watchlist.policy import Source


def text_today(archive: Archive, snapshot: Snapshot, source: Source) -> Document:
    """A stored version as the rules and selectors of today read its capture.

    The stored text itself where it was read under the same, or where its capture gives no text any more.
    """
    if is_read_alike(archive, snapshot, source):
        return archive.document(snapshot)
    again = read(archive.capture(snapshot), source)
    return again if isinstance(again, Document) else archive.document(snapshot)


def is_read_alike(archive: Archive, snapshot: Snapshot, source: Source) -> bool:
    """Whether a stored version was read under the rules and selectors of today."""
    return snapshot.extract_rules == RULES and _selectors_of(archive, snapshot) in (None, _selectors(source))


def were_read_alike(archive: Archive, one: Snapshot, other: Snapshot) -> bool:
    """Whether two stored versions were read under the same rules and selectors."""
    if one.extract_rules != other.extract_rules:
        return False
    selectors = _selectors_of(archive, one), _selectors_of(archive, other)
    return selectors[0] == selectors[1] or None in selectors


def _selectors(source: Source) -> dict[str, object]:
    return _named(to_plain(source))


def _selectors_of(archive: Archive, snapshot: Snapshot) -> dict[str, object] | None:
    """The selectors in the record of a version; None where it does not say, as in some imports."""
    policy = archive.record_of(snapshot).get("policy")
    source = policy.get("source") if isinstance(policy, dict) else None
    return _named(source) if isinstance(source, dict) else None


def _named(source: dict[str, object]) -> dict[str, object]:
    """What decides which part of a page is read; a record leaves out what is empty."""
    return {name: source[name] for name in ("select", "remove") if source.get(name)}
