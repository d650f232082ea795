"""Promises about the stages of a change: sighted, confirmed, withdrawn, in force."""

from datetime import UTC, datetime, timedelta

from tests.judge.book import Book
from tests.judge.texts import COMMON, upcoming
from tracker.judge.verdict import Verdict
from tracker.watchlist.verdict import VerdictRule

DAY = datetime(2031, 8, 23, 8, tzinfo=UTC)
FIRST = upcoming("We have updated our policy. This version will take effect on September 22, 2031.")
LATER = upcoming("We have updated our policy. This version will take effect on September 29, 2031.")
BELOW = "\n# Current Privacy Policy\nThis version is effective until then.\n" + COMMON
ALONE = upcoming("Effective: September 29, 2031")
OTHER = COMMON.replace(
    "under contracts", "and our advertising partners receive your phone number, under contracts"
)


def subjects(ruling, kind="category-new"):
    return {finding.subject for finding in ruling.findings if finding.kind == kind}


def test_the_first_text_stands_and_says_nothing() -> None:
    """There is no change before there are two texts."""
    ruling = Book().show(COMMON, DAY)
    assert ruling.verdict is None
    assert ruling.stands


def test_an_announcement_that_goes_and_returns_is_one_change() -> None:
    """Sighted, withdrawn, confirmed on its return, in force on its day: the case this was made for."""
    book = Book()
    book.show(COMMON, DAY - timedelta(days=30))
    sighted = book.show(FIRST + BELOW, DAY)
    withdrawn = book.show(COMMON, DAY + timedelta(days=1))
    confirmed = book.show(LATER + BELOW, DAY + timedelta(days=7))
    in_force = book.show(ALONE, DAY + timedelta(days=37))
    rulings = [sighted, withdrawn, confirmed, in_force]
    assert ["sighted", "withdrawn", "confirmed", "in-force"] == [r.verdict.stage for r in rulings]
    assert [{"biometric"}, set(), {"biometric"}, set()] == [subjects(r) for r in rulings]
    assert DAY == confirmed.verdict.first_sighted_at
    assert "2031-09-29" == str(confirmed.verdict.effective)
    assert 30 == confirmed.verdict.notice_days


def test_a_change_that_is_still_there_after_the_wait_is_confirmed() -> None:
    """The second agreeing look confirms, not an earlier one."""
    book = Book()
    book.show(COMMON, DAY)
    book.show(OTHER, DAY + timedelta(hours=6))
    early = book.show(OTHER, DAY + timedelta(hours=6, minutes=10))
    late = book.show(OTHER, DAY + timedelta(hours=6, minutes=30))
    assert () == early.advances
    assert ["confirmed"] == [advance.event.stage for advance in late.advances]


def test_a_further_change_confirms_what_it_builds_on() -> None:
    """A later text that still shows a sighted change is its second sighting."""
    book = Book()
    book.show(COMMON, DAY)
    book.show(OTHER, DAY + timedelta(days=1))
    more = OTHER + "We keep your fingerprints and your bank account number for ten years."
    ruling = book.show(more, DAY + timedelta(days=2))
    assert ["confirmed"] == [advance.event.stage for advance in ruling.advances]
    assert "sighted" == ruling.verdict.stage
    assert "phone-number" not in subjects(ruling)


def test_a_sighted_change_replaced_by_another_is_withdrawn() -> None:
    """What a later text no longer shows did not last."""
    book = Book()
    book.show(COMMON, DAY)
    book.show(OTHER, DAY + timedelta(days=1))
    ruling = book.show(upcoming(""), DAY + timedelta(days=2))
    assert ["withdrawn"] == [advance.event.stage for advance in ruling.advances]
    assert {"biometric"} == subjects(ruling)


def test_a_confirmed_change_that_is_undone_is_withdrawn() -> None:
    """Going back to the text before is no news of its own."""
    book = Book()
    book.show(COMMON, DAY)
    book.show(OTHER, DAY + timedelta(days=1))
    book.show(OTHER, DAY + timedelta(days=2))
    ruling = book.show(COMMON, DAY + timedelta(days=3))
    assert "withdrawn" == ruling.verdict.stage
    assert () == ruling.findings
    assert book.snapshots[0].id == ruling.verdict.returns_to


def test_a_flapping_text_has_to_stand_for_a_day() -> None:
    """A text that was withdrawn twice is not confirmed by coming back."""
    book = Book()
    for hour in (0, 12, 24):
        book.show(COMMON, DAY + timedelta(hours=hour))
        last = book.show(OTHER, DAY + timedelta(hours=hour + 6))
    assert "sighted" == last.verdict.stage
    soon = book.show(OTHER, DAY + timedelta(hours=31))
    later = book.show(OTHER, DAY + timedelta(hours=55))
    assert () == soon.advances
    assert ["confirmed"] == [advance.event.stage for advance in later.advances]


def test_a_rebuilt_page_with_the_same_words_changes_nothing() -> None:
    """A cosmetic change is settled at once and raises nothing."""
    book = Book()
    book.show(COMMON, DAY)
    ruling = book.show(
        COMMON.replace("\n# ", "\n\n# ").replace("Harbour's", "Harbour’s").replace("e-mail", "e‑mail"),
        DAY + timedelta(days=1),
    )
    assert "cosmetic" == ruling.verdict.materiality
    assert ruling.stands


def test_a_page_that_flaps_is_told_twice_and_then_held() -> None:
    """A text that keeps going back is confirmed only when it stays longer than ever before."""
    book = Book()
    book.show(COMMON, DAY)
    told = []
    for turn in range(12):
        at = DAY + timedelta(days=turn + 1)
        text = COMMON if turn % 2 else OTHER
        looks = [book.show(text, at), book.show(text, at + timedelta(hours=1))]
        told += [look.verdict.stage for look in looks if look.verdict and look.verdict.stage == "confirmed"]
        told += [a.event.stage for look in looks for a in look.advances if a.event.stage == "confirmed"]
    assert ["confirmed", "confirmed"] == told
    book.show(OTHER, DAY + timedelta(days=20))
    stays = book.show(OTHER, DAY + timedelta(days=23))
    assert ["confirmed"] == [advance.event.stage for advance in stays.advances]


def test_a_sentence_that_comes_and_goes_in_a_changing_text_is_no_news_for_ever() -> None:
    """From its fourth turn on it is editorial, whatever else changes beside it."""
    book = Book()
    book.show(COMMON, DAY)
    levels = []
    for turn in range(6):
        text = (COMMON if turn % 2 else OTHER) + f"\nWe answered {turn + 2} letters about lamps.\n"
        ruling = book.show(text, DAY + timedelta(days=10 * (turn + 1)))
        levels.append(ruling.verdict.materiality)
    assert ["editorial"] * 3 == levels[3:]
    assert "only sentences that come and go on this page changed" in ruling.verdict.reasons


def test_an_announced_day_that_comes_beside_another_change_is_in_force() -> None:
    """A new text on the day does not hide that the earlier one applies now."""
    book = Book()
    book.show(COMMON, DAY)
    dated = COMMON.replace("\n", "\nEffective: September 22, 2031\n", 1)
    text = dated + "We collect your biometric information with your consent.\n"
    book.show(text, DAY + timedelta(days=1))
    book.show(text, DAY + timedelta(days=2))
    more = text + "We keep your bank account number for ten years.\n"
    ruling = book.show(more, DAY + timedelta(days=31))
    assert ["in-force"] == [advance.event.stage for advance in ruling.advances]
    assert ["in-force"] == [c.verdict.stage for c in book.changes.values()][:1]


def test_an_announced_day_that_passed_unseen_long_ago_is_no_news() -> None:
    """A watch that slept for years does not tell old days."""
    book = Book()
    book.show(COMMON, DAY)
    text = COMMON.replace("\n", "\nEffective: September 22, 2031\n", 1) + "We collect your fingerprints.\n"
    book.show(text, DAY + timedelta(days=1))
    book.show(text, DAY + timedelta(days=2))
    late = book.show(text, DAY + timedelta(days=900))
    assert () == late.advances


def test_of_two_regions_the_one_that_begins_today_counts() -> None:
    """Not the later day of another region."""
    book = Book()
    book.show(COMMON, DAY - timedelta(days=1))
    lines = "\nEffective outside Ferndale: August 23, 2031\nEffective in Ferndale: October 1, 2031\n"
    ruling = book.show(COMMON.replace("\n", lines, 1) + "We collect your fingerprints.\n", DAY)
    assert "2031-08-23" == str(ruling.verdict.effective)
    assert not ruling.verdict.announced


def test_rules_of_a_reader_raise_and_lower_the_verdict() -> None:
    """By words in changed sentences or by what was found; of several that fit, the last counts."""
    lamp = COMMON + "Our lamps are made of brass.\n"
    brass = VerdictRule("substantive", words=("made of",))
    assert "editorial" == told_under((), COMMON, lamp).materiality
    raised = told_under((brass,), COMMON, lamp)
    assert "substantive" == raised.materiality
    assert "a rule of your own says how much this matters" == raised.reasons[0]
    phone = VerdictRule("cosmetic", categories=("phone-number",))
    assert "substantive" == told_under((), COMMON, OTHER).materiality
    assert "cosmetic" == told_under((brass, phone), COMMON, OTHER).materiality
    assert (
        "editorial"
        == told_under(
            (brass, phone, VerdictRule("editorial", words=("partners",))), COMMON, OTHER
        ).materiality
    )
    assert "editorial" == told_under((VerdictRule("substantive", words=("rass",)),), COMMON, lamp).materiality


def told_under(rules: tuple[VerdictRule, ...], old: str, new: str) -> Verdict:
    book = Book(rules)
    book.show(old, DAY)
    verdict = book.show(new, DAY + timedelta(days=1)).verdict
    assert verdict is not None
    return verdict


def test_a_text_of_long_ago_is_known_again() -> None:
    """Going back behind a later version is told, with the version that is back."""
    book = Book()
    book.show(COMMON, DAY)
    book.show(OTHER, DAY + timedelta(days=10))
    book.show(OTHER, DAY + timedelta(days=11))
    book.show(OTHER + "We keep your bank account number for ten years.\n", DAY + timedelta(days=20))
    book.show(OTHER + "We keep your bank account number for ten years.\n", DAY + timedelta(days=21))
    ruling = book.show(COMMON, DAY + timedelta(days=30))
    assert "sighted" == ruling.verdict.stage
    assert "s/p@20310823T080000Z" == ruling.verdict.returns_to
