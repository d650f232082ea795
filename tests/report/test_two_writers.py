"""Promises about two processes that write the same page."""

import subprocess
import sys
from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from tracker.report.site import _write
for turn in range(400):
    _write(Path(sys.argv[1]), f"{sys.argv[2]} {turn}")
"""


def test_two_writers_of_one_page_do_not_take_each_others_file(tmp_path: Path) -> None:
    """Each writes a file of its own and puts it in place; none fails, nothing is left over."""
    page = tmp_path / "index.html"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(page), name], stderr=subprocess.PIPE, text=True)
        for name in ("one", "other")
    ]
    said = [writer.communicate(timeout=60)[1] for writer in writers]
    assert ["", ""] == said
    assert [page] == list(tmp_path.iterdir())
