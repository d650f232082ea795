"""Promises to those who use the tracker from Python."""

import subprocess
import sys

import tracker
from tests.pipeline.site import SECTIONS, page

OLD = "# Harbour privacy policy\n\nWe collect your name and your e-mail address when you open an account.\n"
NEW = OLD + "\nWith your consent, we collect your fingerprints to confirm who you are.\n"


def test_a_text_tells_its_categories() -> None:
    """Plain text is enough to learn what is disclosed."""
    disclosed = {each.category for each in tracker.disclosures(NEW) if each.state == "disclosed"}
    assert {"name", "email-address", "biometric"} <= disclosed


def test_two_texts_tell_what_is_new() -> None:
    """Comparing two texts gives findings with their quotes."""
    difference = tracker.compare(OLD, NEW)
    new = {found.subject: found.quote for found in difference.findings if found.kind == "category-new"}
    assert {"biometric": "With your consent, we collect your fingerprints to confirm who you are."} == new
    assert "substantive" == difference.materiality


def test_a_text_compared_with_itself_has_no_edits() -> None:
    """Nothing changed is said as nothing."""
    difference = tracker.compare(OLD, OLD)
    assert () == difference.comparison.edits
    assert "cosmetic" == difference.materiality


def test_importing_the_package_imports_nothing_heavy() -> None:
    """`import tracker` costs next to nothing until something is used."""
    code = (
        "import sys, tracker; print([m for m in ('requests', 'bs4', 'lxml', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_a_page_gives_its_policy_text() -> None:
    """The bytes of a page are enough to read the policy in it."""
    document = tracker.read_page(page(SECTIONS).encode())
    assert "Harbour Privacy Policy" == document.blocks[0].text
    assert not any("Home" in block.text for block in document)
