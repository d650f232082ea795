"""A fingerprint is a cheap hash of the raw pages without what differs on every request."""

import hashlib
import re

from tracker.fetch.capture import Capture

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})

# Each alternative is closed by a literal or a bounded run, so that the scan stays linear.
_VOLATILE = re.compile(
    rb"<!--.*?-->"
    rb"|<(script|style|noscript|template|svg)\b.*?</\1\s*>"
    rb"|<(?:meta|link|input)\b[^>]{0,4000}>"
    rb"|\s(?:nonce|integrity|data-[\w.-]{1,60}|id|class|style|srcset|src|action|value|"
    rb"aria-[a-z]{1,30}|for|name|content|href)\s*=\s*(?:\"[^\"]{0,8000}\"|'[^']{0,8000}'|[^\s>\"']{1,8000})",
    re.DOTALL | re.IGNORECASE,
)


def fingerprint(capture: Capture) -> str:
    """SHA-256 over all pages; equal fingerprints mean the same words in the same markup."""
    digest = hashlib.sha256()
    for page in capture.pages:
        body = page.answer.body
        visible = _VOLATILE.sub(b"", body) if page.content_type in _HTML else body
        digest.update(f"{page.answer.url}\n{page.content_type}\n{len(visible)}\n".encode())
        digest.update(visible)
    return digest.hexdigest()
