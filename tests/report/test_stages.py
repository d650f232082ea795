"""How sure a change is, in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.report.sample import IN_FORCE, OLD, RETURNED, WITHDRAWN, policy_subject, snapshot, subject
from tracker.archive.change import Change, StageEvent
from tracker.report.again import named_before
from tracker.report.change_view import change_view
from tracker.report.policy_view import policy_view
from tracker.report.story import stories
from tracker.report.subject import ReportSubject


def _return() -> ReportSubject:
    """The announcement that came back, with the one that had been withdrawn."""
    return replace(subject(), earlier=policy_subject().changes[0])


def _born(stage: str, earlier: Change) -> ReportSubject:
    """A change that only says what became of an earlier one."""
    made = subject(stage)
    verdict = replace(made.change.verdict, refers_to=earlier.id, date_line="stayed", materiality="cosmetic")
    events = (StageEvent(stage, IN_FORCE),)  # type: ignore[arg-type]
    change = replace(made.change, id="0" * 16, findings=(), verdict=verdict, events=events)
    return replace(made, change=change, earlier=earlier)


@pytest.mark.parametrize(
    ("stage", "headline", "deck"),
    [
        ("sighted", "From 15 April 2026, Plaza may collect", "Seen at one check so far."),
        ("confirmed", "From 15 April 2026, Plaza may collect", "A later check found it again."),
        (
            "withdrawn",
            "Plaza named biometric information, employment history and educational history, and took it back",
            "The page is",
        ),
        ("in-force", "From 15 April 2026, Plaza may collect", "The announced text is now the only one"),
    ],
)
def test_every_stage_says_how_sure_it_is(stage: str, headline: str, deck: str) -> None:
    """The headline tells what, the sentence below it how sure."""
    view = change_view(subject(stage))

    assert view.headline.startswith(headline)
    assert view.deck.startswith(deck)
    assert view.stage.id == stage


def test_a_sighted_change_is_never_called_confirmed() -> None:
    """The second check is shown as still to come."""
    facts = {fact.id: fact for fact in change_view(subject("sighted")).facts}

    assert facts["confirmed"].value == "not yet"
    assert facts["confirmed"].state == "open"


def test_a_text_that_came_back_tells_its_story_in_order() -> None:
    """Sighted, withdrawn, confirmed, and from when it applies."""
    view = change_view(_return())

    assert [fact.id for fact in view.facts][:4] == ["first-sighted", "withdrawn", "confirmed", "effective"]
    assert view.facts[0].iso == "2026-03-09T08:00:12Z"
    assert "taken back then" in view.deck
    assert view.earlier_label == "Brings back the change sighted on 9 March 2026"


def test_a_text_of_an_earlier_version_is_named_by_its_day() -> None:
    """A reader learns which text is back."""
    book = subject("sighted")
    verdict = replace(book.change.verdict, returns_to="plaza/privacy@20260302T080012Z")
    view = change_view(replace(book, change=replace(book.change, verdict=verdict)))
    assert "It is the text of the version of 2 March 2026 again." in view.deck


def test_a_text_in_force_names_what_was_announced() -> None:
    """It finds nothing new itself, and says what the earlier change found."""
    view = change_view(_born("in-force", policy_subject().changes[1]))

    assert view.headline.startswith(
        "The announced Privacy Policy of Plaza now applies: biometric information, "
    )
    assert view.findings == ()
    assert "own date" not in view.deck


def test_a_withdrawal_says_what_is_taken_back() -> None:
    """With the date that had been announced, as one that no longer counts."""
    view = change_view(_born("withdrawn", policy_subject().changes[0]))
    effective = next(fact for fact in view.facts if fact.id == "effective")

    assert view.headline == (
        "Plaza has taken back a text that named "
        "biometric information, employment history and educational history"
    )
    assert (effective.iso, effective.note) == ("2026-04-08", "announced, then withdrawn")


def test_a_change_without_an_announced_date_may_count_now() -> None:
    """Without a date to come, the headline says now, and the facts that no date is stated."""
    made = subject()
    verdict = replace(made.change.verdict, effective=None, announced=False, notice_days=None)
    view = change_view(replace(made, change=replace(made.change, verdict=verdict)))

    assert view.headline.startswith("Plaza may now collect biometric information")
    assert next(fact.value for fact in view.facts if fact.id == "effective") == "not stated in the text"


def test_a_date_line_that_stayed_is_told() -> None:
    """The text changed, its own date did not: a reader must know."""
    made = subject()
    verdict = replace(made.change.verdict, date_line="stayed")
    view = change_view(replace(made, change=replace(made.change, verdict=verdict)))

    assert view.deck.endswith("The policy's own date was not changed.")


@pytest.mark.parametrize(
    ("materiality", "headline"),
    [
        ("substantive", "Plaza changed its Privacy Policy; no new kind of data is named"),
        ("editorial", "Plaza reworded its Privacy Policy; no new kind of data is named"),
        ("cosmetic", "Plaza changed its Privacy Policy without changing what it says"),
    ],
)
def test_a_change_without_findings_claims_nothing(materiality: str, headline: str) -> None:
    """And it is told calmly."""
    made = subject()
    verdict = replace(made.change.verdict, materiality=materiality)
    view = change_view(replace(made, change=replace(made.change, findings=(), verdict=verdict)))

    assert view.headline == headline
    assert view.stage.tone == "calm"


def test_a_text_in_another_language_is_not_said_to_name_nothing_new() -> None:
    """Its kinds of data were not compared, which is another thing."""
    made = subject()
    dutch = replace(made.change.new, language="nl")
    view = change_view(replace(made, change=replace(made.change, findings=(), new=dutch)))

    said = "Plaza put its Privacy Policy into another language; kinds of data were not compared"
    assert view.headline == said


def test_many_new_kinds_are_counted_after_the_first() -> None:
    """A headline stays a line or two."""
    made = subject()
    one = made.change.findings[0]
    names = (
        "biometric",
        "health",
        "genetic",
        "religion-belief",
        "precise-location",
        "ip-address",
        "calendar",
    )
    found = tuple(replace(one, subject=name) for name in names)
    view = change_view(replace(made, change=replace(made.change, findings=found)))

    assert view.headline.endswith("biometric data, health data, genetic data and 4 more kinds of data")


def test_the_time_line_of_a_policy_has_the_newest_on_top() -> None:
    """Each entry with its stage, by the day of what last happened to it."""
    entries = policy_view(policy_subject()).entries

    assert [entry.stage for entry in entries] == ["in-force", "withdrawn"]
    assert entries[0].updated[:10] == f"{IN_FORCE:%Y-%m-%d}"
    assert entries[1].updated[:16] == f"{WITHDRAWN:%Y-%m-%dT%H:%M}"


def test_a_text_that_went_and_came_back_is_one_story() -> None:
    """Sighted, withdrawn, seen again, confirmed, in force: one headline with five dated steps, in order."""
    made = policy_subject()
    early, main = made.changes
    back = replace(main, verdict=replace(main.verdict, refers_to=early.id))
    gone = replace(
        early, id="1" * 16, new=snapshot(OLD, WITHDRAWN), findings=(),
        events=(StageEvent("withdrawn", WITHDRAWN),),
        verdict=replace(early.verdict, refers_to=early.id),
    )  # fmt: skip
    (entry,) = policy_view(replace(made, changes=(early, gone, back))).entries

    assert [step.stage for step in entry.steps] == [
        "sighted", "withdrawn", "sighted", "confirmed", "in-force"
    ]  # fmt: skip
    assert [step.at for step in entry.steps] == sorted(step.at for step in entry.steps)
    assert entry.id == early.id
    assert (entry.stage, entry.file) == ("in-force", f"{RETURNED:%Y%m%dT%H%M%SZ}")
    assert entry.steps[1].headline.startswith("Plaza has taken back")


def test_changes_that_share_nothing_stay_apart() -> None:
    """Only what the judge linked is told as one."""
    assert [len(story.changes) for story in stories(policy_subject().changes)] == [1, 1]


def _again(*categories: str) -> ReportSubject:
    gone = datetime(2026, 1, 5, tzinfo=UTC)
    return replace(subject(), named_before=tuple((category, gone) for category in categories))


def test_what_was_named_before_and_went_is_not_told_as_new() -> None:
    """The headline names what is new for the first time; the sentence says until when it was named."""
    view = change_view(_again("employment"))
    notes = [dict(proof.notes) for proof in view.groups[0].proofs]

    assert (
        view.headline == "From 15 April 2026, Plaza may collect biometric information and educational history"
    )
    assert [note.get("Named before") for note in notes] == [None, "until 5 January 2026 (employment data)"]


def test_where_all_was_named_before_the_headline_says_again() -> None:
    """Nothing of it is new."""
    view = change_view(_again("biometric", "employment", "education"))

    assert (
        view.headline == "Plaza names biometric information, employment history and educational history again"
    )
    assert dict(view.groups[0].proofs[0].notes)["Named before"] == "until 5 January 2026"


def test_what_the_same_story_took_back_was_not_named_before() -> None:
    """An earlier sighting of the same text is told as such; another version that came and went counts."""
    early, main = policy_subject().changes
    main = replace(main, verdict=replace(main.verdict, refers_to=early.id))
    first, last = policy_subject().snapshots
    back = replace(first, id="plaza/privacy@20260309T083004Z", observed_at=WITHDRAWN)
    bare, full = policy_subject().categories
    versions = (
        bare,
        replace(full, snapshot=early.new.id),
        replace(bare, snapshot=back.id),
        replace(full, snapshot=last.id),
    )
    told = (first, early.new, back, last)

    assert named_before(main, told, versions, {early.id: early}) == ()
    assert named_before(replace(main, verdict=early.verdict), told, versions, {}) == tuple(
        (name, WITHDRAWN) for name in ("biometric", "education", "employment")
    )


def test_a_recorded_history_is_not_told_as_checks_of_ours() -> None:
    """Whoever recorded it kept a text until another one was there: that is all it shows."""
    made = subject("confirmed")
    recorded = replace(made.change, new=replace(made.change.new, origin="jsonl"))
    view = change_view(replace(made, change=recorded))

    assert view.stage.meaning == "In the recorded history, it stood there until the next version."
