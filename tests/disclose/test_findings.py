"""What a change newly discloses is found with the sentence that proves it, and nothing else is."""

import pytest

from tests.disclose.reading import change, read, subjects

BASE = """# Privacy policy of Brookline Notes

Brookline Notes collects your email address when you open an account. Our servers record your IP address
and the pages you visit. We use cookies to keep you signed in. We share data with service providers who host
our servers, and with nobody else. You can write to us at any time; our address is below. We keep your account
for as long as you use it, and delete it a month after you close it. We update this policy when needed.

## Security

We encrypt what you send us and test our servers every year. Our people sign a promise of secrecy, and only
those who need your notes to help you can open them. If something goes wrong we tell you within three days.
Nothing in this section limits what the law gives you, and it does not depend on which plan you chose.
"""


def test_a_new_category_comes_with_its_proof() -> None:
    """Quote, words, condition and purpose of the new sentence are in the finding."""
    added = "With your consent, we collect your fingerprints for identification."
    found = [one for one in change(BASE, BASE + "\n" + added + "\n") if one.kind == "category-new"]
    assert [one.subject for one in found] == ["biometric"]
    assert found[0].quote == added
    assert found[0].phrase == "fingerprints"
    assert found[0].statement.conditions == ("With your consent",)
    assert "identification" in found[0].statement.purposes
    assert found[0].path == ("Privacy policy of Brookline Notes", "Security")
    assert found[0].confidence > 0.8
    assert found[0].reasons
    assert found[0].rules.startswith("disclose/")


def test_jobs_and_schools_come_with_their_purposes() -> None:
    """Several kinds in one sentence are told each."""
    added = (
        "We may use your work history, academic history and skills to recommend jobs and show relevant ads."
    )
    found = [one for one in change(BASE, BASE + "\n" + added + "\n") if one.kind == "category-new"]
    assert {one.subject for one in found} == {"employment", "education"}
    assert {"recruitment", "advertising"} <= set(found[0].statement.purposes)


def test_a_known_category_in_other_words_is_not_new() -> None:
    """Another sentence about the same kind raises no alarm."""
    new = BASE + "\nWe also log the Internet Protocol address of each visitor.\n"
    assert subjects(change(BASE, new), "category-new") == set()


def test_a_moved_sentence_is_not_new() -> None:
    """The order of the text is no news."""
    first, second = "We collect your fingerprints.", "We collect your blood type."
    old, new = f"{BASE}\n{first}\n\n{second}\n", f"{BASE}\n{second}\n\n{first}\n"
    assert subjects(change(old, new), "category-new") == set()


def test_the_same_text_twice_on_a_page_is_not_new() -> None:
    """A page that repeats its text says nothing new."""
    assert subjects(change(BASE, BASE + "\n" + BASE), "category-new") == set()


def test_a_new_denial_is_no_new_category() -> None:
    """To say that something is not collected raises no alarm."""
    new = BASE + "\nBiometric data is not uploaded to or stored on our servers.\n"
    assert subjects(change(BASE, new), "category-new") == set()


def test_a_denial_that_goes_makes_the_statement_new() -> None:
    """What the old text denied, the new one can newly disclose."""
    old = BASE + "\nWe do not collect your fingerprints.\n"
    new = BASE + "\nWe collect your fingerprints at the door.\n"
    found = [one for one in change(old, new) if one.kind == "category-new"]
    assert [one.subject for one in found] == ["biometric"]
    assert found[0].old_quote == "We do not collect your fingerprints."


def test_a_kind_that_is_gone_is_removed() -> None:
    """The proof of a removal is in the old text."""
    gone = "We collect your fingerprints at the door."
    found = [one for one in change(BASE + "\n" + gone + "\n", BASE) if one.kind == "category-removed"]
    assert [one.subject for one in found] == ["biometric"]
    assert found[0].quote == gone


def test_a_finer_kind_of_known_data_is_a_detail() -> None:
    """Iris scans beside fingerprints are told as a detail, not as a new category."""
    old = BASE + "\nWe collect your fingerprints.\n"
    found = change(old, old + "\nWe also collect an iris scan.\n")
    assert subjects(found, "category-new") == set()
    assert subjects(found, "detail-new") == {"biometric"}


def test_a_new_purpose_of_known_data_is_told() -> None:
    """Old data for advertising is news."""
    new = BASE + "\nWe use your email address for targeted advertising.\n"
    found = [one for one in change(BASE, new) if one.kind == "purpose-new"]
    assert [(one.subject, one.statement.purposes) for one in found] == [("email-address", ("advertising",))]
    assert found[0].phrase == "targeted advertising"


def test_a_new_recipient_of_known_data_is_told() -> None:
    """Old data for data brokers is news."""
    new = BASE + "\nWe share your IP address with data brokers.\n"
    found = [one for one in change(BASE, new) if one.kind == "recipient-new"]
    assert [(one.subject, one.phrase) for one in found] == [("ip-address", "data brokers")]


def test_a_stub_says_nothing_about_what_is_new() -> None:
    """Beside an empty page every word would be new; nothing is claimed."""
    assert change("Please log in.", BASE * 3) == ()


def test_umbrella_words_raise_no_alarm() -> None:
    """ "Demographic information" stands in most policies."""
    new = BASE + "\nWe collect demographic information and crash reports.\n"
    assert not subjects(change(BASE, new), "category-new") & {"demographics", "diagnostics"}


def test_practices_are_told_by_what_came_and_went() -> None:
    """A sentence about training AI models adds a practice."""
    new = BASE + "\nWe may use your notes to train our AI models.\n"
    assert "ai-training" in subjects(change(BASE, new), "practice-added")
    assert "ai-training" in subjects(change(new, BASE), "practice-removed")


def test_no_change_has_no_findings() -> None:
    """The same text twice is silence."""
    assert change(BASE, BASE) == ()


def test_the_same_change_is_told_the_same_way() -> None:
    """Findings are deterministic, order and all."""
    new = BASE + "\nWe collect your fingerprints, your blood type and your union membership.\n"
    assert change(BASE, new) == change(BASE, new)


def test_a_practice_told_in_nearly_the_same_words_is_no_news() -> None:
    """A new brand name or one word more does not add a practice; the second edition of a text neither."""
    old = BASE + "\nBrookline Notes shares your ratings with service providers that answer questions.\n"
    new = old + "\nKestrel Notes shares your ratings with service providers that answer all questions.\n"
    assert subjects(change(old, new), "practice-added") == set()
    other = old + "\nWe share your friends and groups with service providers in Norway who draw maps.\n"
    assert "third-party-sharing" in subjects(change(old, other), "practice-added")


def test_the_sentence_that_states_it_is_quoted_before_its_title() -> None:
    """A title in bold names the kind; the reader wants the sentence after it."""
    added = (
        "\n## Information we collect\n\n*   **Fingerprints.** With your consent, we collect fingerprints.\n"
    )
    found = [one for one in change(BASE, BASE + added) if one.kind == "category-new"]
    assert [one.quote for one in found] == ["With your consent, we collect fingerprints."]


DENYING = (
    "\n## Data we do not collect\n\nWe do not collect the following:\n\n*   fingerprints\n*   blood type\n"
)
COLLECTING = "\n## Data we collect\n\nWe collect the following:\n\n*   fingerprints\n*   blood type\n"


def test_an_item_that_moves_under_a_denial_is_removed() -> None:
    """The words of the item stay; what introduces them decides."""
    assert "biometric" in subjects(change(BASE + COLLECTING, BASE + DENYING), "category-removed")
    assert "biometric" in subjects(change(BASE + DENYING, BASE + COLLECTING), "category-new")


def test_a_recipient_is_told_once_a_sentence() -> None:
    """A sentence that names five kinds has one new recipient."""
    old = BASE + "\nWe collect your age, your gender, your income and your grades.\n"
    new = old + "\nWe share your age, your gender, your income and your grades with data brokers.\n"
    assert len([one for one in change(old, new) if one.kind == "recipient-new"]) == 1


@pytest.mark.parametrize(
    ("language", "lead", "item"),
    [
        ("en", "We never sell your data. We share data with others:", "Insurers receive your email address."),
        (
            "nl",
            "Wij verkopen uw gegevens nooit. Wij delen uw gegevens met anderen:",
            "Verzekeraars ontvangen uw e-mailadres.",
        ),
    ],
)
def test_a_purpose_that_is_denied_is_none(language: str, lead: str, item: str) -> None:
    """ "We never sell your data" above a list is no new sale."""
    said = [one for one in read(f"{lead}\n\n- {item}", language) if one.category == "email-address"]
    assert said
    assert all("sale" not in one.statement.purposes for one in said)
