"""Invented observations for the tests of the archive."""

import gzip
from datetime import UTC, datetime, timedelta

from tracker.archive.change import Change, StageEvent
from tracker.archive.layout import snapshot_id
from tracker.archive.observation import Check, Delivery, NewSnapshot, Observation
from tracker.archive.snapshot import Snapshot
from tracker.compare.comparison import Comparison, Edit, EditClass, Sentence
from tracker.disclose.disclosure import Finding, Statement
from tracker.extract.document import Block, Diagnostics, Document, Link, StatedDate
from tracker.fetch.capture import Capture, Exchange, Page, Validators
from tracker.judge.verdict import Verdict
from tracker.watchlist.policy import Policy, Source

KEY = "lumen-mail/privacy"
START = datetime(2026, 3, 1, 12, 0, 0, 250000, tzinfo=UTC)
POLICY = Policy(
    "Lumen Mail", "lumen-mail", "privacy", "Privacy Policy", Source(("https://lumen.example/privacy",))
)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def document(*sentences: str) -> Document:
    blocks = [Block("heading", "Privacy Policy", level=1)]
    blocks += [Block("paragraph", sentence, path=("Privacy Policy",)) for sentence in sentences]
    blocks.append(
        Block(
            "item",
            "See our rules",
            level=1,
            path=("Privacy Policy",),
            links=(Link(8, 13, "https://lumen.example/r"),),
        )
    )
    return Document(
        tuple(blocks),
        title="Privacy Policy",
        language="en",
        declared_language="en-GB",
        dates=(StatedDate("updated", "2026-02-28", "Last updated: 28 February 2026"),),
        rules="rules-1",
        diagnostics=Diagnostics("html>body>main", 0.97, (("html>body>nav", "navigation", 12),)),
    )


def capture(when: datetime, *sentences: str, padding: str = "") -> Capture:
    body = "".join(f"<p>{sentence}</p>\n" for sentence in sentences).encode() + padding.encode()
    moved = Exchange(
        "http://lumen.example/privacy", (("User-Agent", "tracker"),), 301, "Moved Permanently",
        (("Location", "https://lumen.example/privacy"), ("X-Odd", "caf\xe9: yes")), b"", b"", when, 0.125,
    )  # fmt: skip
    payload = gzip.compress(body, mtime=0)
    answer = Exchange(
        "https://lumen.example/privacy?x=1", (("User-Agent", "tracker"), ("Host", "lumen")), 200, "OK",
        (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("ETag", '"v1"')),
        payload, body, when, 0.5,
    )  # fmt: skip
    return Capture((Page("http://lumen.example/privacy", (moved, answer)),), when, "http")


def new(when: datetime, *sentences: str, key: str = KEY, padding: str = "") -> NewSnapshot:
    return NewSnapshot(
        snapshot_id(key, when),
        document(*sentences),
        capture(when, *sentences, padding=padding),
        policy=POLICY,
    )


def first(when: datetime, *sentences: str, key: str = KEY) -> Observation:
    made = new(when, *sentences, key=key)
    return Observation(
        check=Check(key, when, "first", snapshot=made.snapshot_id, status=200),
        new=made,
        standing=made.snapshot_id,
        validators=(Validators("http://lumen.example/privacy", '"v1"'),),
        fingerprint="f1",
        after="",
    )


def unchanged(when: datetime, snapshot: Snapshot, key: str = KEY) -> Observation:
    return Observation(
        check=Check(
            key, when, "unchanged", urls=("https://lumen.example/privacy",), status=200, snapshot=snapshot.id
        ),
        validators=(Validators("http://lumen.example/privacy", '"v1"'),),
        fingerprint="f1",
    )


def change(
    change_id: str, old: Snapshot, made: NewSnapshot, when: datetime, announced: bool = False
) -> Change:
    after = Snapshot(made.snapshot_id, old.policy, when, "", "", "", "", 0, None, "")
    said = Sentence("We keep your voice.", 2, 0, ("Privacy Policy",))
    edit = Edit("insert", EditClass.SUBSTANCE, (), (said,), (("equal", "We "), ("insert", "keep")))
    finding = Finding(
        "category-new", "voice", "We keep your voice.", ("Privacy Policy",), 2, "voice",
        statement=Statement("organisation", ("store",), ("with your consent",)), confidence=0.75,
    )  # fmt: skip
    verdict = Verdict(
        "substantive",
        "sighted",
        ("a new category",),
        effective=when.date(),
        announced=announced,
        first_sighted_at=when,
    )
    return Change(
        change_id,
        old.policy,
        old,
        after,
        Comparison((edit,)),
        (finding,),
        verdict,
        (StageEvent("sighted", when),),
    )


def changed(
    when: datetime, old: Snapshot, *sentences: str, change_id: str = "0123456789abcdef"
) -> Observation:
    made = new(when, *sentences, key=old.policy)
    return Observation(
        check=Check(old.policy, when, "changed", snapshot=made.snapshot_id, status=200),
        new=made,
        change=change(change_id, old, made, when),
        deliveries=(Delivery(f"{change_id}-sighted-mail", "mail", "change", change_id, "sighted"),),
        validators=(Validators("http://lumen.example/privacy", '"v2"'),),
        fingerprint="f2",
        after=old.id,
    )
