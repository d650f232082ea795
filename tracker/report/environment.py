"""The environment holds the templates of all reports."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.report.links import safe_link
from tracker.report.terminal import strip_controls

FOLDER = Path(__file__).with_name("templates")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def environment() -> Environment:
    """Escapes everything, strips what steers, and stops at a name that is not there."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    made.filters["link"] = safe_link
    made.globals["csp"] = policy()
    return made


def _shown(value: object) -> object:
    """A text without control characters and marks that turn the direction of writing."""
    if type(value) is not str or (value.isascii() and value.isprintable()):
        return value
    return strip_controls(value)


@cache
def stylesheet() -> Markup:
    """Our own style sheet, as it stands in the page."""
    css = _CSS_COMMENT.sub("", (FOLDER / "style.css").read_text(encoding="utf-8"))
    return Markup("\n".join(line.strip() for line in css.split("\n") if line.strip()))  # noqa: S704 - our own file


@cache
def policy() -> str:
    """Content security policy of every page: only this very style sheet, nothing else."""
    digest = base64.b64encode(hashlib.sha256(f"\n{stylesheet()}\n".encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
