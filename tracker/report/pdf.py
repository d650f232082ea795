"""The PDF form of a report, printed by a browser."""

import re

_MADE_AT = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)[^)]*")

MARGIN = "18mm"


def render_pdf(page: str, chromium: str, made_at: str = "20000101000000") -> bytes:
    """The HTML page on A4, without network or script; `chromium` is the path of the browser.

    The date inside the file is `made_at` (YYYYMMDDhhmmss), so that the same page gives the same bytes.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the browser extra brings it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            context = browser.new_context(java_script_enabled=False, offline=True, color_scheme="light")
            tab = context.new_page()
            tab.set_content(page, wait_until="load")
            made = tab.pdf(
                format="A4",
                margin={"top": MARGIN, "bottom": MARGIN, "left": MARGIN, "right": MARGIN},
            )
        finally:
            browser.close()
    return _MADE_AT.sub(lambda found: _dated(found, made_at), bytes(made))


def _dated(found: "re.Match[bytes]", made_at: str) -> bytes:
    """The same length, so that the file's own table of places stays right: UTC as PDF writes it."""
    room = len(found[0]) - len(found[1])
    return found[1] + f"{made_at}+00'00'".encode()[:room].ljust(room)
