"""Versions are the evidence of the two texts that a change lies between."""

from collections.abc import Iterator

from tracker.archive.observation import Check
from tracker.archive.snapshot import Snapshot
from tracker.report.certainty import iso
from tracker.report.messages import Messages
from tracker.report.subject import CaptureFacts, ReportSubject
from tracker.report.view import CheckView, Version

TELLING_HEADERS = ("date", "last-modified", "etag", "content-type", "server", "age", "content-language")
"""Response headers shown in a report; the record holds all."""
MAX_HEADER_CHARACTERS = 300
OUTCOMES = {
    "first": "read for the first time",
    "unchanged": "the same text",
    "not-modified": "the server says: not modified",
    "changed": "another text",
    "unreadable": "could not be read",
}
FETCHERS = {"http": "plain HTTP", "browser": "with a browser", "import": "recorded by others"}
ROBOTS = {
    "allowed": "allowed by robots.txt",
    "ignored": "robots.txt not asked, by configuration",
    "absent": "no robots.txt",
}


def version(
    title: str, snapshot: Snapshot, facts: CaptureFacts, subject: ReportSubject, m: Messages
) -> Version:
    """One snapshot as evidence."""
    how = [m.label(FETCHERS, facts.fetcher), m.label(ROBOTS, facts.robots)]
    if snapshot.origin != "check":
        how = [m("imported ({origin})", origin=snapshot.origin)]
    return Version(
        title=title,
        id=snapshot.id,
        observed_at=m.moment(snapshot.observed_at),
        observed_iso=iso(snapshot.observed_at),
        hops=tuple(
            (hop.url, " ".join(filter(None, (str(hop.status or ""), hop.phrase)))) for hop in facts.hops
        ),
        headers=tuple(
            (name, value[:MAX_HEADER_CHARACTERS])
            for name, value in facts.headers
            if name.lower() in TELLING_HEADERS
        ),
        text_sha256=snapshot.text_sha256,
        body_sha256=snapshot.body_sha256,
        record_sha256=snapshot.record_sha256,
        files=tuple(_files(facts, subject.archive, m)),
        words=snapshot.words,
        how=", ".join(how),
    )


def _files(facts: CaptureFacts, archive: str, m: Messages) -> Iterator[tuple[str, str, str]]:
    for label, path in (("text", facts.text), ("record", facts.record), ("WARC file", facts.warc)):
        if path:
            yield m(label), path, f"{archive.rstrip('/')}/{path}" if archive else ""


def check_view(check: Check, m: Messages) -> CheckView:
    """One check in words."""
    detail = check.detail or (f"HTTP {check.status}" if check.status else "")
    return CheckView(m.moment(check.at), iso(check.at), m.label(OUTCOMES, check.outcome), detail)


def verify(subject: ReportSubject) -> Iterator[str]:
    """Commands that anyone with the archive can run."""
    yield f"tracker verify {subject.policy.key}"
    for facts, digest in ((subject.new_facts, subject.change.new.text_sha256),):
        if facts.text:
            yield f'echo "{digest}  {facts.text}" | sha256sum --check'
