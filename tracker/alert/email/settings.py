"""The keys of an e-mail channel in tracker.toml."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tracker.watchlist.secret import Secret

Security = Literal["starttls", "tls", "none"]
DEFAULT_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_MAIL_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """Where mail is handed in, and for whom it is."""

    host: str
    """Name of the mail server that takes our mail."""

    from_: str
    """The sender's address."""

    to: tuple[str, ...]
    """The recipients; each gets a mail of their own, so that none sees the others."""

    port: int = 0
    """0: the usual one, 587 for "starttls", 465 for "tls", 25 for "none"."""

    security: Security = "starttls"
    """How the connection is encrypted; where the server does not offer it, nothing is sent."""

    username: str = ""
    """Name to log in with; "": no log-in."""

    password: Secret | None = None
    """Where the password is found: { env = "NAME" } or { file = "path" }."""

    sender_name: str = "Privacy Policy Tracker"
    """Name beside the sender's address."""

    reply_to: str = ""
    """Address that answers go to; "": the sender."""

    unsubscribe: str = ""
    """Address or URL for those who want no more; "": a mail to the sender."""

    ca_bundle: Path | None = None
    """PEM file of further trusted authorities, for a server with a certificate of its own."""

    timeout_seconds: float = 60.0
    """Longest time for one mail, from the connection to the server's last word."""

    def __post_init__(self) -> None:
        if not self.to:
            raise ValueError("to names nobody")
        for address in (*self.to, self.from_, *filter(None, [self.reply_to])):
            if not _MAIL_ADDRESS.fullmatch(address):
                raise ValueError(f'"{address}" is no e-mail address such as "anna@example.org"')
        if self.username and self.password is None:
            raise ValueError('username needs a password = { env = "NAME_OF_A_VARIABLE" }')
        if self.username and self.security == "none":
            raise ValueError('a password is not sent in clear; use security = "starttls" or "tls"')
        if not 0 <= self.port < 65536 or self.timeout_seconds <= 0:
            raise ValueError("port and timeout_seconds must be possible numbers")
