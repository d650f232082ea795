"""Hands one letter to the mail server."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from tracker.alert.channel import Failed, Message, Outcome, Sent
from tracker.alert.email.letter import letter
from tracker.alert.email.settings import DEFAULT_PORTS, EmailSettings
from tracker.alert.line import one_line, sound
from tracker.alert.preview import Preview
from tracker.errors import WatchlistError


def send(settings: EmailSettings, message: Message, now: datetime) -> Outcome:
    """One attempt; what the server accepted is sent, whatever happens after that."""
    try:
        raw = letter(settings, message, now).as_bytes()
        with _session(settings) as session:
            return _hand_over(session, settings, message.recipient, raw)
    except (smtplib.SMTPException, OSError) as error:
        return _connection_failed(settings, error)
    except WatchlistError as error:
        return Failed(permanent=False, detail=str(error), channel_wide=True)


def preview(settings: EmailSettings, message: Message, now: datetime) -> Preview:
    """The letter with its headers and its text; the HTML is a file of its own, too."""
    mail = letter(settings, message, now)
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items() if not name.startswith("Content-"))
    files = {".eml": mail.as_bytes()}
    if message.html:
        files[".html"] = sound(message.html).encode()
    return Preview(f"{headers}\n\n{sound(message.text)}", files)


def _hand_over(session: smtplib.SMTP, settings: EmailSettings, recipient: str, raw: bytes) -> Outcome:
    code, words = session.mail(settings.from_, ["BODY=8BITMIME"] if session.has_extn("8bitmime") else [])
    if code != 250:
        return _refused("the sender", code, words)
    code, words = session.rcpt(recipient)
    if code not in (250, 251):
        return _refused(recipient, code, words)
    code, words = session.data(raw)
    if code != 250:
        return _refused("the mail", code, words)
    with suppress(smtplib.SMTPException, OSError):
        session.quit()
    return Sent(_said(code, words))


@contextmanager
def _session(settings: EmailSettings) -> Iterator[smtplib.SMTP]:
    """A session, encrypted and logged in as configured, that ends in time."""
    session = _Session(settings)
    timer = threading.Timer(settings.timeout_seconds, _cut_off, [session])
    timer.daemon = True
    timer.start()
    try:
        session.open()
        yield session
    finally:
        timer.cancel()
        session.close()


class _Session(smtplib.SMTP):
    """Greets and encrypts under the time limit, too: smtplib does both before anyone holds its socket."""

    def __init__(self, settings: EmailSettings) -> None:
        super().__init__(local_hostname=settings.from_.rpartition("@")[2], timeout=settings.timeout_seconds)
        self._settings = settings

    def open(self) -> None:
        settings = self._settings
        code, words = self.connect(settings.host, port_of(settings))
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        self.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            self._start_tls()
        if settings.username:
            assert settings.password is not None
            self.login(settings.username, settings.password.reveal())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Called by `connect`; with "tls" the first byte is encrypted already."""
        self.sock = socket.create_connection((host, port), timeout)
        if self._settings.security == "tls":
            self._encrypt()
        return self.sock

    def _start_tls(self) -> None:
        if not self.has_extn("starttls"):
            raise smtplib.SMTPNotSupportedError(
                'it offers no STARTTLS; security = "tls" encrypts from the first byte, "none" sends in clear'
            )
        code, words = self.docmd("STARTTLS")
        if code != 220:
            raise smtplib.SMTPResponseException(code, words)
        self._encrypt()
        # RFC 3207, 4.2: what was said before, in clear, counts no more
        self.file = None
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features = {}
        self.ehlo()

    def _encrypt(self) -> None:
        assert self.sock is not None
        self.sock = _context(self._settings).wrap_socket(
            self.sock, server_hostname=self._settings.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


def port_of(settings: EmailSettings) -> int:
    """The configured port, or the usual one."""
    return settings.port or DEFAULT_PORTS[settings.security]


def _context(settings: EmailSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_bundle:
        context.load_verify_locations(cafile=settings.ca_bundle)
    return context


def _cut_off(session: smtplib.SMTP) -> None:
    """A server that drips one byte at a time is cut off here: time-outs of a socket begin anew each time."""
    if session.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(session.sock, socket.SHUT_RDWR)


def _connection_failed(settings: EmailSettings, error: Exception) -> Failed:
    """Nothing was said about this mail: the channel itself does not work now."""
    where = f"{settings.host}:{port_of(settings)}"
    match error:
        case smtplib.SMTPAuthenticationError():
            why = f"the server refuses the log-in: {_said(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPNotSupportedError():
            why = f"the server lacks what is configured: {one_line(str(error), 200)}"
        case smtplib.SMTPResponseException():
            why = _said(error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            why = f"its certificate is not trusted: {error.verify_message}"
        case TimeoutError():
            why = f"no answer within {settings.timeout_seconds:g} seconds"
        case _:
            why = one_line(str(error), 200) or type(error).__name__
    return Failed(permanent=False, detail=f"{where}: {why}", channel_wide=True)


def _refused(what: str, code: int, words: bytes) -> Failed:
    """RFC 5321, 4.2.1: 5xx will be the same next time, 4xx may not be; 421 closes the door to all."""
    return Failed(
        permanent=500 <= code < 600,
        detail=f"{what} is refused: {_said(code, words)}",
        channel_wide=code in (421, -1),
    )


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return one_line(f"{code} {text}", 300)
