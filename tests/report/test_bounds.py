"""What a hostile or a huge change may cost its readers."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.report.sample import POLICY, findings, subject
from tracker.archive.change import StageEvent
from tracker.report.change_view import change_view
from tracker.report.mail import PROOFS, incident_parts, mail_parts
from tracker.report.proofs import QUOTE_CHARACTERS, bounded, highlight
from tracker.report.subject import IncidentSubject, ReportSubject
from tracker.report.webhook import FINDINGS, incident_payload, payload

AT = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)


def _many(number: int) -> ReportSubject:
    made = subject()
    one = findings(made.new_document)[0]
    many = tuple(replace(one, quote=f"{n} {'long ' * 2000}", phrase=str(n)) for n in range(number))
    return replace(made, change=replace(made.change, findings=many))


def test_a_long_quote_is_shown_around_the_words_that_matter() -> None:
    """The phrase stays in sight, and both cuts are marked."""
    spans = bounded(highlight(f"{'before ' * 900}THE WORDS{' after' * 900}", ("THE WORDS",)))
    shown = "".join(span.text for span in spans)

    assert "THE WORDS" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= QUOTE_CHARACTERS + 4


def test_a_mail_quotes_the_first_sentences_and_counts_the_others() -> None:
    """A change with very many findings does not become a mail that nobody can open."""
    mail = mail_parts(change_view(_many(40)))

    assert f"… {40 - PROOFS} more sentences in the whole report" in mail.text
    assert len(mail.text) < 60_000


def test_a_webhook_carries_a_bounded_number_of_findings() -> None:
    """The number of all of them is told beside."""
    body = payload(change_view(_many(FINDINGS + 5)), StageEvent("confirmed", AT))

    assert body["type"] == "change.confirmed"
    assert body["timestamp"] == "2026-03-16T08:30:00Z"
    assert len(body["data"]["findings"]) == FINDINGS
    assert body["data"]["findings_in_all"] == FINDINGS + 5
    assert max(len(finding["quote"]) for finding in body["data"]["findings"]) < 2_100


def test_an_incident_says_what_is_not_known() -> None:
    """ "Cannot be read" is told apart from "nothing new"."""
    mail = incident_parts(IncidentSubject(POLICY, "blocked", "HTTP 403", AT, 3, None, AT))

    assert mail.subject == "The Privacy Policy of Plaza cannot be read: the site blocked the check"
    assert "Nothing is known about changes since the last good check" in mail.text
    assert "Failed checks: 3" in mail.text


def test_a_recovery_says_that_it_is_over() -> None:
    """In the mail, and in the webhook by its type."""
    over = IncidentSubject(POLICY, "blocked", "", AT, 3, AT.replace(day=18), AT)

    assert incident_parts(over, "nl").subject == "De tekst “Privacy Policy” van Plaza is weer te lezen"
    assert incident_payload(over)["type"] == "incident.recovered"
    assert incident_payload(replace(over, closed_at=None))["type"] == "incident.opened"
