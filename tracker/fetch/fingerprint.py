"""A fingerprint is a cheap hash of the raw pages without what differs on every request."""

import hashlib
import re

from tracker.fetch.capture import Capture
from tracker.fetch.markup import HTML_TYPES, without_volatile

SHELL_SHARE = 0.05  # a page that is nearly all script may keep its text there, so scripts count
SHELL_BYTES = 1500

# Attributes that carry a fresh token: content security policies, mail addresses hidden by Cloudflare.
_TOKEN = re.compile(
    rb"\s(?:nonce|data-cfemail|csrf-token|data-csrf|data-csrf-token|data-nonce)=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>]*)"
    rb"|/cdn-cgi/l/email-protection#?[0-9a-f]*",
    re.IGNORECASE,
)
_TOKEN_HINTS = (b"nonce=", b"cfemail", b"csrf", b"email-protection")


def fingerprint(capture: Capture) -> str:
    """SHA-256 over all pages; equal fingerprints mean the same words in the same markup.

    Scripts, styles, comments, nonces, form fields and tokens do not count. Linear in the size of the page.
    """
    digest = hashlib.sha256()
    for page in capture.pages:
        body = page.answer.body
        still = _still(body) if page.content_type in HTML_TYPES else body
        digest.update(f"{page.answer.url}\n{page.answer.header('content-type')}\n{len(still)}\n".encode())
        digest.update(still)
    return digest.hexdigest()


def _still(body: bytes) -> bytes:
    still = without_volatile(body)
    if len(still) < SHELL_SHARE * len(body) or len(still) < SHELL_BYTES:
        return body
    if any(hint in still for hint in _TOKEN_HINTS):
        still = _TOKEN.sub(b"", still)
    return still
