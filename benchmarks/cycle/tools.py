"""The programs that are measured: how each is set up, run, and asked what it found."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.cycle.watchlist import write_watchlist

Command = list[str]


@dataclass(frozen=True, slots=True)
class Tool:
    """One program."""

    name: str
    prepare: Callable[[Path, list[str]], None]
    """Write what it needs into its folder; not measured."""
    first: Callable[[Path, list[str]], Command]
    cycle: Callable[[Path, list[str]], Command]
    found: Callable[[Path, str], int]
    """Changes that it reports, out of its folder and what it printed."""
    version: Command
    environment: dict[str, str] = field(default_factory=dict)


def tools(peers: Path | None) -> list[Tool]:
    """Ours, a bare loop as floor, and the peers that are installed below a folder, one environment each."""
    found = [_tracker(), _floor()]
    for make in (_urlwatch, _webchanges, _changedetection):
        tool = make(peers) if peers else None
        if tool is not None and Path(tool.version[0]).exists():
            found.append(tool)
    return found


def _tracker() -> Tool:
    def command(folder: Path, _: list[str]) -> Command:
        watchlist = str(folder / "tracker.toml")
        return [sys.executable, "-m", "tracker", "--watchlist", watchlist, "check", "--exit-zero", "--json"]

    return Tool(
        "privacy-policy-tracker",
        write_watchlist,
        command,
        command,
        lambda _, printed: printed.count('"outcome": "changed"'),
        [sys.executable, "-m", "tracker", "--version"],
        {"PYTHONPATH": str(Path(__file__).parents[2])},
    )


def _floor() -> Tool:
    script = str(Path(__file__).with_name("floor.py"))

    def command(folder: Path, _: list[str]) -> Command:
        return [sys.executable, script, str(folder)]

    return Tool(
        "floor (requests, 16 threads, SHA-256)",
        _write_urls,
        command,
        command,
        lambda _, printed: int(printed.partition("changed ")[2] or 0),
        [sys.executable, "-c", "import requests; print('requests', requests.__version__)"],
    )


def _write_urls(folder: Path, urls: list[str]) -> None:
    (folder / "urls").write_text("\n".join(urls), "utf-8")


_DISPLAY = "display: {new: true, error: true, unchanged: false}\n"
_QUIET = "email: {enabled: false}"


def _urlwatch(peers: Path) -> Tool:
    program = str(peers / "urlwatch" / "bin" / "urlwatch")

    def prepare(folder: Path, urls: list[str]) -> None:
        jobs = [f"name: policy {at}\nurl: {url}\nfilter: [html2text: re]\n" for at, url in enumerate(urls)]
        (folder / "jobs.yaml").write_text("---\n".join(jobs), "utf-8")
        report = f"report:\n  text: {{details: true}}\n  stdout: {{enabled: true}}\n  {_QUIET}\n"
        (folder / "config.yaml").write_text(_DISPLAY + report, "utf-8")

    def command(folder: Path, _: list[str]) -> Command:
        at = {name: str(folder / name) for name in ("jobs.yaml", "config.yaml", "hooks.py", "cache.db")}
        return [
            program,
            *("--urls", at["jobs.yaml"], "--config", at["config.yaml"]),
            *("--hooks", at["hooks.py"], "--cache", at["cache.db"]),
        ]

    return Tool("urlwatch (html2text: re)", prepare, command, command, _headlines, [program, "--version"])


def _webchanges(peers: Path) -> Tool:
    program = str(peers / "webchanges" / "bin" / "webchanges")

    def prepare(folder: Path, urls: list[str]) -> None:
        jobs = [f"name: policy {at}\nurl: {url}\nfilters: [html2text: ]\n" for at, url in enumerate(urls)]
        (folder / "jobs.yaml").write_text("---\n".join(jobs), "utf-8")
        report = (
            f"report:\n  text: {{details: true}}\n  stdout: {{enabled: true, color: false}}\n  {_QUIET}\n"
        )
        (folder / "config.yaml").write_text(_DISPLAY + report, "utf-8")

    def command(folder: Path, _: list[str]) -> Command:
        at = {name: str(folder / name) for name in ("jobs.yaml", "config.yaml", "hooks.py", "pages.db")}
        return [
            program,
            *("--jobs", at["jobs.yaml"], "--config", at["config.yaml"]),
            *("--hooks", at["hooks.py"], "--database", at["pages.db"]),
        ]

    return Tool("webchanges (html2text)", prepare, command, command, _headlines, [program, "--version"])


def _headlines(_: Path, printed: str) -> int:
    """Both print one line a page whose text is another: "CHANGED: policy 7 (http://…"."""
    return len(re.findall(r"^CHANGED: .*http", printed, re.MULTILINE))


def _changedetection(peers: Path) -> Tool:
    program = str(peers / "cdio" / "bin" / "changedetection.io")

    def base(folder: Path) -> Command:
        return [program, "-C", "-d", str(folder / "store"), "-h", "127.0.0.1", "-p", "8791"]

    def found(folder: Path, _: str) -> int:
        """New snapshots since the last time."""
        histories = (folder / "store").glob("*/history.txt")
        now = sum(path.read_text("utf-8").count("\n") for path in histories)
        kept = folder / "counted"
        before = int(kept.read_text()) if kept.exists() else 0
        kept.write_text(str(now))
        return now - before

    return Tool(
        "changedetection.io (-b)",
        lambda folder, _: (folder / "store").mkdir(),
        lambda folder, urls: [*base(folder), *(word for url in urls for word in ("-u", url)), "-b"],
        lambda folder, _: [*base(folder), "-r", "all", "-b"],
        found,
        [program, "--version"],
        {"ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "DISABLE_VERSION_CHECK": "yes"},
    )
