"""Promises of the e-mail channel."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import trustme
from hypothesis import example, given
from hypothesis import strategies as st

from tests.alert.conftest import NOW
from tests.alert.servers import (
    ACCOUNT,
    MailServer,
    dripping_server,
    free_port,
    mail_server,
    server_context,
)
from tracker.alert.channel import Failed, Message, Sent
from tracker.alert.email.letter import SUBJECT_CHARACTERS, letter
from tracker.alert.email.send import send
from tracker.alert.email.settings import EmailSettings
from tracker.alert.line import one_line
from tracker.watchlist.secret import Secret

SENDER = "tracker@example.org"
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


def plain(port: int) -> EmailSettings:
    return EmailSettings(
        host="127.0.0.1", port=port, from_=SENDER, to=("anna@example.org", "ben@example.org"), security="none"
    )


def test_a_mail_arrives_with_text_first_and_html_second(mailbox: MailServer, message: Message) -> None:
    """A mail program that shows no HTML still shows everything."""
    outcome = send(plain(mailbox.port), message, NOW)

    assert Sent("250 2.0.0 kept") == outcome
    mail = mailbox.mails[0]
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert next(mail.iter_parts()).get_content().splitlines() == message.text.splitlines()


def test_each_recipient_gets_a_mail_of_their_own(mailbox: MailServer, message: Message) -> None:
    """No recipient sees another, neither in the headers nor in the envelope."""
    for recipient in ("anna@example.org", "ben@example.org"):
        send(plain(mailbox.port), replace(message, recipient=recipient), NOW)

    assert mailbox.envelopes == [(SENDER, ("anna@example.org",)), (SENDER, ("ben@example.org",))]
    assert b"ben@" not in mailbox.raw[0]


def test_a_second_attempt_has_the_same_message_id(message: Message) -> None:
    """A mail that was sent twice is recognised as one; only its date differs."""
    first = letter(plain(25), message, NOW)
    second = letter(plain(25), message, NOW + timedelta(hours=1))

    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] != second["Date"]
    assert first.as_bytes() == letter(plain(25), message, NOW).as_bytes()
    assert (
        first["Message-ID"] != letter(plain(25), replace(message, recipient="b@x.example"), NOW)["Message-ID"]
    )


def test_mails_of_one_policy_form_a_thread(message: Message) -> None:
    """Every mail refers to the same root, that of its policy."""
    other = replace(message, id="f" * 24, title="Another")
    elsewhere = replace(message, thread="murmel/privacy")

    assert letter(plain(25), message, NOW)["References"] == letter(plain(25), other, NOW)["References"]
    assert letter(plain(25), message, NOW)["References"] != letter(plain(25), elsewhere, NOW)["References"]


def test_a_mail_says_that_a_machine_wrote_it(message: Message) -> None:
    """Holiday answers stay away, and mail programs offer a way out."""
    mail = letter(plain(25), message, NOW)

    assert mail["Auto-Submitted"] == "auto-generated"
    assert "<privacy-policy-tracker.example.org>" in mail["List-Id"]
    assert mail["List-Unsubscribe"] == "<mailto:tracker@example.org?subject=unsubscribe>"


def test_long_lines_and_foreign_letters_stay_readable(mailbox: MailServer, message: Message) -> None:
    """No line is longer than mail allows, and every character comes through."""
    text = "Gesundheitsdaten – " + "ä" * 3000 + "\n.\n.\nEnde\n"
    send(plain(mailbox.port), replace(message, text=text), NOW)

    assert max(len(line) for line in mailbox.raw[0].split(b"\r\n")) <= 998
    assert next(mailbox.mails[0].iter_parts()).get_content().splitlines() == text.splitlines()


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_of_a_page_injects_a_header(title: str, text: str) -> None:
    """Whatever a page puts into a title, the mail has the headers that we gave it."""
    message = Message(id="0" * 24, kind="change", title=title, text=text, recipient="anna@example.org")
    expected = letter(plain(25), replace(message, title="plain", text="plain"), NOW)

    mail = letter(plain(25), message, NOW)

    assert sorted(expected.keys()) == sorted(mail.keys())
    assert b"\nBcc:" not in mail.as_bytes().split(b"\r\n\r\n", 1)[0]


@given(ANY_TEXT)
@example("00000000 000¡¡¡¡¡¡\u0800\U00010000\U00010000\U00010000\U00010000 ¡")
def test_a_title_comes_through_as_it_is(title: str) -> None:
    """Folded, encoded and read again it is the same line; no header begins below its name."""
    message = Message(id="0" * 24, kind="change", title=title, text="", recipient="anna@example.org")
    raw = letter(plain(25), message, NOW).as_bytes()

    expected = one_line(title, SUBJECT_CHARACTERS).replace("=?", "= ?").replace("?=", "? =")
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == expected
    assert b":\r\n " not in raw.split(b"\r\n\r\n", 1)[0]


@pytest.mark.parametrize("word", ["=?utf-8?q?Hi=0D=0ABcc=3A_eve?=", "=?utf-8?b?SGkNCkJjYzogZXZl?="])
def test_an_encoded_word_of_a_page_stays_the_text_that_it_is(word: str) -> None:
    """Nothing is hidden in it, and nothing comes out of it."""
    message = Message(id="0" * 24, kind="change", title=f"News {word}", text="", recipient="a@example.org")
    raw = letter(plain(25), message, NOW).as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)

    assert mail["Subject"] == f"News {word}".replace("=?", "= ?").replace("?=", "? =")
    assert mail["Bcc"] is None


@pytest.mark.parametrize("characters", range(40, 140, 3))
def test_a_subject_of_any_length_begins_beside_its_name(characters: int) -> None:
    """And no line is longer than mail programs like."""
    title = ("Withdrawn: Harbour named biometric data and took it back " * 3)[:characters].strip()
    message = Message(id="0" * 24, kind="change", title=title, text="", recipient="anna@example.org")
    head = letter(plain(25), message, NOW).as_bytes().split(b"\r\n\r\n", 1)[0]

    assert message_from_bytes(head, policy=policy.default)["Subject"] == title
    assert b"Subject: Withdrawn" in head
    assert max(map(len, head.split(b"\r\n"))) <= 78


def test_a_title_that_tries_to_add_a_recipient_stays_a_title(mailbox: MailServer, message: Message) -> None:
    """A line break in a title becomes a space on its way."""
    send(plain(mailbox.port), replace(message, title="Hi\r\nBcc: eve@example.org\r\n\r\nbody"), NOW)

    assert mailbox.mails[0]["Subject"] == "Hi Bcc: eve@example.org body"
    assert mailbox.mails[0]["Bcc"] is None


def test_starttls_and_a_password_are_used(
    authority: trustme.CA, ca_file: Path, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that asks for both gets both."""
    monkeypatch.setenv("MAIL_PASSWORD", ACCOUNT[1])
    with mail_server(server_context(authority, "127.0.0.1"), log_in=True) as server:
        settings = replace(
            plain(server.port),
            security="starttls",
            username=ACCOUNT[0],
            password=Secret(env="MAIL_PASSWORD"),
            ca_bundle=ca_file,
        )
        outcome = send(settings, message, NOW)

    assert isinstance(outcome, Sent)
    assert len(server.mails) == 1


def test_a_wrong_password_is_temporary_and_said(
    authority: trustme.CA, ca_file: Path, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever corrects a password within three days loses no alert."""
    monkeypatch.setenv("MAIL_PASSWORD", "not it")
    with mail_server(server_context(authority, "127.0.0.1"), log_in=True) as server:
        settings = replace(
            plain(server.port),
            security="starttls",
            username=ACCOUNT[0],
            password=Secret(env="MAIL_PASSWORD"),
            ca_bundle=ca_file,
        )
        outcome = send(settings, message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert outcome.channel_wide
    assert "refuses the log-in: 535" in outcome.detail
    assert "not it" not in outcome.detail


def test_a_missing_password_is_said(mailbox: MailServer, message: Message) -> None:
    """The place where the password should be is named, and nothing is sent."""
    settings = replace(plain(mailbox.port), security="starttls", username="u", password=Secret(env="NO_SUCH"))
    outcome = send(settings, message, NOW)

    assert isinstance(outcome, Failed)
    assert not mailbox.mails


def test_a_certificate_that_nobody_vouches_for_is_refused(authority: trustme.CA, message: Message) -> None:
    """No mail leaves over a connection whose other end is unknown."""
    with mail_server(server_context(authority, "127.0.0.1")) as server:
        outcome = send(replace(plain(server.port), security="starttls"), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert "certificate is not trusted" in outcome.detail
    assert not server.mails


def test_a_certificate_of_another_host_is_refused(
    authority: trustme.CA, ca_file: Path, message: Message
) -> None:
    """A trusted authority is not enough: the name must be that of the server."""
    with mail_server(server_context(authority, "mail.example.org")) as server:
        outcome = send(replace(plain(server.port), security="starttls", ca_bundle=ca_file), message, NOW)

    assert isinstance(outcome, Failed)
    assert "certificate is not trusted" in outcome.detail


def test_nothing_is_sent_in_clear_where_encryption_is_configured(
    mailbox: MailServer, message: Message
) -> None:
    """A server that offers no STARTTLS gets nothing."""
    outcome = send(replace(plain(mailbox.port), security="starttls"), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert "lacks what is configured" in outcome.detail
    assert not mailbox.mails


@pytest.mark.parametrize(
    ("answer", "permanent"), [("451 4.7.1 try again later", False), ("550 5.1.1 no such user", True)]
)
def test_the_first_digit_decides_whether_a_recipient_is_tried_again(
    mailbox: MailServer, message: Message, answer: str, permanent: bool
) -> None:
    """Greylisting is waited out, an unknown user is not."""
    mailbox.rcpt_answers["anna@example.org"] = answer
    outcome = send(plain(mailbox.port), message, NOW)

    assert Failed(permanent=permanent, detail=f"anna@example.org is refused: {answer}") == outcome


@pytest.mark.parametrize(("answer", "permanent"), [("452 4.2.2 full", False), ("554 5.6.0 spam", True)])
def test_the_first_digit_decides_whether_a_mail_is_tried_again(
    mailbox: MailServer, message: Message, answer: str, permanent: bool
) -> None:
    """A full mailbox is waited out, a refused text is not."""
    mailbox.data_answers = [answer]
    outcome = send(plain(mailbox.port), message, NOW)

    assert Failed(permanent=permanent, detail=f"the mail is refused: {answer}") == outcome


def test_a_server_that_is_down_is_temporary(message: Message) -> None:
    """Nobody listens: the channel as a whole does not work now."""
    outcome = send(plain(free_port()), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert outcome.channel_wide


def test_a_server_that_drips_is_cut_off(message: Message) -> None:
    """One byte at a time resets every time-out of a socket, not ours."""
    with dripping_server() as port:
        outcome = send(replace(plain(port), timeout_seconds=0.5), message, NOW)

    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert outcome.channel_wide


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"to": ()}, "nobody"),
        ({"to": ("Anna <anna@example.org>",)}, "no e-mail address"),
        ({"to": ("anna@example.org\r\nBcc: eve@example.org",)}, "no e-mail address"),
        ({"username": "u"}, "needs a password"),
        ({"username": "u", "password": Secret(env="X")}, "not sent in clear"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(changes: dict[str, object], complaint: str) -> None:
    """A mistake is found when the file is read, not when the first alert fails."""
    with pytest.raises(ValueError, match=complaint):
        replace(plain(25), **changes)  # type: ignore[arg-type]
