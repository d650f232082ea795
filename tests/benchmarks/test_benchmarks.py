"""The benchmarks of cost, and the page that joins all of them."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import accuracy, plot
from benchmarks.__main__ import page, sections
from benchmarks.cycle.__main__ import SCENARIOS, table
from benchmarks.cycle.measure import run
from benchmarks.cycle.pages import site
from benchmarks.cycle.server import State, served
from benchmarks.cycle.tools import tools
from benchmarks.texts import policy_text
from tracker.extract.page import to_text


def test_a_page_reads_as_what_it_was_made_of() -> None:
    """The invented page and its reference text agree."""
    made = site(1)
    assert [
        line.removeprefix("## ").removeprefix("# ") for line in to_text(made.first).split("\n") if line
    ] == [line.removeprefix("# ") for line in made.lines]


def test_a_page_changes_by_three_sentences_and_is_the_same_each_time() -> None:
    """What the programs are to find is known."""
    made = site(3)
    assert made == site(3)
    before, after = (set(to_text(body).split(". ")) for body in (made.first, made.changed))
    assert 2 <= len(after - before) <= 6
    assert made.changed == made.later != site(20).later


def test_the_server_answers_in_the_state_that_is_asked_for(tmp_path: Path) -> None:
    """With our own program: a first version, then nothing new behind a token, then all changed."""
    tool = tools(None)[0]
    wanted = [
        scenario for scenario in SCENARIOS if scenario.name in {"first", "unchanged, nonce", "all changed"}
    ]
    found = []
    with served(2) as server:
        tool.prepare(tmp_path, server.urls)
        for scenario in wanted:
            server.become(scenario.state)
            cost = run(tool.cycle(tmp_path, server.urls), tmp_path, tool.environment)
            found.append((cost.exit_code, tool.found(tmp_path, cost.printed)))
        assert {200: 2} == server.become(State())
    assert [(0, 0), (0, 0), (0, 2)] == found


def test_a_run_is_measured_with_its_children(tmp_path: Path) -> None:
    """Time and memory of the whole tree, what it printed, how it ended."""
    child = "subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"
    script = f"import subprocess, sys; {child}; print('x'); sys.exit(3)"
    cost = run([sys.executable, "-c", script], tmp_path, {})
    assert (3, "x\n") == (cost.exit_code, cost.printed)
    assert cost.cpu_seconds > 0
    assert cost.peak_mb > 0


def test_false_and_missed_changes_stand_beside_the_seconds() -> None:
    """A fast program that is wrong does not look better than it is."""
    rows = [
        {"tool": "a", "scenario": name, "cpu_seconds": 1.0, "wall_seconds": 2.0, "peak_mb": 30.0,
         "found": found, "changed": changed}
        for name, found, changed in (
            ("unchanged, nonce", 5, 0), ("all changed", 3, 5), ("unchanged, 200 ms latency", 0, 0)
        )
    ]  # fmt: skip
    assert "| a | 1.0 (5 false) | 1.0 (2 missed) | 1.0 | 30 |" in list(table(rows))


def test_charts_are_plain_images_of_the_same_bytes() -> None:
    """They parse, name what they show, and escape what they are given."""
    drawn = plot.bars("Found <so far>", [("name & address", 0.5), ("health", 1.0)])
    assert drawn == plot.bars("Found <so far>", [("name & address", 0.5), ("health", 1.0)])
    assert "Found <so far>" == ElementTree.fromstring(drawn)[0].text
    ElementTree.fromstring(plot.lines("Cost", "kB", [("ms", [(5, 0.0), (20, 3.0), (2000, 90.5)])]))


def test_a_category_counts_by_its_clear_labels(tmp_path: Path) -> None:
    """What could be argued either way counts for nothing."""
    labels, said = tmp_path / "labels", tmp_path / "said"
    labels.write_text(
        '{"id": "1", "new_categories": [{"category": "voice", "certainty": "clear"}, '
        '{"category": "name", "certainty": "arguable"}]}\n'
        '{"id": "2", "new_categories": [{"category": "voice", "certainty": "clear"}]}\n'
    )
    said.write_text(
        '{"id": "1", "new_categories": [{"category": "voice"}]}\n{"id": "2", "new_categories": []}\n'
    )
    assert [("voice (2)", 0.5)] == accuracy.by_category(labels, said)


def test_the_page_says_when_and_how_each_part_was_measured() -> None:
    """A part that was not run this time keeps what the last run wrote."""
    kept = {
        "scale": {
            "title": "Growth",
            "command": "python -m benchmarks.scale",
            "made": "2026-01-01",
            "printed": "| a |",
        }
    }
    assert "`python -m benchmarks.scale`: 2026-01-01.\n\n| a |\n" in page(kept)


def test_without_labelled_policies_only_what_can_be_measured_is(tmp_path: Path) -> None:
    """Nothing outside the project is needed."""
    named = [
        part.name
        for part in sections(None, None, tmp_path, quick=True)
        if all(n.is_dir() for n in part.needs)
    ]
    assert ["extraction", "changes", "cycle", "scale"] == named


@pytest.mark.parametrize("size", [5_000, 45_000])
def test_a_text_has_the_size_that_is_asked_for(size: int) -> None:
    """Within a tenth."""
    assert 0.9 < len(policy_text(1, size)) / size < 1.1
