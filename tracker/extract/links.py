"""A link keeps its target only where the target says something about the policy."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from tracker.extract.vocabulary import vocabulary

MAX_TARGET_CHARS = 500

_TRACKING = re.compile(
    r"(?:utm_|mc_|pk_|hsa_|_hs|vero_|oly_|ga_|stm_|wt[._]|at_|sc_|ns_|spm)|"
    r"(?:gclid|dclid|fbclid|msclkid|yclid|twclid|igshid|mkt_tok|ref|ref_|ref_src|referrer|source|src|cid|sid|"
    r"session|sessionid|jsessionid|phpsessid|token|sig|signature|expires|key-pair-id|policy|nonce|v|ver|cb|"
    r"_ga|_gl|trk|trackingid|tracking|campaign|affiliate|aff|icid|intcmp|linkid|timestamp|ts|t|hash|rand)\Z",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?=\S*\d)[\w\-=%.~+/]{20,}\Z|[0-9a-fA-F]{12,}\Z|\d{9,}\Z")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_SPACE = re.compile(r"[\s\x00-\x1f]+")


def kept_target(text: str, target: str, base: str = "") -> str | None:
    """The target to keep, absolute where the base is known; None for most links."""
    if not target or len(target) > MAX_TARGET_CHARS or target[0] == "#" or "email-protection" in target:
        return None
    words = vocabulary()
    if not (words.link_text.search(text) or words.link_target.search(target.lower())):
        return None
    return _clean(target.strip(), base)


def _clean(target: str, base: str) -> str | None:
    """The address without session, tracking and random parts; None where it is no web address."""
    try:
        parts = urlsplit(urljoin(base, target) if base else target)
        query = _query(parts.query) if parts.query else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", ""} or not (parts.netloc or parts.path):
        return None
    path = _SESSION_PATH.sub("", parts.path)
    return _SPACE.sub("%20", urlunsplit((parts.scheme, parts.netloc, path, query, parts.fragment)))


def _query(query: str) -> str:
    """What of it names the page; raises ValueError where it holds too much."""
    return urlencode(
        [
            (key, value)
            for key, value in parse_qsl(query, keep_blank_values=True, max_num_fields=50)
            if not _TRACKING.match(key) and not _RANDOM.match(value)
        ]
    )
