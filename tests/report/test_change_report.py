"""The report of a change."""

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
