"""This process renders pages for its parent, one JSON line for each."""

import base64
import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from tracker.fetch.address import parse_networks
from tracker.fetch.egress import Egress
from tracker.fetch.markup import HARDLY_WORDS, same_site, visible_words

ARGUMENTS = (
    "--disable-quic",  # would go past the proxy
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--mute-audio",
    "--proxy-bypass-list=<-loopback>",  # even loopback goes through the proxy, which refuses it
)
NEVER_LOADED = frozenset({"image", "media", "font"})
EGRESS_FACTOR = 3  # a page may load so many times the cap of its text in scripts and frames
SETTLE_SECONDS = 8.0
STILL_SECONDS = 0.6
MORE = (
    "read more",
    "show more",
    "see more",
    "learn more",
    "view more",
    "expand all",
    "open all",
    "show all",
    "lire la suite",
    "en savoir plus",
    "voir plus",
    "tout afficher",
    "mehr anzeigen",
    "weiterlesen",
    "mehr lesen",
    "alle öffnen",
    "leer más",
    "ver más",
    "mostrar más",
    "leggi di più",
    "mostra altro",
    "meer lezen",
    "toon meer",
    "ler mais",
    "ver mais",
)

SHADOWS = """() => {
  for (const host of document.querySelectorAll("*")) {
    const root = host.shadowRoot;
    if (!root || root.textContent.trim().length < 200) continue;
    const copy = document.createElement("div");
    copy.innerHTML = root.innerHTML;
    host.appendChild(copy);
  }
}"""


def main() -> None:
    """Read settings, then jobs, until the parent closes the pipe."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may write among the answers

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()

    settings = json.loads(sys.stdin.readline())
    try:
        with _chromium(settings) as (browser, egress):
            say({"ready": True})
            for line in sys.stdin:
                say(_answer_to(json.loads(line), browser, egress, settings))
    except _playwright_error() as error:
        say({"failed": f"Chromium does not start: {_first_line(error)}. Run `tracker doctor`."})


def _answer_to(job: dict[str, Any], browser: Any, egress: Egress, settings: dict[str, Any]) -> dict[str, Any]:
    egress.begin()
    try:
        return _render(browser, job, settings)
    except _playwright_error() as error:
        return _failed(job["url"], error, egress)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).split("\n") if line.strip()]
    return (lines or ["no reason given"])[0][:200].rstrip(".")


def _playwright_error() -> type[Exception]:
    from playwright.sync_api import Error  # noqa: PLC0415  (an extra)

    return Error


@contextlib.contextmanager
def _chromium(settings: dict[str, Any]) -> Iterator[tuple[Any, Egress]]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (an extra)

    egress = Egress(
        parse_networks(tuple(settings["allow_networks"])), EGRESS_FACTOR * settings["size_cap_bytes"]
    )
    proxy: Any = {"server": egress.url, "username": "tracker", "password": egress.password}
    if settings["proxy"]:  # the user's own proxy is the guard then
        proxy = {"server": settings["proxy"]}
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=settings["chromium"], args=[*ARGUMENTS, *root], proxy=proxy, headless=True
        )
        yield browser, egress
        browser.close()
    egress.close()


def _render(browser: Any, job: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    ends = time.monotonic() + settings["deadline_seconds"]
    context = browser.new_context(
        user_agent=f"Mozilla/5.0 (compatible; Chrome/{browser.version}) {settings['user_agent']}",
        locale=job["language"] or "en",
        viewport={"width": 1280, "height": 2000},
        accept_downloads=False,
        service_workers="block",
    )
    try:
        page = context.new_page()
        page.set_default_timeout(1000 * settings["deadline_seconds"])
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.route("**/*", _route_text_only)
        led: list[Any] = []
        page.on("response", lambda response: led.append(response) if _leads(response) else None)
        page.goto(job["url"], wait_until="domcontentloaded")
        _settle(page, ends)
        if not led:
            return {"failed": f"{job['url']} gave the browser no page.", "reason": "browser"}
        response = led[-1]
        page.route("**/*", _route_staying)
        with contextlib.suppress(_playwright_error()):
            if page.evaluate((files(__package__) / "open_all.js").read_text(), list(MORE)):
                _settle(page, ends)
        return _answer(page, response, settings["size_cap_bytes"])
    finally:
        context.close()


def _leads(response: Any) -> bool:
    """Whether the main frame now shows this answer; a script may send it on after the first one."""
    request = response.request
    return bool(request.is_navigation_request() and request.frame.parent_frame is None)


def _route_text_only(route: Any) -> None:
    if route.request.resource_type in NEVER_LOADED:
        route.abort()
    else:
        route.continue_()


def _route_staying(route: Any) -> None:
    """While things are opened, the page itself may load more text, but not go elsewhere."""
    request = route.request
    leaves = request.is_navigation_request() and request.frame.parent_frame is None
    if leaves:
        route.fulfill(status=204)  # "no content" keeps the page where it is
    elif request.resource_type in NEVER_LOADED:
        route.abort()
    else:
        route.continue_()


def _settle(page: Any, ends: float) -> None:
    """Wait until the text has been the same for a while, or long enough."""
    until = min(time.monotonic() + SETTLE_SECONDS, ends)
    last, since = -1, time.monotonic()
    while time.monotonic() < until:
        size = page.evaluate("document.body ? document.body.innerText.length : 0")
        if size != last:
            last, since = size, time.monotonic()
        elif time.monotonic() - since >= (STILL_SECONDS if size > 500 else 4 * STILL_SECONDS):
            return
        page.wait_for_timeout(150)


def _answer(page: Any, response: Any, cap_bytes: int) -> dict[str, Any]:
    page.evaluate(SHADOWS)
    body = page.content().encode("utf-8", "replace")
    if visible_words(body) < HARDLY_WORDS:
        body = _frame_body(page) or body
    if len(body) > cap_bytes:
        return {
            "failed": f"{page.url} is larger than {cap_bytes / 1e6:g} MB once rendered.",
            "reason": "too-large",
        }
    hops = [_hop(each) for each in _chain(response)]
    hops[-1]["headers"] = [
        ["Content-Type", "text/html; charset=utf-8"],
        *(pair for pair in hops[-1]["headers"] if pair[0].lower() not in _NOT_OF_THE_RENDERED),
    ]
    return {"hops": hops, "body": base64.b64encode(body).decode()}


_NOT_OF_THE_RENDERED = frozenset(
    {"content-type", "content-length", "content-encoding", "transfer-encoding", "etag", "last-modified"}
)


def _frame_body(page: Any) -> bytes | None:
    """The largest frame of the same site, where the page itself has no text."""
    inside = [frame for frame in page.frames[1:] if same_site(frame.url, page.url)]
    bodies = [frame.content().encode("utf-8", "replace") for frame in inside[:10]]
    return max(bodies, key=visible_words, default=None)


def _chain(response: Any) -> list[Any]:
    """Responses from the first redirect to the page itself."""
    found = [response]
    request = response.request.redirected_from
    while request and len(found) < 30:
        if earlier := request.response():
            found.insert(0, earlier)
        request = request.redirected_from
    return found


def _hop(response: Any) -> dict[str, Any]:
    return {
        "url": response.url,
        "status": response.status,
        "phrase": response.status_text,
        "headers": [[h["name"], h["value"]] for h in response.headers_array()],
        "request_headers": sorted(response.request.headers.items()),
    }


def _failed(url: str, error: Exception, egress: Egress) -> dict[str, Any]:
    host = urlsplit(url).hostname or ""
    if why := egress.refused.get(host):
        return {"refused": why} if "public address" in why else {"failed": why, "reason": "unreachable"}
    if egress.received_bytes > egress.cap_bytes:
        return {"failed": f"{url} loads more than a page may cost.", "reason": "too-large"}
    return {"failed": f"The browser could not show {url}: {_first_line(error)}.", "reason": "browser"}


if __name__ == "__main__":
    main()
