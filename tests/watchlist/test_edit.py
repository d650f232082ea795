"""The file stays the one that people wrote."""

from pathlib import Path

import pytest

from tracker.errors import WatchlistError
from tracker.watchlist.edit import add_policies, create, set_paused, with_policies
from tracker.watchlist.read import parse_watchlist

ENTRY = {"service": "Lumen", "url": "https://lumen.example/privacy"}
WRITTEN = """\
# Ours. Ask Kim before changing it.
[tracker]
contact = "mailto:kim@example.org"   # Kim

[[policy]]
service = "Tidal Bank"  # since the merger
url = "https://tidal.example/privacy"

# the hook of the newsroom
[[channel]]
name = "hook"
type = "webhook"
url = "https://hooks.example.org/x"
secret = { env = "HOOK_SECRET" }
"""


def test_every_line_that_was_there_stays() -> None:
    """Comments, order and spacing survive an addition."""
    added = with_policies(WRITTEN, [ENTRY])
    position = 0
    for line in filter(None, WRITTEN.split("\n")):
        position = added.index(line, position) + len(line)
    assert [policy.key for policy in parse_watchlist(added, Path("t")).policies] == [
        "tidal-bank/privacy",
        "lumen/privacy",
    ]


def test_additions_do_not_pile_up_blank_lines() -> None:
    """Ten additions look as if one hand had written them."""
    text = WRITTEN
    for number in range(10):
        text = with_policies(text, [ENTRY | {"service": f"Lumen {number}"}])
    assert text == with_policies(WRITTEN, [ENTRY | {"service": f"Lumen {number}"} for number in range(10)])
    assert "\n\n\n" not in text
    assert text.endswith("\n")


def test_a_policy_that_is_there_is_not_added_twice(tmp_path: Path) -> None:
    """The file is left as it was."""
    file = tmp_path / "tracker.toml"
    file.write_text(with_policies(WRITTEN, [ENTRY]), encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(WatchlistError, match="lumen/privacy"):
        add_policies(file, [ENTRY])
    assert file.read_bytes() == before


def test_the_first_watchlist_can_be_read(tmp_path: Path) -> None:
    """What `tracker init` writes is a valid watchlist without policies."""
    file = tmp_path / "tracker.toml"
    create(file, 'mailto:"odd"@example.org')
    assert add_policies(file, [ENTRY]).policies[0].key == "lumen/privacy"


def test_a_watchlist_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    """Starting twice loses nothing."""
    file = tmp_path / "tracker.toml"
    file.write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(WatchlistError, match="already"):
        create(file, "")
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_the_examples_in_the_first_watchlist_are_right(tmp_path: Path) -> None:
    """Taking the # away from the channels gives a watchlist that can be read."""
    file = tmp_path / "tracker.toml"
    create(file, "")
    head, _, examples = file.read_text(encoding="utf-8").partition("# [[channel]]")
    lines = ("# [[channel]]" + examples).split("\n")
    text = head + "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines)
    assert [channel.name for channel in parse_watchlist(text, file).channels] == ["desk", "hook"]


TWO = """\
[[policy]]   # first
service = "Tidal Bank"
url = "https://tidal.example/privacy"

# Lumen is not ours. Ask Kim.
[[policy]]
service = "Lumen"
url = "https://lumen.example/privacy"
paused = false  # since March
"""


def test_a_pause_touches_no_other_line(tmp_path: Path) -> None:
    """One line comes, or changes its value; with the end of the pause the file is what it was."""
    file = tmp_path / "tracker.toml"
    file.write_text(TWO, encoding="utf-8")
    assert set_paused(file, ["tidal-bank/privacy", "lumen/privacy"], True) == (
        "tidal-bank/privacy",
        "lumen/privacy",
    )
    assert file.read_text(encoding="utf-8") == TWO.replace("# first\n", "# first\npaused = true\n").replace(
        "paused = false  #", "paused = true  #"
    )
    assert set_paused(file, ["tidal-bank/privacy"], True) == ()
    set_paused(file, ["tidal-bank/privacy", "lumen/privacy"], False)
    assert file.read_text(encoding="utf-8") == TWO


def test_policies_in_one_list_are_paused_by_hand(tmp_path: Path) -> None:
    """There is no line of its own for each of them; the file stays."""
    file = tmp_path / "tracker.toml"
    text = 'policy = [{ service = "Lumen", url = "https://lumen.example/privacy" }]\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WatchlistError, match="by hand"):
        set_paused(file, ["lumen/privacy"], True)
    assert file.read_text(encoding="utf-8") == text
