"""Texts of an invented service, Larkspur Post, and pages that are not its policy."""

from datetime import UTC, datetime

from tracker.extract.document import Block, Document
from tracker.fetch.capture import Capture
from tracker.fetch.recorded import recorded_capture
from tracker.watchlist.policy import Source

SOURCE = Source(("https://larkspur.example/privacy",))
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

SECTIONS = {
    "What we collect": (
        "Larkspur Post collects the name, the e-mail address and the postal address that you give us when "
        "you order a parcel or open an account.",
        "When you use our website we collect device identifiers, browser type and IP address by cookies.",
        "We keep the weight, the size and the destination of each parcel together with your account data.",
    ),
    "How we use personal data": (
        "We process your personal data to deliver parcels, to answer complaints and to prevent fraud.",
        "With your consent we use your e-mail address for marketing; you can withdraw it at any time.",
        "We analyse how our website is used, so that we can correct errors and plan new depots.",
    ),
    "Whom we share it with": (
        "We share address data with carriers who transport parcels in your country on our behalf.",
        "Payment processors receive the data that a payment requires, and nothing else.",
        "We disclose personal data to authorities where a law obliges us to disclose it.",
    ),
    "How long we retain data": (
        "Delivery records are retained for six years because tax law requires it; then we delete them.",
        "Cookies are stored on your device for thirteen months at most, unless you delete them before.",
    ),
    "Your rights": (
        "You have the right to access your personal data, to correct it, to delete it and to object.",
        "Write to privacy at larkspur dot example; our data protection officer answers within a month.",
        "You may complain to the data protection authority of the place where you live.",
    ),
}


def policy(
    *,
    sections: int = 5,
    repeat: int = 3,
    skip: frozenset[str] = frozenset(),
    extra: tuple[str, ...] = (),
) -> Document:
    """The policy, its sections once for each region; `skip` names headings that stand without their text."""
    blocks = [Block("heading", "Privacy Policy", 1)]
    for turn in range(1, repeat + 1):
        for heading, sentences in list(SECTIONS.items())[:sections]:
            title = f"{heading} in region {turn}"
            path = ("Privacy Policy", title)
            blocks.append(Block("heading", title, 2, path=("Privacy Policy",)))
            if title not in skip:
                blocks += [
                    Block("paragraph", f"{each} This holds in region {turn}.", path=path)
                    for each in sentences
                ]
    blocks += [Block("paragraph", line) for line in extra]
    return Document(tuple(blocks), title="Privacy Policy", language="en")


def page(*lines: str, title: str = "", language: str | None = "en", heading: str = "") -> Document:
    """A page of paragraphs."""
    head = (Block("heading", heading, 1),) if heading else ()
    return Document((*head, *(Block("paragraph", line) for line in lines)), title=title, language=language)


def capture(at: datetime = AT, body: bytes = b"<p>see document</p>") -> Capture:
    """The capture that a document was drawn from."""
    return recorded_capture(SOURCE.urls[0], body, at, "text/html")
