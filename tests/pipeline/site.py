"""A network that shows what a test wants to be seen."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tracker.fetch.capture import Capture, Exchange, Failure, Fetched, Page, Unchanged, Validators
from tracker.watchlist.policy import Policy, Source

URL = "https://harbour.example/privacy"
START = datetime(2031, 3, 1, 8, tzinfo=UTC)

SECTIONS = """
<h1>Harbour Privacy Policy</h1>
<p>This policy tells you what Harbour learns about you, what for, and what you can do about it.</p>
<h2>What we collect</h2>
<p>When you open an account we collect your name, your e-mail address and a password.</p>
<p>We also keep the messages that you send through Harbour until they are delivered.</p>
<p>When you use Harbour we record the pages that you visit and the time you spend there.</p>
<h2>What we use it for</h2>
<p>We use what we collect to run Harbour, to keep it safe and to answer your questions.</p>
<h2>Your choices</h2>
<p>You can see, correct and delete what we hold about you in your settings at any time.</p>
"""
BIOMETRIC = "<p>With your consent, we collect your fingerprints to confirm who you are when you sign in.</p>"
CHANGED = SECTIONS.replace("<h2>What we use it for</h2>", BIOMETRIC + "<h2>What we use it for</h2>")


def policy(**source: object) -> Policy:
    """The policy of Harbour, read from its one page."""
    return Policy("Harbour", "harbour", "privacy", "Privacy Policy", Source((URL,), **source))  # type: ignore[arg-type]


def page(body: str, furniture: str = "<nav><a href='/'>Home</a></nav>") -> str:
    return f"<!doctype html><html lang='en'><body>{furniture}<main>{body}</main></body></html>"


@dataclass
class Site:
    """Plays network and clock: each look takes a step of time."""

    html: str = page(SECTIONS)
    status: int = 200
    failure: str = ""
    not_modified: bool = False
    now: datetime = START
    fetches: int = 0
    asked_with: list[tuple[Validators, ...]] = field(default_factory=list)
    asked_full: list[bool] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)

    def fetch(
        self, source: Source, validators: tuple[Validators, ...] = (), *, full: bool = False
    ) -> Fetched:
        self.fetches += 1
        self.asked_with.append(validators)
        self.asked_full.append(full)
        if self.failure:
            return Failure(self.failure, "the test says so", (), self.now)
        answer = self._answer()
        pages = (Page(URL, (answer,)),)
        return (
            Unchanged(pages, self.now) if self.not_modified and not full else Capture(pages, self.now, "http")
        )

    def _answer(self) -> Exchange:
        body = self.html.encode()
        headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{hash(self.html) & 0xFFFF}"'))
        return Exchange(URL, (), self.status, "OK", headers, body, body, self.now, 0.0)
