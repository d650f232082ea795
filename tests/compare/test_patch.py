"""Patches that other tools take."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.compare.patch import FilePatch, UnreadablePatch, parse_patch, unified_patch

OLD = "# Lamp policy\n\nIn May\n\n## Data\n\nWe collect names.\n\nWe sell.\n\n## Rights\n\nYou may object.\n"
NEW = OLD.replace("names", "names and voices").replace("object", "object in writing")

lines = st.lists(
    st.sampled_from(
        ["# A", "## B", "We log.", "", "- item", "| a | b |", "--- x", "+++ y", "é\u2028\x0c\x85"]
    )
)
endings = st.sampled_from(["", "\n"])
markdown = st.builds(lambda parts, end: "\n".join(parts) + end, lines, endings)


def applied(old: str, files: tuple[FilePatch, ...]) -> str:
    """The text that the parsed patch makes of the old one."""
    kept = old.split("\n")
    before = [line + "\n" for line in kept[:-1]] + ([kept[-1]] if kept[-1] else [])
    after: list[str] = []
    at = 0
    for hunk in (hunk for file in files for hunk in file.hunks):
        start = hunk.old_start - 1 if hunk.old_length else hunk.old_start
        after += before[at:start]
        at = start + hunk.old_length
        after += [line.text + ("\n" if line.ends else "") for line in hunk.lines if line.mark in " +"]
    return "".join(after + before[at:])


@given(markdown, markdown)
@settings(max_examples=150, deadline=None)
def test_applying_the_parsed_patch_gives_the_new_text(old: str, new: str) -> None:
    """Whatever the lines hold, and with or without a last line end."""
    assert applied(old, parse_patch(unified_patch(old, new, "a/x.md", "b/x.md"))) == new


@pytest.mark.parametrize("command", [["patch", "-s", "-p1"], ["git", "apply", "--whitespace=nowarn"]])
@pytest.mark.parametrize(
    ("old", "new"),
    [(OLD, NEW), (NEW, OLD), (OLD, OLD[:-1]), (OLD[:-1], NEW), (OLD, "x\n"), (OLD + "\u2028\x0c\n", NEW)],
)
def test_patch_and_git_take_our_patches(tmp_path: Path, command: list[str], old: str, new: str) -> None:
    """The two programs that readers have give the new text, byte for byte."""
    file = tmp_path / "policy.md"
    file.write_bytes(old.encode())
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    text = unified_patch(old, new, "a/policy.md", "b/policy.md")
    subprocess.run(command, cwd=tmp_path, input=text.encode(), check=True, capture_output=True)
    assert file.read_bytes() == new.encode()


def test_hunks_carry_their_heading_path() -> None:
    """A reader of the patch knows the section."""
    (file,) = parse_patch(unified_patch(OLD, NEW, "a/p.md", "b/p.md"))
    assert [hunk.section for hunk in file.hunks] == ["Lamp policy › Data"]
    assert (file.old_name, file.new_name) == ("a/p.md", "b/p.md")


def test_the_heading_path_is_one_short_line() -> None:
    """A heading of a hostile page neither breaks the patch nor floods it."""
    old = "# " + "x\x1b[31m" * 100 + "\n\nWe log.\n"
    header = unified_patch(old, old + "\nMore.\n", "a/p", "b/p").split("\n")[2]
    assert len(header) < 200
    assert "\x1b" not in header


def test_equal_texts_have_no_patch() -> None:
    """Nothing to apply."""
    assert unified_patch(OLD, OLD, "a/p", "b/p") == ""
    assert parse_patch("") == ()


def test_a_name_cannot_break_the_header() -> None:
    """Line ends in a name are replaced, an empty name is filled in."""
    text = unified_patch(OLD, NEW, "", "b/p\n+++ b/q.md")
    assert text.split("\n")[:3][0:2] == ["--- old", "+++ b/p_+++ b/q.md\t"]
    assert len(parse_patch(text)) == 1


def test_a_blank_line_stays_with_its_paragraph() -> None:
    """A changed paragraph is one line out and one line in, without the blank lines around it."""
    changed = [
        line for line in unified_patch(OLD, NEW, "a/p", "b/p").split("\n")[2:] if line[:1] in {"+", "-"}
    ]
    assert changed == [
        "-We collect names.",
        "+We collect names and voices.",
        "-You may object.",
        "+You may object in writing.",
    ]


def test_a_patch_of_git_is_read() -> None:
    """With its own headers, a new file and a rename."""
    text = (
        "diff --git a/one.md b/one.md\nindex 1111111..2222222 100644\n--- a/one.md\n+++ b/one.md\n"
        "@@ -1,2 +1,2 @@ Data\n We log.\n-Old.\n+New.\n"
        "diff --git a/two.md b/two.md\nnew file mode 100644\nindex 0000000..3333333\n"
        "--- /dev/null\n+++ b/two.md\n"
        "@@ -0,0 +1 @@\n+Hello.\n\\ No newline at end of file\n"
        "diff --git a/three.md b/four.md\nsimilarity index 100%\nrename from three.md\nrename to four.md\n"
    )
    one, two, three = parse_patch(text)
    assert [(line.mark, line.text) for line in one.hunks[0].lines] == [
        (" ", "We log."),
        ("-", "Old."),
        ("+", "New."),
    ]
    assert two.old_name == "/dev/null"
    assert not two.hunks[0].lines[0].ends
    assert (three.old_name, three.hunks) == ("a/three.md", ())


@pytest.mark.parametrize("text", ["@@ -1 +1 @@\n-a\n+b\n", "--- a\n+++ b\n@@ -1,5 +1,5 @@\n a\n"])
def test_what_is_no_patch_is_refused_with_advice(text: str) -> None:
    """The message says what to do."""
    with pytest.raises(UnreadablePatch, match="git diff"):
        parse_patch(text)
