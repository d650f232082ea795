"""Writes what this version leaves on disk: `python -m tests.released.write`, once, at its release."""

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

from tests.cli.site import BIOMETRIC, Site, policy, running_site
from tracker import __version__

HERE = Path(__file__).parent
PROXY = "http://127.0.0.1:8080"
"""Stands in tracker.toml; a test puts in the port of the day."""
PAGE = "http://harbour.example/privacy"
SECRET = f"whsec_{b64encode(bytes(24)).decode()}\n"
WATCHLIST = f"""\
# As a user of {__version__} may have written it.
[tracker]
contact = "mailto:desk@example.org"
every = "6h"
confirm_after = "0s"
language = "en"
lexicon = "my-words.toml"
allow_networks = ["127.0.0.0/8"]
workers = 4
host_delay_seconds = 0
host_connections = 1
deadline_seconds = 30
size_cap_bytes = 5000000
full_fetch_every = "7d"
keep = "all"
proxy = "{PROXY}"
base_url = "https://reports.example.org/"

[[policy]]
service = "Harbour"
url = "{PAGE}"
language = "en"
fetch = "http"
remove = [".banner"]
robots = true

[[policy]]
service = "Pier"
urls = ["http://pier.example/privacy", "http://pier.example/cookies"]
name = "privacy"
title = "Privacy and Cookies"
cron = "30 6 * * mon-fri"
zone = "Europe/Amsterdam"
paused = true

[[verdict]]
say = "substantive"
words = ["arbitration"]
services = ["Harbour"]

[[channel]]
name = "hook"
type = "webhook"
url = "http://hooks.example/tracker"
secret = {{ file = "hook.secret" }}
proxy = "{PROXY}"
on = ["sighted", "confirmed", "withdrawn", "in-force"]
minimum = "substantive"

[[channel]]
name = "desk"
type = "email"
host = "smtp.example.org"
from = "tracker@example.org"
to = ["desk@example.org"]
on = []
digest = "weekly"
digest_at = "08:00"
digest_on = "monday"
zone = "Europe/Amsterdam"
"""
WORDS = """\
[categories.loyalty-points]
group = "commercial"
definition = "Points in a loyalty programme."
labels = { en = "Loyalty points" }

[words.en.loyalty-points]
strong = ["loyalty points"]
"""


def ports(text: str, site: Site) -> str:
    """The watchlist, led to the site on this machine."""
    return text.replace(PROXY, site.address)


def main() -> None:
    """Two versions of a policy, a check without news, a policy that cannot be read, an alert that waits."""
    folder = HERE / __version__
    folder.mkdir()
    (folder / "my-words.toml").write_text(WORDS, encoding="utf-8")
    (folder / "hook.secret").write_text(SECRET, encoding="utf-8")
    watchlist = folder / "tracker.toml"
    with running_site() as site:
        watchlist.write_text(ports(WATCHLIST, site), encoding="utf-8")
        for text in (policy(), policy(), policy(BIOMETRIC), policy(BIOMETRIC)):
            site.put(PAGE, text)
            command = [sys.executable, "-m", "tracker", "check", "harbour"]
            done = subprocess.run(
                command,
                cwd=folder,
                env=os.environ | {"NO_COLOR": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            sys.stdout.write(done.stdout + done.stderr)
    watchlist.write_text(WATCHLIST, encoding="utf-8")
    (folder / "hook.secret").unlink()
    shutil.rmtree(folder / "reports")


if __name__ == "__main__":
    main()
