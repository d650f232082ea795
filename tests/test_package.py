"""What is published installs into an empty environment, and runs there."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAME = f"privacy_policy_tracker-{PROJECT['version']}"
NEED = re.compile(r"^([A-Za-z0-9._-]+)[^;]*(?:;(.*))?$")


def build(source: Path, target: str, folder: Path) -> Path:
    """Build a wheel or an sdist out of a source tree."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder],
        cwd=source, check=True, capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive as it would be published."""
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


def closure(requirements: list[str]) -> set[str]:
    """The installed distributions that these requirements need, with those that they need in turn."""
    found: set[str] = set()
    waiting = list(requirements)
    while waiting:
        match = NEED.match(waiting.pop())
        assert match
        name, marker = match[1].split("[")[0].lower(), match[2] or ""
        if name in found or "extra ==" in marker:
            continue
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            assert marker, f"{name} is not installed"  # for another system or another Python
            continue
        found.add(name)
        waiting += needs
    return found


def link(names: set[str], into: Path) -> None:
    """Make installed distributions importable from another place, each as it is, and no others."""
    for name in names:
        for file in importlib.metadata.files(name) or []:
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (into / top).exists():
                (into / top).symlink_to(Path(str(importlib.metadata.distribution(name).locate_file(top))))


@pytest.fixture(scope="module")
def empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, what it declares with its extra `demo`, and nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True, symlinks=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    (site,) = folder.glob("lib/python*/site-packages")
    link(closure(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["demo"]), site)
    return folder


def run(environment: Path, cwd: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command, far from the repository."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    command = [environment / "bin" / "tracker", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=kept, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_wheel_holds_everything_that_the_code_reads(wheel: Path) -> None:
    """Queries, templates, word lists, translations: what lies beside the code is installed with it."""
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("tracker/")}
    beside = (file for file in (ROOT / "tracker").rglob("*") if file.is_file())
    wanted = {file.relative_to(ROOT).as_posix() for file in beside if "__pycache__" not in file.parts}
    assert wanted <= held


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    """Neither tests nor examples are installed, nor anything that was left lying about."""
    names = zipfile.ZipFile(wheel).namelist()
    assert {"tracker", f"{NAME}.dist-info"} == {name.split("/")[0] for name in names}
    assert [] == [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_source_archive_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    """Who packages from source gets the same bytes."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build(tmp_path / NAME, "wheel", tmp_path / "dist")
    assert wheel.read_bytes() == again.read_bytes()


def test_the_source_archive_holds_what_its_tests_need(sdist: Path) -> None:
    """The tests, the documents that they read, the lock, the licence."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "tests/conftest.py",
        "docs/generate.py",
        "README.md",
        "LICENSE",
        "requirements.lock",
        "Makefile",
    }
    assert wanted <= names


def test_the_installed_command_starts(empty: Path, tmp_path: Path) -> None:
    """Help and version, without a repository or a development tool in sight."""
    assert run(empty, tmp_path, "--version").stdout.strip().endswith(PROJECT["version"])
    assert "Usage: tracker" in run(empty, tmp_path, "--help").stdout


def test_every_command_loads_where_only_the_wheel_is(empty: Path, tmp_path: Path) -> None:
    """No module of the program needs what only developers have."""
    code = (
        "import pkgutil, importlib, tracker\n"
        "for m in pkgutil.walk_packages(tracker.__path__, 'tracker.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)\n"
        "assert not [name for name in ('pytest', 'jsonschema') if importlib.util.find_spec(name)]\n"
    )
    command = [empty / "bin" / "python", "-I", "-c", code]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_the_installed_program_does_the_whole_job(empty: Path, tmp_path: Path) -> None:
    """The demo reads pages, finds categories, writes reports and sends: every data file is there."""
    done = run(empty, tmp_path, "demo", "--json", "--folder", "demo")
    assert 0 == done.returncode, done.stderr
    stages = [scene["stage"] for scene in json.loads(done.stdout)["scenes"]]
    assert [None, "sighted", "withdrawn", "confirmed", "in-force"] == stages
    assert 0 == run(empty, tmp_path, "-w", "demo/tracker.toml", "verify").returncode


def test_the_installed_program_knows_its_catalogue(empty: Path, tmp_path: Path) -> None:
    """Services are found without a network."""
    assert "duolingo" in run(empty, tmp_path, "catalogue", "search", "duolingo").stdout
