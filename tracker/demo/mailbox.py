"""A mail server of the demo, which keeps what it is handed."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Takes every mail for anybody."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = 0

    async def handle_DATA(self, server: "SMTP", session: "Session", envelope: "Envelope") -> str:  # noqa: N802, ARG002
        """Called by the server with each mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return f"250 OK: mail {len(self.mails)} is in the box"

    @contextmanager
    def served(self) -> Iterator["Mailbox"]:
        """Listen on a free port of 127.0.0.1 until the block ends."""
        try:
            from aiosmtpd.controller import Controller  # noqa: PLC0415 - of the extra `demo` alone
        except ImportError as error:
            raise TrackerError(
                "the demo needs a mail server to send to",
                "the extra `demo`",
                'Run `pip install "privacy-policy-tracker[demo]"`.',
            ) from error
        self.port = _free_port()
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def _free_port() -> int:
    """A port that is free now; the server cannot tell which one it took by itself."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
