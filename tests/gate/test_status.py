"""Status, headers and raw bytes are judged before any text is drawn."""

from dataclasses import replace

import pytest

from tests.gate.texts import capture
from tracker.fetch.capture import Capture, Page
from tracker.gate.reading import Reason
from tracker.gate.status import unreadable_from

TEXT = b"<p>We collect your e-mail address when you open an account with us.</p>" * 30


def _capture(status: int = 200, body: bytes = TEXT, **headers: str) -> Capture:
    made = capture(body=body)
    answer = made.pages[0].answer
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    kept = () if "content_type" in headers else answer.headers
    return replace(
        made, pages=(Page(answer.url, (replace(answer, status=status, headers=(*kept, *named)),)),)
    )


def test_a_page_with_text_passes() -> None:
    """It leaves good pages to extraction."""
    assert unreadable_from(_capture()) is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, Reason.GONE),
        (410, Reason.GONE),
        (401, Reason.WALL),
        (403, Reason.BLOCKED),
        (429, Reason.RATE_LIMITED),
        (451, Reason.BLOCKED),
        (500, Reason.HTTP_ERROR),
        (503, Reason.HTTP_ERROR),
        (204, Reason.HTTP_ERROR),
        (206, Reason.TRUNCATED),
        (302, Reason.HTTP_ERROR),
    ],
)
def test_a_status_has_a_reason(status: int, reason: Reason) -> None:
    """It names what a status means for a reader."""
    refused = unreadable_from(_capture(status))
    assert refused is not None
    assert refused.reason is reason
    assert str(status) in refused.detail


@pytest.mark.parametrize(
    ("vendor", "status", "body", "headers"),
    [
        ("Cloudflare", 403, b"<title>Attention Required! | Cloudflare</title>", {}),
        ("Cloudflare", 200, TEXT, {"cf_mitigated": "challenge"}),
        ("Cloudflare", 503, b"<script>window._cf_chl_opt={}</script>", {}),
        ("Imperva", 200, b"<iframe src='/_Incapsula_Resource?x'></iframe>", {}),
        ("DataDome", 403, b"<script src='https://ct.captcha-delivery.com/c.js'></script>", {}),
        ("HUMAN (PerimeterX)", 403, b"<div id='px-captcha'></div>", {}),
        ("Akamai", 403, b"<h1>Access Denied</h1> https://errors.edgesuite.net/18.1", {}),
        ("AWS WAF", 202, b"", {"x_amzn_waf_action": "challenge"}),
    ],
)
def test_a_challenge_is_named_by_its_vendor(
    vendor: str, status: int, body: bytes, headers: dict[str, str]
) -> None:
    """It says who blocks, whatever the status."""
    refused = unreadable_from(_capture(status, body, **headers))
    assert refused is not None
    assert refused.reason is Reason.BLOCKED
    assert vendor in refused.detail


def test_a_good_page_behind_a_bot_defence_passes() -> None:
    """It minds a vendor's marks only where there is no text."""
    marked = TEXT + b"<script>window._cf_chl_opt={}</script><div class='px-captcha'></div>"
    assert unreadable_from(_capture(body=marked)) is None


@pytest.mark.parametrize("media", ["image/png", "application/zip", "video/mp4", "application/json"])
def test_a_type_without_text_is_refused(media: str) -> None:
    """It reads HTML, plain text and PDF."""
    refused = unreadable_from(_capture(content_type=media))
    assert refused is not None
    assert refused.reason is Reason.NOT_TEXT


@pytest.mark.parametrize(
    "media", ["text/html; charset=utf-8", "text/plain", "application/pdf", "text/markdown", ""]
)
def test_a_type_with_text_passes(media: str) -> None:
    """It leaves what can be read to extraction."""
    assert unreadable_from(_capture(content_type=media)) is None


def test_an_empty_body_is_a_shell() -> None:
    """It takes nothing for a page that needs more."""
    refused = unreadable_from(_capture(body=b" \n "))
    assert refused is not None
    assert refused.reason is Reason.SHELL


def test_one_bad_page_refuses_the_whole() -> None:
    """It looks at every page of a policy."""
    good, bad = _capture(), _capture(404)
    refused = unreadable_from(replace(good, pages=good.pages + bad.pages))
    assert refused is not None
    assert refused.reason is Reason.GONE
