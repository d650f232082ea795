"""A sample is an invented policy in several versions, with what the other rooms would say of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from hashlib import sha256

from tracker.archive.change import Change, StageEvent
from tracker.archive.observation import Check, Incident
from tracker.archive.snapshot import Snapshot
from tracker.compare.comparison import Comparison, Edit, EditClass, Sentence
from tracker.disclose.disclosure import Finding, Statement
from tracker.extract.document import Block, Document, StatedDate
from tracker.judge.verdict import Verdict
from tracker.report.policy_subject import Named, PolicySubject, VersionCategories
from tracker.report.subject import CaptureFacts, Hop, ReportSubject
from tracker.watchlist.policy import Policy, Source

OLD = """# Privacy Policy
Plaza is where a town talks. This policy says what we learn about you and what we do with it.
Last updated: June 1, 2025
## 1. What we collect
### 1.1 What you tell us
When you open an account you give us:
- a display name and a user name
- an e-mail address or a phone number
- your date of birth
### 1.2 What we see
We record which squares you visit and how long you stay. We keep these logs for twelve months. \
We receive your IP address and the model of your phone.
## 2. What we do with it
We use what we collect to run Plaza, to keep it safe and to show you posts that may interest you.
We do not sell your personal data. We never have.
## 3. Whom we share it with
Companies that host Plaza for us process data on our behalf.
Authorities may ask us for data. We answer only where the law obliges us.
## 4. Your choices
You can see, correct, download and delete your data in your settings.
You can object to personalised advertising there too.
## 5. Children
Plaza is not meant for children under thirteen.
## 6. How to reach us
Write to our data protection officer at Plaza Meeting Places Ltd., 1 Market Row, Harbourtown."""

NEW = """# Privacy Policy
Plaza is where a town talks. This policy says what we learn about you and what we do with it.
We have updated this policy. It takes effect on April 15, 2026.
## 1. What we collect
### 1.1 What you tell us
When you open an account you give us:
- a display name and a user name
- an e-mail address or a phone number
- your date of birth
You can now call others on Plaza by audio and video without giving them your number. We do not record calls.
Based on your consent, we may collect and use your biometric information for safety, security and \
identification purposes. You can withdraw that consent in your settings.
We may collect your employment history, your educational history, your skills and your job search activity \
to recommend jobs to you, to share with potential employers when you apply, and to show you more relevant \
advertising.
### 1.2 What we see
We record which squares you visit and how long you stay. We keep these logs for eighteen months. \
We receive your IP address and the model of your phone.
## 2. What we do with it
We use what we collect to run Plaza, to keep it safe, to recommend jobs and to show you posts and \
advertising that may interest you.
## 3. Whom we share it with
Companies that host Plaza for us process data on our behalf.
Employers receive what you send them when you apply for a job.
Authorities may ask us for data. We answer only where the law obliges us.
## 4. Your choices
You can object to personalised advertising in your settings.
You can see, correct, download and delete your data in your settings.
## 5. Children
Plaza is not meant for children under thirteen.
## 6. How to reach us
Write to our data protection officer at Plaza Meeting Places Ltd., 1 Market Row, Harbourtown."""

POLICY = Policy("Plaza", "plaza", "privacy", "Privacy Policy", Source(("https://plaza.example/privacy",)))
SIGHTED = datetime(2026, 3, 9, 8, 0, 12, tzinfo=UTC)
WITHDRAWN = datetime(2026, 3, 9, 8, 30, 4, tzinfo=UTC)
RETURNED = datetime(2026, 3, 16, 8, 0, 9, tzinfo=UTC)
CONFIRMED = datetime(2026, 3, 16, 8, 30, 11, tzinfo=UTC)
IN_FORCE = datetime(2026, 4, 15, 8, 0, 3, tzinfo=UTC)
FIRST = datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC)


IDENTIFY = Statement(
    "organisation", ("collect", "use"), ("Based on your consent",), ("security", "identification")
)
KEEP = Statement("organisation", ("store",))
JOBS = Statement(
    "organisation", ("collect", "share"), (), ("recruitment", "advertising"), ("potential employers",)
)


def document(text: str, language: str = "en", updated: str = "") -> Document:
    """Blocks out of simple Markdown."""
    blocks: list[Block] = []
    path: tuple[str, ...] = ()
    for line in text.split("\n"):
        mark, _, rest = line.partition(" ")
        if mark and set(mark) == {"#"}:
            path = path[: len(mark) - 1]
            blocks.append(Block("heading", rest, len(mark), path=path))
            path = (*path, rest)
        elif mark == "-":
            blocks.append(Block("item", rest, 1, path=path))
        else:
            blocks.append(Block("paragraph", line, path=path))
    dates = (StatedDate("updated", updated, updated),) if updated else ()
    return Document(tuple(blocks), blocks[0].text, language, dates=dates)


def sentences(told: Document) -> list[Sentence]:
    """Sentences that end in a full stop and a space."""
    found = []
    for number, block in enumerate(told.blocks):
        start = 0
        for part in block.text.replace(". ", ".\0").split("\0"):
            found.append(Sentence(part, number, start, block.path))
            start += len(part) + 1
    return found


def comparison(old: Document, new: Document) -> Comparison:
    """A plain comparison, sentence by sentence, that knows replacements of one by one and moves."""
    before, after = sentences(old), sentences(new)
    matcher = SequenceMatcher(None, [s.text for s in before], [s.text for s in after], autojunk=False)
    edits: list[Edit] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace" and b - a == d - c:
            edits += [_replace(x, y) for x, y in zip(before[a:b], after[c:d], strict=True)]
        elif tag != "equal":
            edits += [Edit("delete", EditClass.SUBSTANCE, (x,), ()) for x in before[a:b]]
            edits += [Edit("insert", EditClass.SUBSTANCE, (), (y,)) for y in after[c:d]]
    return Comparison(tuple(_with_moves(edits)))


def _replace(old: Sentence, new: Sentence) -> Edit:
    a, b = _tokens(old.text), _tokens(new.text)
    runs: list[tuple[str, str]] = []
    for tag, i, j, k, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("equal", "".join(a[i:j])))
        else:
            runs += [("delete", "".join(a[i:j]))] if j > i else []
            runs += [("insert", "".join(b[k:n]))] if n > k else []
    return Edit("replace", EditClass.SUBSTANCE, (old,), (new,), tuple(runs))  # type: ignore[arg-type]


def _tokens(text: str) -> list[str]:
    return text.replace(" ", "\0 ").split("\0")


def _with_moves(edits: list[Edit]) -> list[Edit]:
    gone = {edit.old[0].text: edit.old for edit in edits if edit.kind == "delete"}
    made = []
    for edit in edits:
        if edit.kind == "insert" and edit.new[0].text in gone:
            made.append(Edit("move", EditClass.ORDER, gone[edit.new[0].text], edit.new))
        elif not (
            edit.kind == "delete"
            and any(e.kind == "insert" and e.new[0].text == edit.old[0].text for e in edits)
        ):
            made.append(edit)
    return made


def snapshot(text: str, at: datetime, previous: str = "") -> Snapshot:
    """A stored version of a text."""
    digest = sha256(text.encode()).hexdigest()
    record = sha256(f"{digest}{at}".encode()).hexdigest()
    body = sha256(f"<html>{text}".encode()).hexdigest()
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    return Snapshot(
        f"{POLICY.key}@{stamp}", POLICY.key, at, digest, body, record, previous, len(text.split()), "en", "3"
    )


def findings(new: Document) -> tuple[Finding, ...]:
    """What the new text newly discloses."""
    return (
        _finding(
            new, "category-new", "biometric", "biometric information",
            IDENTIFY,
        ),
        _finding(
            new, "category-new", "employment", "employment history",
            JOBS,
        ),
        _finding(
            new, "category-new", "education", "educational history",
            JOBS,
        ),
        replace(
            _finding(new, "practice-changed", "retention", "eighteen months", KEEP),
            old_quote="We keep these logs for twelve months.",
        ),
    )  # fmt: skip


def _finding(new: Document, kind: str, subject: str, phrase: str, statement: Statement) -> Finding:
    said = next(each for each in sentences(new) if phrase in each.text)
    return Finding(
        kind, subject, said.text, said.path, said.block, phrase,  # type: ignore[arg-type]
        statement=statement, confidence=0.95, reasons=("rule statement", "1 place(s)"), rules="en-3",
    )  # fmt: skip


def facts(at: datetime) -> CaptureFacts:
    """The record of a fetch with a redirect."""
    stem = f"{POLICY.key}/{at:%Y%m%dT%H%M%SZ}"
    return CaptureFacts(
        hops=(
            Hop("http://plaza.example/privacy", 301, "Moved Permanently"),
            Hop("https://plaza.example/privacy", 200, "OK"),
        ),
        headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"5f3-9a"'), ("Set-Cookie", "a=1")),
        text=f"{stem}.md",
        record=f"{stem}.json",
        warc=f"{stem}.warc.gz",
    )


def check(at: datetime, outcome: str, status: int | None = 200, detail: str = "") -> Check:
    """One check."""
    return Check(POLICY.key, at, outcome, status=status, detail=detail)  # type: ignore[arg-type]


def subject(stage: str = "confirmed", old: str = OLD, new: str = NEW) -> ReportSubject:
    """The announcement of the new text, at one of its stages."""
    before, after = document(old, updated="2025-06-01"), document(new, updated="2026-03-16")
    events = [StageEvent("sighted", RETURNED)]
    if stage in ("confirmed", "in-force"):
        events.append(StageEvent("confirmed", CONFIRMED))
    if stage == "in-force":
        events.append(StageEvent("in-force", IN_FORCE))
    if stage == "withdrawn":
        events.append(StageEvent("withdrawn", CONFIRMED))
    verdict = Verdict(
        "substantive", stage, ("a data category is newly disclosed",),  # type: ignore[arg-type]
        date(2026, 4, 15),
        "It takes effect on April 15, 2026.", announced=True, notice_days=30, date_line="moved",
        first_sighted_at=SIGHTED,
    )  # fmt: skip
    change = Change(
        "5b7d0c5a1f2e9a34", POLICY.key, snapshot(old, FIRST), snapshot(new, RETURNED),
        comparison(before, after),
        findings(after) if new == NEW else (), verdict, tuple(events),
    )  # fmt: skip
    return ReportSubject(
        POLICY, change, before, after,
        checks=(
            check(FIRST, "first"),
            check(datetime(2026, 3, 16, 2, 0, 2, tzinfo=UTC), "unchanged"),
            check(RETURNED, "changed"),
            check(CONFIRMED, "unchanged"),
        ),
        old_facts=facts(FIRST), new_facts=facts(RETURNED), archive="../../../snapshots",
    )  # fmt: skip


def policy_subject() -> PolicySubject:
    """The policy with its whole history."""
    before, after = snapshot(OLD, FIRST), snapshot(NEW, RETURNED)
    main = subject("in-force").change
    early = replace(
        main, id="91c2d3e4f5a60718", new=snapshot(NEW, SIGHTED),
        verdict=replace(main.verdict, stage="withdrawn", effective=date(2026, 4, 8)),
        events=(StageEvent("sighted", SIGHTED), StageEvent("withdrawn", WITHDRAWN)),
    )  # fmt: skip
    known = tuple(
        Named(name, f"We receive your {name}.", name)
        for name in ("name", "email-address", "ip-address", "usage-activity")
    )
    new = tuple(Named(f.subject, f.quote, f.phrase) for f in main.findings if f.kind == "category-new")
    return PolicySubject(
        POLICY, (before, after), (early, main),
        (VersionCategories(before.id, known), VersionCategories(after.id, known + new)),
        incidents=(
            Incident(
                POLICY.key, "blocked", "The site answered 403 with a challenge.",
                datetime(2026, 3, 28, 2, tzinfo=UTC), 9, datetime(2026, 3, 30, 8, tzinfo=UTC), True,
            ),
        ),
        last_check=check(IN_FORCE, "changed"), checks=181,
        next_check_at=datetime(2026, 4, 15, 14, tzinfo=UTC),
    )  # fmt: skip
