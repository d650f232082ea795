"""Turns an error into one sentence for a person, or one document for a program."""

import errno
import json
import sys

import click

from tracker.cli import codes
from tracker.errors import TrackerError

ADVICE = {
    errno.ENOSPC: "Free some space, then run the command again: nothing that was finished is lost.",
    errno.EDQUOT: "Free some space, then run the command again: nothing that was finished is lost.",
    errno.EACCES: "Check the permissions of the file and its folder.",
    errno.EROFS: "The disk is mounted read-only; choose another folder in tracker.toml.",
}


def tell(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong, where, and what to try; the exit code."""
    if isinstance(error, click.ClickException) and not as_json:
        error.show()
        return codes.ERROR
    what, where, advice = describe(error)
    if as_json:
        body = {"schema": "tracker.error/1", "error": {"what": what, "where": where, "try": advice}}
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
    sentence = str(TrackerError(what, where, advice))
    click.echo(f"{click.style('Error:', fg='red', bold=True)} {sentence}", err=True)
    sys.stdout.flush()
    return codes.ERROR


def describe(error: Exception) -> tuple[str, str, str]:
    """What, where, and what to try."""
    match error:
        case TrackerError():
            return error.what, error.where, error.advice
        case click.ClickException():
            return error.format_message().rstrip("."), "", "See the command's --help."
        case OSError() if error.errno in ADVICE:
            return (error.strerror or str(error)).lower(), str(error.filename or ""), ADVICE[error.errno]
    if _is_ours(error):
        what, _, advice = str(error).partition(". ")
        return what.rstrip("."), "", advice
    return (
        f"something that should not happen: {type(error).__name__}: {error}".rstrip("."),
        "",
        "Run the command again with --debug and report what it prints.",
    )


def _is_ours(error: Exception) -> bool:
    """Whether it is one of the error trees of the package, whose messages are sentences for a person."""
    return any(kind.__module__.startswith("tracker.") for kind in type(error).__mro__)
