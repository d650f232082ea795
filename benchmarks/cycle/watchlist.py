"""Writes a watchlist for the pages of the cycle benchmark: `watchlist.py URLS FOLDER`."""

import sys
from pathlib import Path

HEAD = """\
[tracker]
contact = "mailto:benchmark@example.org"
allow_networks = ["127.0.0.0/8"]
host_delay_seconds = 0.0
host_connections = 16
"""
POLICY = """
[[policy]]
service = "Site {number:04}"
url = "{url}"
robots = false
"""


def write_watchlist(folder: Path, urls: list[str]) -> None:
    """One policy an address; all pages may come from one host, so that its limits are lifted."""
    policies = (POLICY.format(number=number, url=url) for number, url in enumerate(urls))
    (folder / "tracker.toml").write_text(HEAD + "".join(policies), "utf-8")


if __name__ == "__main__":
    write_watchlist(Path(sys.argv[2]), Path(sys.argv[1]).read_text("utf-8").split())
