"""`tracker try` reads a page and stores nothing."""

from typing import TYPE_CHECKING

import click

from tracker.cli import codes
from tracker.cli.categories_command import category_rows, show_categories
from tracker.cli.command import command
from tracker.cli.output import clean, emit, hint, say
from tracker.cli.session import Session
from tracker.errors import NotPossible
from tracker.watchlist.read import check_url

if TYPE_CHECKING:
    from tracker.gate.reading import Unreadable


@command(
    examples=(
        ("try https://example.org/privacy", "the text that would be watched, and the categories it names"),
        ("try https://example.org/privacy --select main --text", "only the text, with a selector"),
    ),
    exit_zero=True,
)
@click.argument("url")
@click.option(
    "--select", multiple=True, metavar="CSS", help="Keep only what this selector matches; repeatable."
)
@click.option("--remove", multiple=True, metavar="CSS", help="Drop what this selector matches; repeatable.")
@click.option("--language", default=None, metavar="CODE", help="Expected language, as en.")
@click.option("--browser", is_flag=True, help="Read the page with a browser.")
@click.option("--text", "text_only", is_flag=True, help="Print the text only.")
def command_(
    session: Session,
    url: str,
    select: tuple[str, ...],
    remove: tuple[str, ...],
    language: str | None,
    browser: bool,
    text_only: bool,
) -> int:
    """Read a page, show its text and the kinds of data it names, and store nothing."""
    from tracker.cli.wiring import rehearsal
    from tracker.extract.markdown import to_markdown
    from tracker.gate.reading import Unreadable
    from tracker.report.terminal import strip_controls
    from tracker.watchlist.policy import Source

    try:
        check_url(url)
    except ValueError as error:
        raise NotPossible(
            str(error), advice="Give an address such as https://example.org/privacy."
        ) from error
    source = Source(
        (url,), fetch="browser" if browser else "http", select=select, remove=remove, language=language
    )
    with rehearsal(session) as tracker:
        trial = tracker.trial(source)
    reading = trial.reading
    if isinstance(reading, Unreadable):
        return _unreadable(session, url, reading)
    text = to_markdown(reading)
    rows = category_rows(trial.disclosures)
    if session.json:
        facts = {"url": url, "title": reading.title, "language": reading.language, "dates": reading.dates}
        emit("try", {**facts, "words": reading.words, "categories": rows, "text": text})
        return codes.OK
    click.echo(strip_controls(text), nl=False)
    if not text_only:
        say()
        show_categories(rows)
        hint(
            f"{reading.words} words, language {reading.language or 'unknown'}. Nothing was stored.",
            quiet=session.quiet,
        )
    return codes.OK


def _unreadable(session: Session, url: str, reading: "Unreadable") -> int:
    if session.json:
        emit("try", {"url": url, "reason": reading.reason, "detail": reading.detail})
    else:
        say(f"{click.style('Unreadable', fg='red')}: {reading.reason}: {clean(reading.detail)}")
    return codes.UNREADABLE
