"""Gathers from the archive what a report is about."""

from http.client import responses
from os.path import relpath
from pathlib import Path, PurePosixPath

from tracker.archive.archive import Archive
from tracker.archive.change import Change
from tracker.archive.due import Due
from tracker.archive.observation import Check, Incident
from tracker.archive.readings import Readings
from tracker.archive.snapshot import Snapshot
from tracker.disclose.disclosure import Disclosure
from tracker.disclose.read import disclosures, fingerprint
from tracker.extract.document import Document
from tracker.judge.editions import compared, editions
from tracker.report.again import NamedBefore, named_before
from tracker.report.certainty import is_follow_up
from tracker.report.policy_subject import Named, PolicySubject, VersionCategories
from tracker.report.subject import CaptureFacts, Hop, IncidentSubject, ReportSubject
from tracker.rereading import text_today, were_read_alike
from tracker.watchlist.policy import Policy

CHECKS_BESIDE = 3  # checks shown before and after the one that saw a change


def change_subject(
    archive: Archive, policy: Policy, change: Change, reports: Path | None = None
) -> ReportSubject:
    """A stored change with its texts and its evidence; `reports` is the folder that its report lies in."""
    old, new = compared(_old_text(archive, policy, change), archive.document(change.new))
    refers_to = change.verdict.refers_to
    return ReportSubject(
        policy=policy,
        change=change,
        old_document=old,
        new_document=new,
        checks=_checks_around(archive, change),
        earlier=archive.change(refers_to) if refers_to else None,
        old_facts=capture_facts(archive, change.old),
        new_facts=capture_facts(archive, change.new),
        archive=_way_to(archive.folder, reports / policy.key) if reports else "",
        named_before=before_this(archive, change),
    )


def before_this(archive: Archive, change: Change) -> NamedBefore:
    """What a change newly discloses, or the one that it follows up, and an earlier version had already."""
    chain, last = dict[str, Change](), change
    while last.verdict.refers_to and last.verdict.refers_to not in chain:
        earlier = archive.change(last.verdict.refers_to)
        if earlier is None:
            break
        chain[earlier.id] = last = earlier
    told = chain.get(change.verdict.refers_to, change) if is_follow_up(change) else change
    if not any(finding.kind == "category-new" for finding in told.findings):
        return ()
    return named_before(told, archive.snapshots(told.policy), categories_of(archive, told.policy), chain)


def policy_subject(archive: Archive, policy: Policy, reports: Path | None = None) -> PolicySubject:
    """All that is known of one policy; `reports` is the folder that its page lies in."""
    snapshots = archive.snapshots(policy.key)
    checks = archive.checks(policy.key, 1)
    return PolicySubject(
        policy=policy,
        snapshots=snapshots,
        changes=tuple(archive.changes(policy.key)),
        categories=categories_of(archive, policy.key),
        incidents=archive.incidents(policy.key),
        last_check=checks[0] if checks else None,
        checks=sum(archive.check_counts(policy.key).values()),
        next_check_at=Due(archive).next_at(policy.key),
        archive=_way_to(archive.folder, reports / policy.key) if reports else "",
    )


def incident_subject(archive: Archive, policy: Policy, incident: Incident) -> IncidentSubject:
    """A policy that cannot be read, or can be read again."""
    latest = archive.snapshot_at(policy.key)
    return IncidentSubject(
        policy=policy,
        reason=incident.reason,
        detail=incident.detail,
        opened_at=incident.opened_at,
        checks=incident.checks,
        closed_at=incident.closed_at,
        last_good_at=latest.observed_at if latest else None,
    )


def capture_facts(archive: Archive, snapshot: Snapshot) -> CaptureFacts:
    """How a version was obtained, from its record, and where its files lie below the archive."""
    record = archive.record_of(snapshot)
    capture = record["capture"]
    assert isinstance(capture, dict)
    pages = capture["pages"]
    place = str(PurePosixPath(snapshot.id.replace("@", "/")))
    return CaptureFacts(
        hops=tuple(_hop(step["url"], step["status"]) for page in pages for step in page["chain"]),
        headers=tuple((name, value) for name, value in pages[-1]["headers"]) if pages else (),
        fetcher=capture["fetcher"],
        robots=capture["robots"],
        text=f"{place}.md",
        record=f"{place}.json",
        warc=f"{place}.warc.gz",
    )


def named_today(archive: Archive, snapshot: Snapshot) -> dict[str, Disclosure]:
    """The categories that a version surely discloses, each with the first sentence that says so.

    A sentence goes before the title or the list that only stands among such sentences.
    """
    named: dict[str, Disclosure] = {}
    for each in disclosures(editions(archive.document(snapshot)).subject):
        if each.state == "disclosed" and each.strength == "strong":
            known = named.setdefault(each.category, each)
            if known.rule != "statement" and each.rule == "statement":
                named[each.category] = each
    return named


def _old_text(archive: Archive, policy: Policy, change: Change) -> Document:
    """The text before, under the rules that the text after was read with."""
    if were_read_alike(archive, change.old, change.new):
        return archive.document(change.old)
    return text_today(archive, change.old, policy.source)


def categories_of(archive: Archive, policy: str) -> tuple[VersionCategories, ...]:
    """What each version of a policy discloses, oldest first; read once under each state of the rules."""
    readings = Readings(archive, fingerprint())
    kept = readings.of(policy)
    fresh: dict[str, list[tuple[str, str, str]]] = {}
    for snapshot in archive.snapshots(policy):
        if snapshot.id not in kept:
            named = named_today(archive, snapshot).values()
            fresh[snapshot.id] = [(each.category, each.quote, each.phrase) for each in named]
    readings.keep(fresh)
    found = kept | fresh
    return tuple(
        VersionCategories(snapshot.id, tuple(Named(*each) for each in found[snapshot.id]))
        for snapshot in archive.snapshots(policy)
    )


def _checks_around(archive: Archive, change: Change) -> tuple[Check, ...]:
    return archive.checks_around(change.policy, change.new.observed_at, CHECKS_BESIDE)


def _hop(url: str, status: int | None) -> Hop:
    """One request, with what its status means: "Not Found"."""
    return Hop(url, status, responses.get(status, "") if status else "")


def _way_to(folder: Path, start: Path) -> str:
    """The relative way from one folder to another, with forward slashes."""
    return Path(relpath(folder.resolve(), start.resolve())).as_posix()
