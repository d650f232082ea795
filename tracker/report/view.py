"""A view is a change in the reader's words, ready for any renderer."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

SpanKind = Literal["plain", "insert", "delete", "hit", "moved-here", "moved-away"]
RowKind = Literal["same", "insert", "delete", "mixed", "move"]
State = Literal["done", "open", "aside"]
Tone = Literal["alarm", "notice", "calm", "good"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one mark."""

    kind: SpanKind
    text: str
    anchor: str = ""
    """Id in the page."""
    note: str = ""
    """Where moved text came from or went to."""
    goal: str = ""
    """Anchor of the other place of moved text."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A provision that gives a category special weight."""

    label: str
    """"GDPR Art. 9"."""
    title: str
    """What the provision is about."""
    url: str
    weighty: bool = False
    """Whether the category is specially protected by it."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words."""

    kind: str
    subject: str
    label: str
    """Noun phrase in the reader's language: "biometric data", "location for advertising"."""
    data: str
    """The data alone, or the practice."""
    phrase: str
    quote: str
    old_quote: str
    path: tuple[str, ...]
    actor_id: str
    actor: str
    actions: tuple[str, ...]
    conditions: tuple[str, ...]
    """As written in the policy."""
    purposes: tuple[str, ...]
    recipients: tuple[str, ...]
    """As written in the policy."""
    purpose_ids: tuple[str, ...]
    action_ids: tuple[str, ...]
    badges: tuple[Badge, ...]
    confidence: float
    reasons: tuple[str, ...]
    rules: str
    anchor: str
    """Id of the row of the whole diff that shows it; "" where there is none."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One sentence with everything that it proves."""

    kind: str
    labels: tuple[str, ...]
    """What it names, in the order of the sentence."""
    heading: str
    """The labels as one phrase that begins with a capital."""
    lead_in: str
    """The line that opens the list or the head of the table it stands in."""
    before: str
    quote: tuple[Span, ...]
    after: str
    """Text around the quote, as it stands in the policy."""
    old: tuple[Span, ...]
    """The sentence that stood there before, with what went marked."""
    path: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    """Label and text: who, on which condition, for what, shared with whom."""
    badges: tuple[Badge, ...]
    sure: str
    """How sure the rules are, in words; "" where that says nothing."""
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """Proofs of one kind under a heading."""

    kind: str
    title: str
    tone: Tone
    proofs: tuple[Proof, ...]
    folded: bool = False
    """Whether so much else is to be seen first that only its names are shown."""

    @property
    def names(self) -> tuple[str, ...]:
        """What its proofs are about."""
        return tuple(dict.fromkeys(label for proof in self.proofs for label in proof.labels))


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the date table."""

    id: str
    label: str
    value: str
    note: str = ""
    iso: str = ""
    """The same for machines, where the value is a time."""
    state: State = "done"
    """Happened, still to come, or no step in time."""


@dataclass(frozen=True, slots=True)
class StageView:
    """How sure the change is."""

    id: str
    label: str
    meaning: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph, heading, item or table row in the whole diff."""

    kind: RowKind
    block: str
    """Kind of its block: heading, paragraph, item, row."""
    spans: tuple[Span, ...]
    """Both texts merged: plain and deleted spell the old one, plain and inserted the new one."""

    @property
    def words(self) -> int:
        """Words in both texts together."""
        return sum(len(span.text.split()) for span in self.spans)


@dataclass(frozen=True, slots=True)
class EditView:
    """One edit, without its place in the text."""

    kind: str
    path: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of one section, either shown or folded."""

    rows: tuple[Row, ...]
    folded: bool
    words: int


@dataclass(frozen=True, slots=True)
class Section:
    """Part of the whole diff under one heading path."""

    path: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    changed: int
    """Rows that differ; 0: the whole section is unchanged."""
    words: int


@dataclass(frozen=True, slots=True)
class Diff:
    """The whole difference, section by section."""

    sections: tuple[Section, ...]
    edits: tuple[EditView, ...]
    inserted: int
    deleted: int
    replaced: int
    moved: int
    """Numbers of edits of each kind."""
    words_added: int
    words_removed: int
    capped: bool

    @property
    def parts(self) -> tuple[tuple[bool, tuple[Section, ...]], ...]:
        """Runs of sections, with whether they differ; unchanged ones are folded together."""
        return tuple(
            (differs, tuple(run)) for differs, run in groupby(self.sections, key=lambda one: one.changed > 0)
        )


@dataclass(frozen=True, slots=True)
class Version:
    """The evidence of one of the two snapshots."""

    title: str
    id: str
    observed_at: str
    observed_iso: str
    hops: tuple[tuple[str, str], ...]
    """URL and status of each request, in order."""
    headers: tuple[tuple[str, str], ...]
    text_sha256: str
    body_sha256: str
    record_sha256: str
    files: tuple[tuple[str, str, str], ...]
    """What, path below the archive, link ("" for none)."""
    words: int
    how: str
    """Fetcher, robots and origin in words."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check around the change."""

    at: str
    iso: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Everything that a report of one change says."""

    id: str
    language: str
    policy: str
    service: str
    title: str
    """Of the policy."""
    source: str
    """Its first URL."""
    policy_language: str
    address: str
    """Path of the report below the report folder, without suffix: `x/privacy/20230823T034134Z`."""
    headline: str
    deck: str
    """One sentence below the headline: certainty and date."""
    stage: StageView
    materiality: str
    materiality_label: str
    reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    effective: str
    """ISO; "" where none is stated."""
    first_sighted: str
    """ISO."""
    notice_days: int | None
    date_line: str
    findings: tuple[FindingView, ...]
    groups: tuple[Group, ...]
    earlier_label: str
    """Where this change confirms, withdraws or brings in force an earlier one: how to name it."""
    earlier_address: str
    diff: Diff
    diff_sum: str
    """The extent of the difference in words."""
    old: Version
    new: Version
    checks: tuple[CheckView, ...]
    verify: tuple[str, ...]
    """Commands that check the evidence."""
    limits: tuple[str, ...]
    updated: str
    """ISO time of the latest stage."""
    events: tuple[tuple[str, str], ...]
    """Stage and ISO time, in order."""

    @property
    def file(self) -> str:
        """Name of the report's file, without suffix."""
        return self.address.rpartition("/")[2]

    @property
    def earlier_file(self) -> str:
        """The same of the earlier change, in the same folder."""
        return self.earlier_address.rpartition("/")[2]
