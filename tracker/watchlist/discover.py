"""Finds the link to the privacy policy on a home page."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

WORDS = {
    "privacy policy": 10,
    "privacy notice": 10,
    "privacy statement": 10,
    "data protection": 8,
    "privacy": 8,
    "datenschutzerklärung": 10,
    "datenschutz": 8,
    "politique de confidentialité": 10,
    "confidentialité": 8,
    "privacyverklaring": 10,
    "privacybeleid": 10,
    "política de privacidad": 10,
    "informativa sulla privacy": 10,
}
"""What sites call the link, and how sure each name is."""

AWAY = re.compile(
    r"cookie|choices|settings|preferences|rights|request|center|do not sell|dsgvo-anfrage", re.IGNORECASE
)
"""Words of links that lead near the policy, not to it."""

PATH = re.compile(r"privacy|datenschutz|confidentialite|privacidad", re.IGNORECASE)


def policy_links(html: bytes, base_url: str) -> tuple[str, ...]:
    """Addresses that a home page calls its privacy policy, the likeliest first."""
    page = BeautifulSoup(html, "lxml")
    scores: dict[str, int] = {}
    for link in page.find_all("a", href=True):
        assert isinstance(link, Tag)
        target = urljoin(base_url, str(link["href"]).strip()).split("#")[0]
        score = _score(" ".join(link.get_text(" ").split()), target)
        if score and urlsplit(target).scheme in ("http", "https"):
            scores[target] = max(score, scores.get(target, 0))
    return tuple(sorted(scores, key=lambda target: -scores[target]))


def is_home(url: str) -> bool:
    """Whether an address is the front of a site rather than one of its texts."""
    parts = urlsplit(url)
    return (
        parts.path.strip("/") in ("", "en", "de", "fr", "nl", "us", "uk", "home", "index.html")
        and not parts.query
    )


def title_of(url: str) -> str:
    """A service's title made from its host: "Example" for https://www.example.co.uk/; an address is kept."""
    host = urlsplit(url).hostname or ""
    if ":" in host or host.replace(".", "").isdigit():
        return host
    labels = [label for label in host.split(".") if label != "www"]
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "ac", "gov"):
        labels = labels[:-1]
    word = labels[-2] if len(labels) > 1 else "".join(labels[:1])
    return " ".join(_capitals(word))


def _capitals(word: str) -> Iterator[str]:
    for part in re.split(r"[-_]+", word):
        yield part[:1].upper() + part[1:]


def _score(text: str, target: str) -> int:
    named = max((score for words, score in WORDS.items() if words in text.lower()), default=0)
    if not named and not PATH.search(urlsplit(target).path):
        return 0
    score = named + (3 if PATH.search(urlsplit(target).path) else 0)
    return max(1, score - 6) if AWAY.search(text) or AWAY.search(urlsplit(target).path) else score
