"""A conditional request gives the server its own validators back."""

from tracker.fetch.capture import Capture, Exchange, Page, Validators

LONGEST_VALIDATOR = 1024  # longer ones are not worth replaying


def validators_of(capture: Capture) -> tuple[Validators, ...]:
    """What the servers gave to ask again with; to be saved after the capture was fully processed."""
    return tuple(found for page in capture.pages if (found := _validators(page.answer)))


def asked_with(pages: tuple[Page, ...]) -> tuple[Validators, ...]:
    """What pages that answered 304 had been asked with."""
    found = []
    for page in pages:
        sent = {name.lower(): value for name, value in page.answer.request_headers}
        etag, modified = sent.get("if-none-match"), sent.get("if-modified-since")
        if etag or modified:
            found.append(Validators(page.answer.url, etag, modified))
    return tuple(found)


def conditions(url: str, validators: tuple[Validators, ...]) -> dict[str, str]:
    """The server's own words back to it, verbatim; never a time of ours."""
    known = next((each for each in validators if each.url == url), None)
    if known is None:
        return {}
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _validators(answer: Exchange) -> Validators | None:
    etag, modified = answer.header("etag"), answer.header("last-modified")
    if answer.status != 200 or not (etag or modified):
        return None
    if max(len(etag or ""), len(modified or "")) > LONGEST_VALIDATOR:
        return None
    return Validators(answer.url, etag, modified)
