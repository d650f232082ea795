"""The report of a change."""

from dataclasses import replace

from tests.report.sample import subject
from tracker.report import html, json_form, markdown
from tracker.report.change_view import change_view
from tracker.report.mail import mail_parts


def test_the_headline_names_what_is_new_and_from_when() -> None:
    """The first line alone tells what happened."""
    headline = change_view(subject()).headline

    assert headline == (
        "From 15 April 2026, Plaza may collect biometric data, employment data and education data"
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
