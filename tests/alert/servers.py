"""Real receivers on 127.0.0.1 that can be told to misbehave."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

ACCOUNT = ("tracker", "a long secret")


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class MailServer:
    """What a mail server took, and how it answers."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    rcpt_answers: dict[str, str] = field(default_factory=dict)
    """Answer to RCPT by recipient; taken where missing."""
    data_answers: list[str] = field(default_factory=list)
    """Answers to the next mails, in order; "250 kept" where none is left."""
    on_data: Any = None
    """Called when a mail has come in and is not answered yet."""
    attempts: int = 0

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt_answers.get(address)
        if answer is not None:
            self.attempts += 1
            return answer
        envelope.rcpt_tos.append(address)
        return "250 recipient ok"

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        self.attempts += 1
        if self.on_data is not None:
            self.on_data()
        answer = self.data_answers.pop(0) if self.data_answers else "250 2.0.0 kept"
        if answer.startswith("250"):
            content = envelope.original_content or b""
            self.raw.append(content)
            self.envelopes.append((envelope.mail_from or "", tuple(envelope.rcpt_tos)))
            self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return answer


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    success = (data.login.decode(), data.password.decode()) == ACCOUNT
    return AuthResult(success=success, handled=False)


@contextmanager
def mail_server(
    context: ssl.SSLContext | None = None, *, log_in: bool = False, port: int = 0
) -> Iterator[MailServer]:
    """A mail server; with a TLS context it wants STARTTLS, with `log_in` a password as well."""
    server = MailServer(port or free_port())
    more: dict[str, Any] = {}
    if log_in:
        more = {
            "authenticator": _authenticate,
            "auth_required": True,
            "auth_require_tls": context is not None,
        }
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        tls_context=context,
        require_starttls=context is not None,
        **more,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class Received:
    """One request as the receiver saw it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What an HTTP receiver took, and how it answers."""

    url: str
    requests: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """Answers to the next requests, in order; the last one stays."""
    behaviour: str = "answer"
    """Or "hang", "half", "reset"."""
    took: int = 0
    """How many requests were answered with success."""
    on_request: Any = None
    release: threading.Event = field(default_factory=threading.Event)

    def answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        """How it answers from now on."""
        self.answers = [(status, headers or {}, body)]


@contextmanager
def receiver(context: ssl.SSLContext | None = None, port: int = 0) -> Iterator[Receiver]:
    """An HTTP receiver; answers 204 until told otherwise."""
    state = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            state.requests.append(
                Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            )
            if state.on_request is not None:
                state.on_request()
            if state.behaviour == "hang":
                state.release.wait(20)
                self.close_connection = True
                return
            if state.behaviour == "half":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it")
                self.wfile.flush()
                self.close_connection = True
                return
            if state.behaviour == "reset":
                self.close_connection = True
                return
            status, headers, answer = (204, {}, b"") if not state.answers else state.answers[0]
            if len(state.answers) > 1:
                state.answers.pop(0)
            state.took += status < 300
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    state.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping_server() -> Iterator[int]:
    """A server that greets with one byte at a time and never comes to an end."""
    listener = socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while not over.is_set():
                connection, _ = listener.accept()
                threading.Thread(target=drip, args=[connection], daemon=True).start()

    def drip(connection: socket) -> None:
        with suppress(OSError), connection:
            while not over.is_set():
                connection.sendall(b"2")
                time.sleep(0.05)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        over.set()
        listener.shutdown(SHUT_RDWR)
        listener.close()
        thread.join(5)


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """The TLS context of a server that an authority vouches for under these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context
