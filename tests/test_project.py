"""The project as a whole keeps its promises: one version, one lock, one test command, working links."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import tracker
from tracker.cli.app import app
from tracker.disclose.own_file import check_own
from tracker.watchlist.read import parse_watchlist

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PAGES = sorted(
    {
        *DOCS,
        *(f for top in ("benchmarks", "reports", "snapshots", "tracker") for f in (ROOT / top).rglob("*.md")),
    }
)
"""Everything that is read as Markdown, what the program wrote for its demo included."""
CODE = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TABLES = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
WORDS = "# my-words.toml\n"
"""First line of a piece that belongs into a file of one's own words."""

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def named(requirement: str) -> str:
    """The normalised name of a requirement."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def commands() -> Iterator[tuple[str, str]]:
    """Every `tracker …` line of the documentation, with its file."""
    for file in DOCS:
        for block in CODE.findall(file.read_text("utf-8")):
            for line in block.split("\n"):
                bare = line.removeprefix("$ ").strip()
                if bare.startswith("tracker "):
                    yield file.name, bare


def tables() -> list[tuple[str, str]]:
    """Every piece of tracker.toml in the documentation, with its file."""
    return [(name, block) for name, block in pieces() if not block.startswith(WORDS)]


def pieces() -> list[tuple[str, str]]:
    """Every piece of TOML in the documentation, with its file."""
    return [(file.name, block) for file in DOCS for block in TABLES.findall(file.read_text("utf-8"))]


def test_the_version_is_the_same_everywhere() -> None:
    """The package, the distribution and the changelog speak of one version."""
    version = PROJECT["project"]["version"]
    assert tracker.__version__ == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_lock_holds_every_dependency_with_hashes() -> None:
    """What `make` installs is what was locked."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    wanted += [each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra]
    assert {named(requirement) for requirement in wanted} <= locked
    assert lock.count("--hash=sha256:") >= len(locked)


def test_the_lock_names_no_host() -> None:
    """Where packages come from is the business of each machine."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert "index-url" not in lock


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """There is one way to run the tests."""
    last = (ROOT / ".ci" / "run").read_text("utf-8").rstrip().split("\n")[-1]
    assert last == "make test"
    assert "\nmake test" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(file: Path) -> None:
    """A reader who follows a link inside the repository finds the file, and the heading."""
    for target in LINK.findall(file.read_text("utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        there = (file.parent / path).resolve() if path else file
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in headings(there), target


def test_every_document_is_found_from_the_index() -> None:
    """A page that nothing leads to is read by nobody."""
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in LINK.findall(index.read_text("utf-8"))}
    assert {file for file in DOCS if file.is_relative_to(index.parent) and file != index} <= linked


def headings(file: Path) -> set[str]:
    """Anchors as code hosts make them from headings."""
    lines = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def test_every_command_in_the_documentation_is_understood() -> None:
    """Commands, options and arguments of README and docs exist."""
    found = list(commands())
    assert len(found) >= 10
    for file, line in found:
        words = shlex.split(line, comments=True)[1:]
        words = words[
            : next((n for n, word in enumerate(words) if word in (">", "|", "&&", "||", ">>")), None)
        ]
        try:
            parse(app, click.Context(app, info_name="tracker"), words)
        except click.UsageError as error:
            pytest.fail(f"{file}: {line}: {error.format_message()}")


def parse(command: click.Command, parent: click.Context, words: list[str]) -> None:
    """Parse a line without running it."""
    if words[:1] in (["--help"], ["--version"]):
        return
    if not isinstance(command, click.Group):
        command.make_context(command.name, words, parent=parent)
        return
    while words and words[0] in ("-w", "--watchlist"):
        words = words[2:]
    name, below, rest = command.resolve_command(parent, words)
    assert below is not None, name
    parse(below, parent, rest)


@pytest.mark.parametrize("block", [block for _, block in pieces() if block.startswith(WORDS)])
def test_every_file_of_words_in_the_documentation_can_be_read(tmp_path: Path, block: str) -> None:
    """What the documentation shows has nothing wrong with it."""
    (tmp_path / "my-words.toml").write_text(block, encoding="utf-8")
    (tmp_path / "pt.toml").write_text('language = "pt"\n', encoding="utf-8")
    assert check_own(tmp_path / "my-words.toml")[1] == []


@pytest.mark.parametrize(("file", "text"), tables())
def test_every_configuration_in_the_documentation_can_be_read(file: str, text: str) -> None:
    """What is copied out of the documentation works."""
    assert parse_watchlist(text, Path(file))


def test_the_reference_is_up_to_date() -> None:
    """docs/reference/ is what the code says; the figures of the README are those of the pages it links to."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_command_is_documented() -> None:
    """The reference has a heading for each."""
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    for name in app.list_commands(click.Context(app)):
        assert f"### tracker {name}\n" in reference


def test_every_module_says_what_it_is_in_one_sentence() -> None:
    """The first line of a module is the sentence by which one decides to read on."""
    for file in sorted((ROOT / "tracker").rglob("*.py")):
        first = file.read_text("utf-8").split("\n", 1)[0]
        assert re.match(r'"""[A-Za-z`].*[.?]("""|$)', first), file.relative_to(ROOT)
        assert len(first) <= 116
