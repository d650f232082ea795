"""The report of a change."""

from dataclasses import replace
from pathlib import Path
from re import search

import pytest

from tests.report.sample import OLD, subject
from tracker.disclose.disclosure import Finding
from tracker.report import html, json_form, markdown
from tracker.report.change_view import change_view
from tracker.report.known import doubt
from tracker.report.mail import mail_parts
from tracker.report.measured import FOUND_OF_100, RIGHT_OF_100
from tracker.report.messages import messages
from tracker.report.proofs import confidence_words


def test_the_headline_names_what_is_new_and_from_when() -> None:
    """The first line alone tells what happened."""
    headline = change_view(subject()).headline

    assert headline == (
        "From 15 April 2026, Plaza may collect "
        "biometric information, employment history and educational history"
    )


def test_every_form_holds_the_sentence_that_proves_it() -> None:
    """HTML, Markdown, JSON and mail quote the same words."""
    view = change_view(subject())
    said = "we may collect and use your "
    mail = mail_parts(view)

    forms = (html.render_change(view), markdown.render_change(view), json_form.render_change(view), mail.html)
    assert all(said in form for form in forms)
    assert said in " ".join(mail.text.replace(">", "").split()) + " "


def test_the_same_change_gives_the_same_bytes() -> None:
    """Reports are deterministic."""
    first, second = (html.render_change(change_view(subject())) for _ in range(2))

    assert first == second


def test_a_sentence_that_proves_new_data_is_not_told_again_as_a_practice() -> None:
    """The reader sees it once, where it weighs most; the JSON form keeps every finding."""
    made = subject()
    first = made.change.findings[0]
    again = replace(first, kind="practice-added", subject="consent-or-opt-out")
    view = change_view(replace(made, change=replace(made.change, findings=(first, again))))

    assert [group.kind for group in view.groups] == ["category-new"]
    assert [finding.kind for finding in view.findings] == ["category-new", "practice-added"]


def test_many_practices_are_named_before_they_are_quoted() -> None:
    """A long list of them does not stand between the reader and the text."""
    made = subject()
    one = made.change.findings[3]
    names = ("retention", "minors", "user-rights", "legal-basis")
    found = tuple(replace(one, subject=name, quote=f"{one.quote} {name}") for name in names)
    view = change_view(replace(made, change=replace(made.change, findings=found)))

    assert view.groups[0].folded
    assert "how long data is kept, data of minors, rights of users, legal bases" in mail_parts(view).text


def test_the_words_that_are_new_in_a_reworded_sentence_are_marked_in_its_quote() -> None:
    """And the words that went, in the old sentence below it."""
    proof = change_view(subject()).groups[-1].proofs[0]

    assert ("hit", "eighteen months") in [(span.kind, span.text) for span in proof.quote]
    assert ("delete", "twelve") in [(span.kind, span.text) for span in proof.old]


def test_a_change_without_findings_says_where_the_words_changed() -> None:
    """As long as the sections are few and have names."""
    new = OLD.replace("only where the law obliges us", "where a court asks us")
    view = change_view(subject(old=OLD, new=new))

    assert view.headline == (
        "Plaza changed “3. Whom we share it with” in its Privacy Policy; no new kind of data is named"
    )


def test_a_new_use_of_several_kinds_of_data_is_told_once() -> None:
    """Not once for each kind."""
    made = subject()
    one = replace(made.change.findings[1], kind="purpose-new")
    found = (replace(one, subject="name"), replace(one, subject="location"))
    view = change_view(replace(made, change=replace(made.change, findings=found)))

    assert view.headline == (
        "Plaza names a new use of data: name and location for recruitment and advertising"
    )
    assert view.groups[0].proofs[0].notes == (
        ("New purpose", "recruitment, advertising (name and location)"),
    )


@pytest.mark.parametrize(
    ("language", "sure"),
    [
        ("en", "likely, worth reading: the old text may have meant it with “job”"),
        ("nl", "waarschijnlijk, het lezen waard: de oude tekst bedoelde het misschien al met “job”"),
    ],
)
def test_a_doubt_is_told_in_the_readers_language(language: str, sure: str) -> None:
    """Only what speaks against a finding; what speaks for it is what the quote shows."""
    made = subject()
    reasons = ("the sentence says who does what with it", "the old text may have covered it with “job”")
    one = replace(made.change.findings[0], confidence=0.7, reasons=reasons)
    view = change_view(replace(made, change=replace(made.change, findings=(one,))), language)

    assert view.groups[0].proofs[0].sure == sure


def test_a_reason_for_a_finding_is_no_doubt() -> None:
    """It says nothing that the quote does not show."""
    m = messages("en")

    assert doubt("it stands in an enumeration of data", m) == ""
    assert confidence_words(0.9, m) == "clear wording"


def test_the_limits_say_how_often_the_rules_are_right() -> None:
    """For English with the figures of the documentation; for another language that they are not known."""
    table = (Path(__file__).parents[2] / "docs" / "disclosure.md").read_text("utf-8")
    found = search(r"categories newly disclosed \|.*\| precision ([0-9.]+), recall ([0-9.]+)", table)
    made = subject()
    french = replace(made.change, new=replace(made.change.new, language="fr"))

    assert found is not None
    assert (RIGHT_OF_100, FOUND_OF_100) == (round(100 * float(found[1])), round(100 * float(found[2])))
    assert any(f"told as new, {RIGHT_OF_100} were new" in line for line in change_view(made).limits)
    assert (
        "How often the rules are right was not measured for policies in French."
        in change_view(replace(made, change=french)).limits
    )


def test_what_someone_does_with_the_service_is_not_taken_for_what_is_done_with_data() -> None:
    """ "When you use messages" is no use of data."""
    made = subject()
    one = made.change.findings[0]
    by_user = replace(one, statement=replace(one.statement, actor="user", purposes=(), conditions=()))
    view = change_view(replace(made, change=replace(made.change, findings=(by_user,))))

    assert view.groups[0].proofs[0].notes == ()


def test_another_sentence_at_the_same_place_is_not_what_it_said_before() -> None:
    """Where hardly a word was kept, the old sentence did not turn into the new one."""
    new = OLD.replace(
        "We do not sell your personal data. We never have.", "AI models may learn from your posts."
    )
    made = subject(old=OLD.replace(" We never have.", ""), new=new)
    edit = next(edit for edit in made.change.comparison.edits if edit.kind == "replace")
    one = Finding(
        "practice-added", "ai-training", edit.new[0].text, (), edit.new[0].block, old_quote=edit.old[0].text
    )
    views = [
        change_view(replace(made, change=replace(made.change, findings=(replace(one, kind=kind),))))
        for kind in ("practice-added", "practice-changed")
    ]

    assert [bool(view.groups[0].proofs[0].old) for view in views] == [False, True]
