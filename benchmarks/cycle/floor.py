"""The floor: fetch every page, hash it, compare with the last hashes; `floor.py FOLDER`."""

import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter

WORKERS = 16


def main(folder: Path) -> None:
    """Print how many pages are other than last time."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=WORKERS))

    def hashed(url: str) -> str:
        return hashlib.sha256(session.get(url, timeout=60).content).hexdigest()

    urls = (folder / "urls").read_text("utf-8").split()
    with ThreadPoolExecutor(WORKERS) as pool:
        now = dict(zip(urls, pool.map(hashed, urls), strict=True))
    kept = folder / "hashes.json"
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else now
    kept.write_text(json.dumps(now), "utf-8")
    print("changed", sum(now[url] != before[url] for url in urls))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
