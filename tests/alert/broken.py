"""Channels whose far side is broken in every way of the fault table, and can be mended."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import trustme

from tests.alert.made import SECRET, hook_channel, mail_channel
from tests.alert.servers import (
    ACCOUNT,
    MailServer,
    Receiver,
    dripping_server,
    free_port,
    mail_server,
    receiver,
    server_context,
)
from tracker.watchlist.secret import Secret
from tracker.watchlist.watchlist import Channel

SOON = 0.3
"""Seconds after which the tests do not wait any longer for a far side that hangs."""


@dataclass
class Broken:
    """A channel that does not work."""

    channel: Channel
    mend: Callable[[], None]
    """Makes it work, or gives it settings that do."""
    taken: Callable[[], int]
    """How many messages the far side took."""


@dataclass(frozen=True)
class Tools:
    """What a fault is made of."""

    patch: pytest.MonkeyPatch
    authority: trustme.CA
    ca_file: Path


Fault = Callable[[Tools], "contextmanager[Broken]"]


def answering(status: int, **headers: str) -> Fault:
    """A webhook that answers so."""

    @contextmanager
    def made(tools: Tools) -> Iterator[Broken]:
        with receiver() as hook:
            hook.answer(status, {name.replace("_", "-"): value for name, value in headers.items()})
            yield _hooked(hook, lambda: hook.answer(204))

    return made  # type: ignore[return-value]


def behaving(behaviour: str) -> Fault:
    """A webhook whose answer does not come to its end."""

    @contextmanager
    def made(tools: Tools) -> Iterator[Broken]:
        with receiver() as hook:
            hook.behaviour = behaviour

            def mend() -> None:
                hook.behaviour = "answer"

            yield _hooked(hook, mend)

    return made  # type: ignore[return-value]


@contextmanager
def private(tools: Tools) -> Iterator[Broken]:
    """A webhook in a network that may not be reached."""
    with receiver() as hook:
        broken = _hooked(hook, lambda: None)
        allowed = broken.channel.settings
        broken.channel = replace(broken.channel, settings=replace(allowed, allow_networks=()))  # type: ignore[type-var]

        def mend() -> None:
            broken.channel = replace(broken.channel, settings=allowed)

        broken.mend = mend
        yield broken


@contextmanager
def hook_down(tools: Tools) -> Iterator[Broken]:
    """A webhook where nobody listens."""
    yield from _down(lambda port: hook_channel(f"http://127.0.0.1:{port}/hook"), receiver)


@contextmanager
def mail_down(tools: Tools) -> Iterator[Broken]:
    """A mail server that is not there."""
    yield from _down(mail_channel, mail_server)


@contextmanager
def no_key(tools: Tools) -> Iterator[Broken]:
    """A webhook whose signing key is not to be found."""
    with receiver() as hook:
        tools.patch.delenv("HOOK_SECRET")
        yield _hooked(hook, lambda: tools.patch.setenv("HOOK_SECRET", SECRET))


def refusing(rcpt: str = "", data: str = "") -> Fault:
    """A mail server that answers so to the recipient, or to the mail."""

    @contextmanager
    def made(tools: Tools) -> Iterator[Broken]:
        with mail_server() as server:
            if rcpt:
                server.rcpt_answers["anna@example.org"] = rcpt
            server.data_answers = [data] * 99 if data else []

            def mend() -> None:
                server.rcpt_answers.clear()
                server.data_answers.clear()

            yield Broken(mail_channel(server.port), mend, lambda: len(server.mails))

    return made  # type: ignore[return-value]


@contextmanager
def dripping(tools: Tools) -> Iterator[Broken]:
    """A mail server that sends one byte at a time."""
    with dripping_server() as port, mail_server() as server:
        broken = Broken(_quick(mail_channel(port)), lambda: None, lambda: len(server.mails))

        def mend() -> None:
            broken.channel = mail_channel(server.port)

        broken.mend = mend
        yield broken


@contextmanager
def wrong_password(tools: Tools) -> Iterator[Broken]:
    """A mail server that refuses the log-in, with 535."""
    tools.patch.setenv("MAIL_PASSWORD", "not it")
    with _secure(tools, "127.0.0.1", log_in=True) as broken:
        settings = replace(broken.channel.settings, username=ACCOUNT[0], password=Secret(env="MAIL_PASSWORD"))  # type: ignore[type-var]
        broken.channel = replace(broken.channel, settings=settings)
        broken.mend = lambda: tools.patch.setenv("MAIL_PASSWORD", ACCOUNT[1])
        yield broken


@contextmanager
def missing_password(tools: Tools) -> Iterator[Broken]:
    """A mail channel whose password is not to be found."""
    tools.patch.delenv("MAIL_PASSWORD", raising=False)
    with wrong_password(tools) as broken:
        tools.patch.delenv("MAIL_PASSWORD")
        yield broken


@contextmanager
def unknown_authority(tools: Tools) -> Iterator[Broken]:
    """A mail server that nobody vouches for, until `ca_bundle` names its authority."""
    with _secure(tools, "127.0.0.1") as broken:
        right = broken.channel
        broken.channel = replace(right, settings=replace(right.settings, ca_bundle=None))  # type: ignore[type-var]

        def mend() -> None:
            broken.channel = right

        broken.mend = mend
        yield broken


@contextmanager
def other_host(tools: Tools) -> Iterator[Broken]:
    """A mail server with the certificate of another host, until it gets its own."""
    context = server_context(tools.authority, "mail.example.org")
    with _secure(tools, "", context=context) as broken:
        broken.mend = lambda: tools.authority.issue_cert("127.0.0.1").configure_cert(context)
        yield broken


@contextmanager
def no_starttls(tools: Tools) -> Iterator[Broken]:
    """A mail server that offers no STARTTLS, though it is configured."""
    with mail_server() as server:
        plain = mail_channel(server.port)
        settings = replace(plain.settings, security="starttls")  # type: ignore[type-var]
        broken = Broken(replace(plain, settings=settings), lambda: None, lambda: len(server.mails))

        def mend() -> None:
            broken.channel = plain

        broken.mend = mend
        yield broken


@contextmanager
def _secure(
    tools: Tools, name: str, *, log_in: bool = False, context: ssl.SSLContext | None = None
) -> Iterator[Broken]:
    context = context or server_context(tools.authority, name)
    with mail_server(context, log_in=log_in) as server:
        plain = mail_channel(server.port)
        settings = replace(plain.settings, security="starttls", ca_bundle=tools.ca_file)  # type: ignore[type-var]
        yield Broken(replace(plain, settings=settings), lambda: None, lambda: len(server.mails))


def _hooked(hook: Receiver, mend: Callable[[], None]) -> Broken:
    def taken() -> int:
        return hook.took

    return Broken(_quick(hook_channel(hook.url)), mend, taken)


def _quick(channel: Channel) -> Channel:
    return replace(channel, settings=replace(channel.settings, timeout_seconds=SOON))  # type: ignore[type-var]


def _down(
    channel: Callable[[int], Channel], server: Callable[..., "contextmanager[Receiver | MailServer]"]
) -> Iterator[Broken]:
    port = free_port()
    opened = []

    def mend() -> None:
        begun = server(port=port)
        opened.append((begun, begun.__enter__()))  # type: ignore[attr-defined]

    def taken() -> int:
        (_, far) = opened[0]
        return len(far.mails) if isinstance(far, MailServer) else far.took

    try:
        yield Broken(channel(port), mend, taken)
    finally:
        for begun, _ in opened:
            begun.__exit__(None, None, None)
