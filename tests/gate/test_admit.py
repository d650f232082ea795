"""Only the policy itself becomes a version."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.gate.texts import AT, SOURCE, capture, page, policy
from tracker.extract.document import Block, Document
from tracker.gate.admit import admit, text_hash
from tracker.gate.history import History, Refusal
from tracker.gate.reading import Reading, Reason, Unreadable

KNOWN = History(last_good=policy(), words=(policy().words,), language="en", name="larkspur/privacy")
FILLER = "The harbour market opens at nine and the musicians play until the lanterns are lit"


def _admit(document: Document, history: History = KNOWN) -> Reading:
    return admit(document, capture(), SOURCE, history)


def _reason(reading: Reading) -> Reason | None:
    return reading.reason if isinstance(reading, Unreadable) else None


def test_the_policy_is_admitted_first_and_again() -> None:
    """It lets the policy pass, with a history and without."""
    assert _admit(policy(), History()) == policy()
    assert _admit(policy()) == policy()


def test_an_edited_policy_is_admitted() -> None:
    """It lets a change pass, which is what all of this is for."""
    edited = policy(
        extra=("With your consent we may collect your fingerprint when a courier hands over a parcel.",)
    )
    assert _admit(edited) == edited


def test_what_extraction_could_not_read_stays_unreadable() -> None:
    """It hands a refusal of an earlier room on."""
    unreadable = Unreadable(Reason.SELECTOR, "Nothing matches.")
    assert admit(unreadable, capture(), SOURCE, KNOWN) is unreadable


@pytest.mark.parametrize(
    ("reason", "heading", "text"),
    [
        (Reason.GONE, "We looked everywhere", "Sorry, the page you are looking for does not exist any more."),
        (Reason.GONE, "404", "Page not found"),
        (Reason.GONE, "", "Die Seite wurde nicht gefunden."),
        (Reason.BLOCKED, "Just a moment", "Verifying you are human. This may take a few seconds."),
        (Reason.BLOCKED, "", "Accès refusé"),
        (Reason.WALL, "Log in or sign up", "Country or region, phone number, continue"),
        (Reason.WALL, "Willkommen", "Passwort vergessen?"),
        (Reason.SHELL, "", "You need to enable JavaScript to run this app."),
        (Reason.HTTP_ERROR, "", "Sorry, something went wrong on our side."),
        (Reason.STUB, "", "Loading"),
    ],
)
@pytest.mark.parametrize("history", [History(), KNOWN], ids=["first", "later"])
def test_a_page_that_says_what_it_is_is_named_so(
    reason: Reason, heading: str, text: str, history: History
) -> None:
    """It tells error pages, challenges, log-ins and shells apart by their own words."""
    assert _reason(_admit(page(text, heading=heading), history)) is reason


def test_an_empty_page_is_a_shell() -> None:
    """It takes no text for a page that needs a browser."""
    assert _reason(_admit(Document((), language=None))) is Reason.SHELL


def test_a_home_page_is_another_document() -> None:
    """It refuses a long text that does not speak of personal data, also on the first day."""
    home = page(*[f"{FILLER}, number {n}." for n in range(40)])
    assert _reason(_admit(home, History())) is Reason.OTHER_DOCUMENT
    assert _reason(_admit(home)) is Reason.OTHER_DOCUMENT


def test_a_list_of_policies_is_a_stub() -> None:
    """It refuses a page that only links to policies."""
    regions = ("Norland", "Southmark", "the Isles", "the Delta", "the Highlands")
    blocks = tuple(Block("item", f"Privacy policy for personal data in {region}", 1) for region in regions)
    listed = Document((Block("heading", "Our privacy policies", 1), *blocks, *blocks), language="en")
    assert _reason(_admit(listed, History())) is Reason.STUB


def test_a_log_in_link_in_a_good_policy_is_no_wall() -> None:
    """It minds the words of other pages only where the policy's own words are missing."""
    usual = policy(
        extra=("Log in or sign up", "Forgot password", "Please enable JavaScript", "Access denied")
    )
    assert _admit(usual) == usual


def test_a_collapsed_text_is_a_stub() -> None:
    """It refuses a new text that is a small part of the old size."""
    short = page(
        *[
            f"Larkspur keeps your data safe and your privacy matters to us, today as on day {n}."
            for n in range(8)
        ]
    )
    assert _reason(_admit(short)) is Reason.STUB


def test_half_a_page_is_truncated() -> None:
    """It refuses a text that only lost something, and much of it."""
    assert _reason(_admit(policy(sections=2))) is Reason.TRUNCATED


def test_a_shorter_policy_is_admitted() -> None:
    """It lets a policy lose a third."""
    assert _admit(policy(repeat=2)) == policy(repeat=2)


def test_headings_without_their_text_are_truncated() -> None:
    """It notices sections whose text did not load."""
    skip = frozenset(f"Whom we share it with in region {n}" for n in (1, 2, 3))
    assert _reason(_admit(policy(skip=skip))) is Reason.TRUNCATED


def test_a_part_that_failed_to_load_is_truncated() -> None:
    """It reads the error in the place of a part of a good text."""
    broken = _broken("This page isn’t available right now")
    assert _reason(_admit(broken)) is Reason.TRUNCATED
    assert _reason(_admit(broken, History())) is Reason.TRUNCATED


@pytest.mark.parametrize("line", ["Loading…", "Please wait...", "Wird geladen", "Chargement en cours…"])
def test_a_placeholder_in_the_place_of_a_part_is_truncated(line: str) -> None:
    """It waits for a part that is still to come, and minds no spinner beside a whole text."""
    assert _reason(_admit(_broken(line))) is Reason.TRUNCATED
    whole = policy(extra=(line,))
    assert _admit(whole) == whole


def _numbered(*, empty: frozenset[int] = frozenset(), words: str = "collects, keeps and shares") -> Document:
    """A policy of eight numbered sections, of which some lost their text."""
    blocks = []
    for number in range(1, 9):
        blocks.append(Block("heading", f"{number}. What Larkspur does in case {number}", 2))
        if number not in empty:
            text = f"In case {number} Larkspur Post {words} your personal data and the data of your parcels, "
            blocks.append(Block("paragraph", text + "with your consent and for the purposes of delivery."))
    return Document(tuple(blocks), title="Privacy Policy", language="en")


def test_a_numbered_section_without_text_is_truncated() -> None:
    """It misses the text of a section also where all the other words were written anew."""
    other = replace(
        _numbered(), blocks=tuple(replace(b, text=b.text.replace("does", "did")) for b in _numbered().blocks)
    )
    old = replace(KNOWN, last_good=other)
    hollow = _numbered(empty=frozenset({6}), words="obtains, stores and discloses")
    reading = _admit(hollow, old)
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.TRUNCATED
    assert "6. What Larkspur does in case 6" in reading.detail
    assert _admit(hollow, replace(KNOWN, last_good=hollow)) == hollow
    assert _admit(hollow, History()) == hollow


def test_a_section_that_stays_empty_in_other_texts_is_how_the_page_is_now() -> None:
    """It counts the defect and not the text: after three checks over two days it takes what is there."""
    past = replace(KNOWN, last_good=_numbered())
    texts = [_numbered(empty=frozenset({6}), words=f"obtains and shares in {n} ways") for n in (2, 3, 4)]
    first = _admit(texts[0], past)
    assert isinstance(first, Unreadable)
    assert first.mark
    seen = replace(past, refused=(Refusal(first.mark, 1, AT - timedelta(days=9)),))
    second = _admit(texts[1], seen)
    assert isinstance(second, Unreadable)
    assert "The same defect was refused once before" in second.detail
    assert (
        _admit(texts[2], replace(past, refused=(Refusal(first.mark, 2, AT - timedelta(days=9)),))) == texts[2]
    )
    assert _admit(texts[0], replace(past, known=frozenset({first.mark}))) == texts[0]


def test_a_numbered_list_of_headings_is_no_gap() -> None:
    """It takes a text whose headings mostly stand alone for one that is written so."""
    listed = _numbered(empty=frozenset({1, 2, 3, 6}))
    assert _admit(listed, replace(KNOWN, last_good=replace(listed, title="Old"))) == listed
    contents = replace(
        _numbered(), blocks=(*_numbered(empty=frozenset(range(1, 9))).blocks, *_numbered().blocks)
    )
    assert _admit(contents, replace(KNOWN, last_good=_numbered())) == contents


def test_the_hidden_message_of_a_form_is_no_missing_part() -> None:
    """It minds an error only where something is missing."""
    form = policy(extra=("Something went wrong. Please try again.",))
    assert _admit(form) == form
    assert _admit(form, History()) == form


def _broken(line: str) -> Document:
    """The policy with an error in the place of its last fifth."""
    blocks = policy().blocks
    return replace(policy(), blocks=(*blocks[: len(blocks) * 4 // 5], Block("heading", line, 1)))


def test_errors_that_are_the_subject_are_no_errors() -> None:
    """It does not stumble over data about errors."""
    blocks = (Block("item", "What you did when something went wrong in our app", 1),)
    report = replace(policy(), blocks=(*policy().blocks, *blocks))
    assert _admit(report) == report


def test_another_language_is_refused() -> None:
    """It refuses a language flip, against the declared or the known language."""
    french = page(
        *[f"Nous collectons vos données personnelles et vos cookies pour la région {n}." for n in range(60)],
        language="fr",
    )
    assert _reason(_admit(french)) is Reason.LANGUAGE
    declared = replace(SOURCE, language="en")
    assert _reason(admit(french, capture(), declared, History())) is Reason.LANGUAGE
    assert admit(french, capture(), replace(SOURCE, language="fr"), History()) == french


def test_the_same_words_are_the_same_language() -> None:
    """It does not follow a detector that changes its mind over a known text."""
    doubtful = replace(policy(extra=("Neu ab März.",)), language="de")
    assert _admit(doubtful) == doubtful


def test_the_same_text_twice_is_refused() -> None:
    """It refuses a page that holds the text for two widths of screen."""
    twice = replace(policy(), blocks=policy().blocks * 2)
    assert _reason(_admit(twice)) is Reason.DUPLICATED


def test_an_upcoming_text_above_the_current_one_is_admitted() -> None:
    """It lets a page with two editions pass, of which one is new."""
    upcoming = policy(
        extra=tuple(
            f"From May on we may infer which parcels of region {n} you would like to get, and show offers."
            for n in range(4)
        )
    )
    both = replace(policy(), blocks=upcoming.blocks + policy().blocks)
    assert _admit(both) == both
    assert _admit(policy(), replace(KNOWN, last_good=both)) == policy()


def test_a_rewritten_policy_is_admitted() -> None:
    """It takes a text of other words for the policy, where it speaks as policies do."""
    new = page(
        *[
            f"Under notice {n} we gather contact details and location data, rely on legitimate interests, "
            "transfer personal information to recipients abroad, encrypt records and honour deletion."
            for n in range(25)
        ],
        title="Privacy notice",
    )
    assert _admit(new) == new


def test_terms_of_use_are_another_document() -> None:
    """It refuses a text that is near the subject and has another name."""
    terms = page(
        *[
            f"Clause {n}: customers must pack goods well, pay fees when due and accept that Larkspur is not "
            "liable for delay; we may disclose data to carriers, and each party may end the agreement."
            for n in range(25)
        ],
        title="Terms of use",
        heading="Terms of use",
    )
    assert _reason(_admit(terms)) is Reason.OTHER_DOCUMENT


def test_a_cookie_list_in_the_text_is_refused_and_its_end_is_not() -> None:
    """It waits for a page without the consent tool, and then takes up where it was."""
    rows = tuple(
        Block("row", f"_ck{n} | tracker{n}.example | First party | Storage duration: {n} days | HTTP cookie")
        for n in range(60)
    )
    heads = (Block("heading", "Strictly necessary cookies", 2), Block("heading", "Targeting cookies", 2))
    panel = replace(policy(), blocks=(*policy().blocks, *heads, *rows))
    assert _reason(_admit(panel)) is Reason.WALL
    assert _admit(policy(), replace(KNOWN, last_good=panel)) == policy()


def _refused(document: Document, count: int, days: float) -> History:
    return replace(KNOWN, refused=(Refusal(text_hash(document), count, AT - timedelta(days=days)),))


def test_a_refused_text_that_holds_for_days_passes_by_itself() -> None:
    """It gives in to a short new policy that stays as it is."""
    short = policy(sections=2)
    assert _reason(_admit(short, _refused(short, 1, 3))) is Reason.TRUNCATED
    assert _reason(_admit(short, _refused(short, 5, 0.5))) is Reason.TRUNCATED
    assert _admit(short, _refused(short, 2, 2)) == short


def test_a_repeated_refusal_says_when_it_passes() -> None:
    """It tells the user that the new page passes once it has held, and how to take it at once."""
    reading = _admit(policy(sections=2), _refused(policy(sections=2), 1, 0.2))
    assert isinstance(reading, Unreadable)
    assert "if it is the policy: `tracker accept larkspur/privacy`." in reading.detail
    assert "passes by itself" in reading.detail


FLIPPED = page(
    *[f"Nous collectons vos données personnelles et vos cookies pour la région {n}." for n in range(60)],
    language="fr",
)
SHORT = page("We keep your e-mail address for our newsletter, and delete it when you ask us to.")


@pytest.mark.parametrize(
    "text", [FLIPPED, SHORT, _broken("Page not found")], ids=["french", "short", "broken"]
)
def test_a_refused_text_that_cannot_pass_by_itself_is_offered(text: Document) -> None:
    """It asks a person, where the same text has held for days and no rule can tell that it is the policy."""
    first = _admit(text)
    assert isinstance(first, Unreadable)
    assert "tracker accept" not in first.detail
    held = _admit(text, _refused(text, 2, 2))
    assert isinstance(held, Unreadable)
    assert "refused 2 times before, first on 2026-02-27" in held.detail
    assert "this looks like the new page: `tracker accept larkspur/privacy`." in held.detail
    assert "passes by itself" not in held.detail
    assert _admit(text, replace(KNOWN, known=frozenset({text_hash(text)}))) == text


def test_a_page_that_says_what_it_is_is_never_offered() -> None:
    """It does not take an error or a challenge for the new policy, however long it lasts."""
    for line in ("Page not found", "Verifying you are human.", "Please log in to continue."):
        reading = _admit(page(line), _refused(page(line), 50, 90))
        assert isinstance(reading, Unreadable)
        assert "tracker accept" not in reading.detail


def test_words_that_say_nothing_of_data_never_pass_by_lasting() -> None:
    """It does not take a text without a single policy word for one of an unknown language."""
    market = page(*[f"{FILLER}, number {n}." for n in range(12)])
    assert _reason(_admit(market, _refused(market, 50, 90))) is Reason.OTHER_DOCUMENT


@pytest.mark.parametrize("line", ["This page isn’t available right now", "Page not found"])
def test_an_error_never_passes_by_itself(line: str) -> None:
    """It does not give in to a page that says that a part is missing, however long it lasts."""
    broken = _broken(line)
    assert _reason(_admit(broken, _refused(broken, 50, 90))) is Reason.TRUNCATED
    stub = page(line)
    assert _reason(_admit(stub, _refused(stub, 50, 90))) is Reason.GONE


def test_a_version_that_returns_is_known() -> None:
    """It lets earlier versions, and texts that the user accepted, pass."""
    short = policy(sections=2)
    assert _admit(short, replace(KNOWN, known=frozenset({text_hash(short)}))) == short


def test_every_refusal_is_a_sentence_with_a_way_on() -> None:
    """It tells people what is wrong and what to try."""
    for document in (page("Page not found"), page("Loading"), policy(sections=2), page(*[FILLER] * 40)):
        reading = _admit(document)
        assert isinstance(reading, Unreadable)
        assert reading.detail.endswith(".")
        assert len(reading.detail) < 400


def test_a_script_without_spaces_has_words_too() -> None:
    """It counts signs where words are not set apart."""
    japanese = Document(
        tuple(Block("paragraph", "個人情報の取扱いについて説明します。" * 4) for _ in range(10)),
        language="ja",
    )
    assert _admit(japanese, History()) == japanese
