"""`tracker import` takes versions that others recorded."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tracker.cli.command import Group, command
from tracker.cli.import_declarations import declarations
from tracker.cli.replay import replay
from tracker.cli.session import Session
from tracker.errors import NotPossible

command_ = Group(
    "import",
    help="""Take versions that others recorded.

    They go the same way as a live check, with their recorded times as the clock: what was news then is
    found as news. Nobody is told. An import that was cut off goes on when it is started again.
    """,
)


command_.add_command(declarations, "ota-declarations")

TITLE = "Privacy Policy"
SERVER = "https://web.archive.org"
DAY = click.DateTime(["%Y-%m-%d"])


def _named(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that name what is imported."""
    service = click.option("--service", default=None, metavar="TITLE", help="Title of the service.")
    title = click.option("--title", default=None, metavar="TITLE", help="Title of the policy.")
    return service(title(function))


@command_.put("jsonl")
@command(
    examples=(
        ("import jsonl twitter.jsonl.xz --service X", "one version a line: recorded_at, and text or html"),
        ("import jsonl history.jsonl --json", "with the outcome of each version as JSON"),
    ),
    exit_zero=True,
)
@click.argument("file", type=click.Path(path_type=Path))
@_named
def jsonl(session: Session, file: Path, service: str | None, title: str | None) -> int:
    """Take a file with one version a line, plain or compressed (.xz, .gz, .bz2).

    A line is a JSON object with recorded_at and text (Markdown) or html; policy, service, title and url are
    optional. Versions of one policy stand in the order of time.
    """
    from tracker.archive.importers.jsonl import read

    return replay(session, lambda _: read(file, service=service, title=title or TITLE))


@command_.put("folder")
@command(
    examples=(
        ("import folder old-versions --service X", "files such as 2023-08-23.html, .md, .txt or .pdf"),
        ("import folder ../other/snapshots", "the archive of another tracker, by its folders"),
    ),
    exit_zero=True,
)
@click.argument("folder", type=click.Path(path_type=Path))
@_named
def folder(session: Session, folder: Path, service: str | None, title: str | None) -> int:
    """Take a folder of files whose names begin with their time in UTC.

    The two folders above a file name service and policy, unless --service and --title do.
    """
    from tracker.archive.importers.folder import read

    return replay(session, lambda _: read(folder, service=service, title=title))


@command_.put("ota")
@command(
    examples=(
        ("import ota contrib-versions --service Coursera", "one service of a clone of a versions repository"),
        ("import ota versions.bundle --title 'Privacy Policy'", "one kind of text out of a git bundle"),
    ),
    exit_zero=True,
)
@click.argument("repository", type=click.Path(path_type=Path))
@_named
def ota(session: Session, repository: Path, service: str | None, title: str | None) -> int:
    """Take the versions that Open Terms Archive keeps in a git repository or bundle."""
    from tracker.archive.importers.ota import read

    return replay(session, lambda _: read(repository, service=service, title=title))


@command_.put("warc")
@command(
    examples=(
        (
            "import warc crawl.warc.gz --url https://example.org/privacy --service Example",
            "one page of a crawl",
        ),
        ("import warc captures/", "every readable page of all files in a folder"),
    ),
    exit_zero=True,
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--url", default=None, help="Only pages of this address.")
@_named
def warc(session: Session, path: Path, url: str | None, service: str | None, title: str | None) -> int:
    """Take captured pages out of WARC files, whoever wrote them."""
    from tracker.archive.importers.warc import read

    return replay(session, lambda _: read(path, url=url, service=service, title=title))


@command_.put("wayback")
@command(
    examples=(
        (
            "import wayback https://example.org/privacy --from 2020-01-01 --to 2024-12-31",
            "what the Wayback Machine kept in five years",
        ),
        ("import wayback https://example.org/privacy --service Example", "under the name of a service"),
    ),
    exit_zero=True,
)
@click.argument("url")
@click.option("--from", "since", type=DAY, default=None, help="From this day on.")
@click.option("--to", "until", type=DAY, default=None, help="Up to this day.")
@click.option("--server", default=SERVER, show_default=True, help="Another archive with the same interface.")
@_named
def wayback(
    session: Session,
    url: str,
    since: datetime | None,
    until: datetime | None,
    server: str,
    service: str | None,
    title: str | None,
) -> int:
    """Take the captures of an address that the Wayback Machine holds, one a distinct body.

    At most 15 requests a minute are made, as its operators ask. What is known already is not fetched again.
    """
    from time import sleep

    from tracker.archive.importers.wayback import read

    get = _getter(session)
    return replay(
        session,
        lambda tracker: read(
            url,
            get,
            sleep,
            since=since.date() if since else None,
            until=until.date() if until else None,
            known=tracker.is_known,
            service=service,
            title=title or TITLE,
            server=server.rstrip("/"),
        ),
    )


def _getter(session: Session) -> "Callable[[str], tuple[bytes, str]]":
    """Fetches an address through the guarded door: body and content type, or NotPossible."""
    from tracker.fetch.capture import Failure, Unchanged
    from tracker.fetch.client import Client
    from tracker.watchlist.policy import Source
    from tracker.workspace import fetch_settings

    client = Client(fetch_settings(session.settings))

    def get(url: str) -> tuple[bytes, str]:
        fetched = client.fetch(Source((url,)), full=True)
        if isinstance(fetched, Failure):
            what, _, advice = fetched.detail.partition(". ")
            raise NotPossible(what.rstrip("."), advice=advice)
        assert not isinstance(fetched, Unchanged), "nothing was asked conditionally"
        answer = fetched.pages[0].answer
        if answer.status != 200:
            raise NotPossible(f"{url} answers {answer.status}", advice="Try again later.")
        return answer.body, answer.header("content-type") or ""

    return get
