"""Policies are paused and resumed by a command, and checked no more in between."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Tracker
from tests.cli.site import Site, policy

Watch = Callable[..., Path]


def test_a_paused_policy_is_not_checked_until_it_is_resumed(
    tracker: Tracker, watch: Watch, site: Site
) -> None:
    """The file ends as it began, and the policy is due at once."""
    file = watch(Harbour=site.put("/privacy", policy()))
    before = file.read_text("utf-8")
    assert "first version" in tracker("run", "--once").out
    assert tracker("pause", "harbour").out == "harbour/privacy: paused\n"
    assert "paused = true\n" in file.read_text("utf-8")
    assert "Nothing is due" in tracker("run", "--once").err
    assert "paused" in tracker("status").out

    assert tracker("resume", "harbour", "--json").document["resumed"] == ["harbour/privacy"]
    assert file.read_text("utf-8") == before
    assert "Nothing is due" not in tracker("run", "--once").err


def test_a_name_that_is_not_watched_pauses_nothing(tracker: Tracker, watch: Watch) -> None:
    """The near miss is named."""
    file = watch(Harbour="https://harbour.example/privacy")
    before = file.read_text("utf-8")
    said = tracker("pause", "harbor")
    assert said.code == 2
    assert "harbour" in said.err
    assert file.read_text("utf-8") == before


def test_the_status_knows_who_is_paused_and_who_is_watched_no_more(
    tracker: Tracker, watch: Watch, site: Site
) -> None:
    """Without a service that runs, too; what is not watched any more asks for nobody's attention."""
    file = watch(Harbour=site.put("/privacy", policy()), Lumen=site.put("/lumen", policy()))
    tracker("check")
    site.put("/lumen", b"down", status=503)
    assert tracker("check").code == 3
    tracker("pause", "harbour")
    assert [row["paused"] for row in tracker("status", "--json").document["policies"]] == [True, False]
    assert "1 paused: name them" in tracker("check").err

    file.write_text(file.read_text("utf-8").split("[[policy]]")[0], "utf-8")
    said = tracker("status")
    assert said.out.count("not watched") == 2
    assert said.code == 0
