"""`tracker add` puts a policy on the watchlist."""

from typing import Any

import click

from tracker.cli.command import command
from tracker.cli.output import emit, hint, say
from tracker.cli.session import Session
from tracker.errors import NotPossible, WatchlistError
from tracker.watchlist.catalogue import by_url, lookup
from tracker.watchlist.read import check_url


@command(
    examples=(
        ("add coursera", "a service of the built-in catalogue"),
        ("add https://example.org", "find the link to the policy on a home page"),
        ("add https://example.org/cookies --service Example --name cookies", "an address as it is"),
    )
)
@click.argument("what", metavar="URL|NAME")
@click.option(
    "--service", default="", metavar="TITLE", help="Title of the service; else made from the address."
)
@click.option("--name", default="privacy", show_default=True, help="Name of the policy within its service.")
@click.option("--language", default="", metavar="CODE", help="Expected language of the text, as en.")
@click.option("--every", default="", metavar="TIME", help="Time between two checks, as 6h.")
@click.option("--browser", is_flag=True, help="Read the page with a browser.")
def command_(
    session: Session, what: str, service: str, name: str, language: str, every: str, browser: bool
) -> int:
    """Watch a service, by name or by address.

    A name is looked up in the built-in catalogue (`tracker catalogue search`). The front page of a site is
    asked for its link to the policy; any other address is watched as it is. Comments in tracker.toml survive.
    """
    if not session.path.exists():
        raise WatchlistError("there is no such file", str(session.path), "Start with `tracker init`.")
    entry = _entry(session, what, service)
    given = {"name": name if name != "privacy" else "", "language": language, "every": every}
    entry |= {key: value for key, value in given.items() if value}
    if browser:
        entry["fetch"] = "browser"
    from tracker.watchlist.edit import add_policies

    added = add_policies(session.path, [entry]).policies[-1]
    if session.json:
        emit("add", {"name": added.key, "service": added.service, "urls": added.source.urls})
        return 0
    say(f"Watching {added.service}: {added.title} at {added.source.urls[0]} as {added.key}.")
    hint(f"Next: `tracker check {added.key}` looks at it now.", quiet=session.quiet)
    return 0


def _entry(session: Session, what: str, title: str) -> dict[str, Any]:
    if "://" not in what:
        found = lookup(what)
        entry: dict[str, Any] = {"service": title or found.name, "url": found.url, "language": found.language}
        return entry | ({"select": list(found.select)} if found.select else {})
    try:
        check_url(what)
    except ValueError as error:
        raise NotPossible(
            str(error), advice="Give an address such as https://example.org/privacy."
        ) from error
    from tracker.watchlist.discover import is_home, title_of

    url = _policy_of(session, what) if is_home(what) else what
    known = by_url(url)
    return {"service": title or (known.name if known else title_of(what)), "url": url}


def _policy_of(session: Session, home: str) -> str:
    from tracker.cli.wiring import rehearsal
    from tracker.gate.reading import Unreadable
    from tracker.watchlist.discover import policy_links
    from tracker.watchlist.policy import Source

    with rehearsal(session) as tracker:
        trial = tracker.trial(Source((home,)))
    if trial.capture is None:
        assert isinstance(trial.reading, Unreadable)
        raise NotPossible(
            trial.reading.detail.rstrip("."), advice="Or give the address of the policy itself."
        )
    answer = trial.capture.pages[0].answer
    links = policy_links(answer.body, answer.url)
    if not links:
        raise NotPossible(
            "no link to a privacy policy was found on the page",
            home,
            "Give the address of the policy itself.",
        )
    if len(links) > 1:
        hint(f"Chosen of {len(links)}; the next likely: {links[1]}", quiet=session.quiet)
    return links[0]
