"""Writes a watchlist for the pages of the cycle benchmark: `watchlist.py URLS FOLDER`."""

import sys
from pathlib import Path

HEAD = """\
[tracker]
contact = "mailto:benchmark@example.org"
allow_networks = ["127.0.0.0/8"]
host_delay_seconds = 0.0
"""
POLICY = """
[[policy]]
service = "Site {number:04}"
url = "{url}"
robots = false
"""


def main(urls: str, folder: str) -> None:
    """One policy a line of the list."""
    lines = filter(None, Path(urls).read_text("utf-8").split("\n"))
    policies = (POLICY.format(number=number, url=url) for number, url in enumerate(lines))
    (Path(folder) / "tracker.toml").write_text(HEAD + "".join(policies), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
