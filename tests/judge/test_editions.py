"""Promises about telling two editions on one page apart."""

from tests.judge.texts import COMMON, document, upcoming
from tracker.judge.editions import editions

NOTICE = "We have updated our policy. This version will take effect on September 22, 2031."
BELOW = "\n# Current Privacy Policy\nThis version is effective until September 22, 2031."


def test_a_page_with_one_text_is_its_own_subject() -> None:
    """A page with one text is compared as it is."""
    page = document(COMMON)
    assert editions(page).subject == page
    assert not editions(page).announces


def test_the_upcoming_text_above_the_current_one_is_the_subject() -> None:
    """Of two editions the announced one is compared."""
    found = editions(document(upcoming(NOTICE) + BELOW + COMMON))
    assert found.announces
    assert any("biometric" in block.text for block in found.subject)
    assert found.current is not None
    assert not any("biometric" in block.text for block in found.current)


def test_the_upcoming_text_below_the_current_one_is_found_by_the_known_text() -> None:
    """Where the page's words do not tell, the text that is already known is the current one."""
    plain = upcoming("Please note that this page shows two versions of the policy.")
    found = editions(document(COMMON + plain), known=document(COMMON))
    assert any("biometric" in block.text for block in found.subject)


def test_the_current_editions_own_heading_belongs_to_the_current_edition() -> None:
    """The heading and the notice above the second text go with it."""
    found = editions(document(upcoming(NOTICE) + BELOW + COMMON))
    assert found.current is not None
    assert "Current Privacy Policy" == found.current.blocks[0].text


def test_the_same_text_twice_is_said() -> None:
    """A page that holds one text two times announces nothing."""
    found = editions(document(COMMON + COMMON))
    assert found.twice
    assert not found.announces


def test_the_effective_date_is_read_from_the_upcoming_text() -> None:
    """The subject states its own date, not that of the other edition."""
    found = editions(document(upcoming(NOTICE) + BELOW + COMMON))
    assert ["2031-09-22"] == [at.date for at in found.subject.dates if at.role == "effective"]
