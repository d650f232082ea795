"""PDF texts are read in a child process that may use only so much time, memory and output."""

import json
import subprocess
import sys
from dataclasses import dataclass

from tracker.gate.reading import Reason, Unreadable

CHILD = "tracker.extract.pdf_child"


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What one hostile file may cost."""

    seconds: float = 30.0
    """CPU and wall time."""
    memory_bytes: int = 1_000_000_000
    """Address space of the child."""
    pages: int = 300
    text_bytes: int = 5_000_000


def pdf_text(body: bytes, limits: PdfLimits = PdfLimits()) -> str | Unreadable:
    """The text of a PDF: a line a line, paragraphs apart by an empty line, headings marked with "# "."""
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own module, no shell)
            [sys.executable, "-P", "-m", CHILD, json.dumps(_wishes(limits))],
            input=body,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Unreadable(Reason.NOT_TEXT, f"The PDF could not be read within {limits.seconds:g} s.")
    if done.returncode != 0:
        return Unreadable(Reason.NOT_TEXT, _why(done.returncode, done.stderr))
    text = done.stdout.decode("utf-8", errors="replace")
    if not text.strip():
        return Unreadable(
            Reason.NOT_TEXT, "The PDF holds no text, only pictures of it. Look for the policy as a web page."
        )
    return text


def _wishes(limits: PdfLimits) -> dict[str, float]:
    return {
        "seconds": limits.seconds,
        "memory_bytes": limits.memory_bytes,
        "pages": limits.pages,
        "text_bytes": limits.text_bytes,
    }


def _why(code: int, stderr: bytes) -> str:
    said = stderr.decode("utf-8", errors="replace").strip().splitlines()
    if said and said[-1].startswith("ModuleNotFoundError") and "pypdf" in said[-1]:
        return "Reading PDF files needs the extra: pip install 'privacy-policy-tracker[pdf]'."
    if code < 0:
        return "The PDF costs more time or memory to read than we allow."
    return f"The PDF cannot be read ({(said or ['no reason given'])[-1][:200]})."
