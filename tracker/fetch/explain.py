"""Every way in which an exchange fails is explained in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests.exceptions import RequestException

from tracker.fetch.deadline import Deadline
from tracker.fetch.trouble import Trouble
from tracker.gate.reading import Reason


class Stale(Trouble):
    """The server had closed a connection before it answered anything."""


@contextmanager
def troubles(url: str, deadline: Deadline) -> Iterator[None]:
    """Every way in which an exchange fails, in our words."""
    try:
        yield
    except (RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        if deadline.passed:
            raise late(url) from error
        raise _explain(url, error) from error


def late(url: str) -> Trouble:
    host = urlsplit(url).hostname or "The server"
    return Trouble(Reason.UNREACHABLE, f"{host} did not finish its answer in time. We try again later.")


def _explain(url: str, error: Exception) -> Trouble:
    host = urlsplit(url).hostname or url
    text = str(error)
    if isinstance(error, requests.exceptions.SSLError) or "CERTIFICATE" in text or "SSLError" in text:
        return Trouble(
            Reason.UNREACHABLE,
            f"The certificate or TLS of {host} cannot be verified ({_root(error)}). "
            "If you trust its authority, name its file as ca_bundle in tracker.toml.",
        )
    if "IncompleteRead" in text or "InvalidChunk" in text:
        return Trouble(Reason.TRUNCATED, f"{host} closed the connection in the middle of its answer.")
    if "RemoteDisconnected" in text or "ConnectionResetError" in text or "BrokenPipe" in text:
        return Stale(Reason.UNREACHABLE, f"{host} closed the connection without an answer.")
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in text:
        return late(url)
    return Trouble(
        Reason.UNREACHABLE, f"{host} gave no answer: {_root(error)}. Check the URL; we try again later."
    )


def _root(error: BaseException) -> str:
    """The innermost reason, in few words."""
    for _ in range(8):
        inner = getattr(error, "reason", None) or next(
            (a for a in error.args if isinstance(a, BaseException)), None
        )
        if not isinstance(inner, BaseException):
            break
        error = inner
    text = " ".join(str(error).split())
    return text.rsplit(">: ", 1)[-1].rsplit("): ", 1)[-1][:200] or type(error).__name__
