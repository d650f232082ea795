"""A letter is a message as e-mail, the same bytes at every attempt but for its date."""

import hashlib
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from tracker.alert.channel import Message
from tracker.alert.email.settings import EmailSettings
from tracker.alert.line import one_line, sound

SUBJECT_CHARACTERS = 200
LINE_CHARACTERS = 78  # RFC 5322, 2.1.1


def _encoded(name: str, text: str) -> bytes:
    """A header in words of RFC 2047, spaces inside them: the policy loses one where it folds between two."""
    words = Header(text, "utf-8", maxlinelen=LINE_CHARACTERS - 2, header_name=name).encode(linesep="\r\n")
    return f"{name}: {words}\r\n".encode("ascii")


class _Letters(EmailPolicy):
    """The library's policy, whose headers never begin on the line below their name."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as it is sent. The library leaves the first line empty where the rest fits on one."""
        if name == "Subject" and not str(value).isascii():
            return _encoded(name, str(value))
        folded = super().fold_binary(name, value)
        empty = f"{name}:\r\n ".encode("ascii", "surrogateescape")
        if not folded.startswith(empty):
            return folded
        first, _, rest = (f"{name}: ".encode("ascii", "surrogateescape") + folded[len(empty) :]).partition(
            b"\r\n"
        )
        cut = first.rfind(b" ", len(name) + 2, LINE_CHARACTERS)
        whole = first if cut < 0 or len(first) <= LINE_CHARACTERS else first[:cut] + b"\r\n" + first[cut:]
        return whole + b"\r\n" + rest


# Quoted-printable keeps every line of a body at 76
LETTERS = _Letters(linesep="\r\n", raise_on_defect=False, cte_type="7bit")


def letter(settings: EmailSettings, message: Message, now: datetime) -> EmailMessage:
    """The mail to `message.recipient`: plain text first, HTML second."""
    mail = EmailMessage(policy=LETTERS)
    domain = settings.from_.rpartition("@")[2]
    mail["From"] = Address(one_line(settings.sender_name), addr_spec=settings.from_)
    mail["To"] = Address(addr_spec=message.recipient)
    mail["Subject"] = _unencoded(one_line(message.title, SUBJECT_CHARACTERS))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{_digest(message.id, message.recipient)}@{domain}>"
    if message.thread:
        root = f"<{_digest('thread', message.thread)}@{domain}>"
        mail["In-Reply-To"] = root
        mail["References"] = root
    if settings.reply_to:
        mail["Reply-To"] = Address(addr_spec=settings.reply_to)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Id"] = f"{one_line(settings.sender_name)} <privacy-policy-tracker.{domain}>"
    mail["List-Unsubscribe"] = f"<{_unsubscribe(settings)}>"
    mail.set_content(sound(message.text), cte="quoted-printable")
    if message.html:
        mail.add_alternative(sound(message.html), subtype="html", cte="quoted-printable")
        mail.set_boundary(f"=_{_digest('boundary', message.id)}")
    return mail


def _unencoded(text: str) -> str:
    """A text in which nothing is an encoded word of RFC 2047: a page could hide another text in one."""
    return text.replace("=?", "= ?").replace("?=", "? =")


def _unsubscribe(settings: EmailSettings) -> str:
    wanted = settings.unsubscribe or settings.from_
    if "://" in wanted or wanted.startswith("mailto:"):
        return one_line(wanted)
    return f"mailto:{one_line(wanted)}?subject=unsubscribe"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
