"""Negation, rights, advice and structure decide what a mention is worth."""

import pytest

import tracker
from tests.disclose.reading import disclosed, read, rule, state


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("We collect data such as, but not limited to, your fingerprint.", "biometric"),
        ("Unless you object, we collect your precise location.", "precise-location"),
        ("We do not collect GPS data unless you allow it; then we record GPS data.", "precise-location"),
        ("We collect your birthday, but we do not share it.", "age-birthdate"),
        ("Whether or not you sign in, we log your IP address.", "ip-address"),
        ("With your consent, we may collect your voiceprint.", "biometric"),
        ("If you choose to apply, you provide your CV.", "employment"),
        ("Partners may share your credit score with us.", "financial-status"),
        ("To process a deletion request, we may collect a copy of your passport.", "government-id"),
        ("Your IP address is recorded on every visit.", "ip-address"),
        ("The information we collect includes your blood type.", "health"),
    ],
)  # fmt: skip
def test_what_the_text_affirms_is_disclosed(text: str, category: str) -> None:
    """Conditions, examples, passive voice and third parties do not weaken a statement."""
    assert category in disclosed(text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("We do not collect, and never have collected, biometric data.", "biometric"),
        ("Facial images and biometric data are not uploaded to or stored on our servers.", "biometric"),
        ("No health information is collected.", "health"),
        ("We have no access to your biometric data.", "biometric"),
        ("We collect your name and have no access to your passport number.", "government-id"),
        ("We collect your city, but not your GPS coordinates.", "precise-location"),
        ("We receive a token (not including your credit card number).", "payment-card-bank"),
        ("Files do not contain (i) health information; (ii) religion; or (iii) trade unions.", "trade-union"),
    ],
)  # fmt: skip
def test_what_the_text_denies_is_denied(text: str, category: str) -> None:
    """A negator denies what stands in its scope, through lists and up to a bracket."""
    assert state(text, category) == "denied"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("You have the right to access your biometric data.", "biometric"),
        ("Please do not send us your health information.", "health"),
        ("You may not upload photos of other people.", "photos-video"),
        ("You can disable cookies in your browser settings.", "cookies-trackers"),
        ("We encrypt your credit card number.", "payment-card-bank"),
        ('"Biometric data" means data that identify a person by the body.', "biometric"),
        ("Their privacy policies say what they do with your search history.", "search-history"),
    ],
)
def test_what_the_text_only_mentions_is_no_disclosure(text: str, category: str) -> None:
    """Rights, advice, prohibitions, choices, protection, definitions and others' practice are mentions."""
    assert category not in disclosed(text)
    assert any(one.category == category for one in read(text))


def test_a_flat_denial_holds_for_its_paragraph() -> None:
    """A scan that leaves nothing behind is not sold as biometrics."""
    text = "To check your age, we ask you to take a facial scan. Biometric data is not stored on our servers."
    assert "biometric" not in disclosed(text)
    assert rule(text, "biometric") == "denied-beside"


def test_items_inherit_the_verb_of_their_lead_in() -> None:
    """A list item without a verb says what its introduction says."""
    text = "When you register we collect:\n\n*   passport number\n*   blood type\n"
    assert {"government-id", "health"} <= disclosed(text)
    assert rule(text, "health") == "lead-in"


def test_items_inherit_a_denial() -> None:
    """A list under "we do not collect" denies each of its items."""
    text = "We do not collect:\n\n*   passport number\n*   blood type\n"
    assert not {"government-id", "health"} & disclosed(text)


def test_a_denial_before_a_table_is_not_its_lead_in() -> None:
    """A paragraph that denies something of its own does not deny the rows that follow."""
    text = "We never sell your password.\n\n| Category | Examples |\n| --- | --- |\n| Health | blood type |\n"
    assert state(text, "health") == "disclosed"


def test_nested_items_inherit_through_their_parent() -> None:
    """An inner list belongs to the item above it, that to the paragraph above."""
    text = "We collect:\n\n*   Things you give us:\n    *   blood type\n*   other details\n"
    assert "health" in disclosed(text)


def test_lines_without_marks_after_a_colon_are_items() -> None:
    """A converter that lost the list marks does not hide the list."""
    text = "We may ask you to provide us with the following:\n\nPassport number\n\nBlood Type\n"
    assert {"government-id", "health"} <= disclosed(text)


def test_menus_left_in_the_text_disclose_nothing() -> None:
    """Words of a menu have no statement."""
    text = "*   Investors\n*   Health + Fitness\n*   Careers\n*   Search\n*   Videos\n"
    assert disclosed(text) == set()


TABLE = "| Category | Collected |\n| --- | --- |\n| Biometric information | {} |\n"


def test_a_row_that_says_no_is_denied() -> None:
    """The table's own answer counts."""
    assert state(TABLE.format("No"), "biometric") == "denied"
    assert rule(TABLE.format("No"), "biometric") == "cell-no"


def test_a_row_that_says_yes_is_disclosed() -> None:
    """A row needs no verb."""
    assert state(TABLE.format("Yes"), "biometric") == "disclosed"


def test_a_no_under_sold_does_not_deny_the_collection() -> None:
    """Not to sell data is no promise not to have it."""
    text = "| Category | Sold or shared |\n| --- | --- |\n| Biometric information | No |\n"
    assert "biometric" in disclosed("## Information we collect\n\n" + text)


def test_a_heading_that_denies_denies_the_list_below_it() -> None:
    """A list below "Information we do not collect" is not what is collected."""
    assert state("## Information we do not collect\n\n- fingerprints", "biometric") == "denied"
    assert state("## Information we collect\n\n- fingerprints", "biometric") == "disclosed"
    assert state("## Data not collected from you\n\n- your date of birth", "age-birthdate") == "disclosed"


def test_a_no_about_sharing_denies_only_in_a_section_on_sharing() -> None:
    """Below "What we collect", a column "Sold: no" does not deny the collection."""
    table = "| Category | Sold |\n|---|---|\n| Fingerprints | No |"
    assert state(f"## How we share information\n\n{table}", "biometric") == "denied"
    assert state(f"## Information we collect\n\n{table}", "biometric") == "disclosed"


def test_headings_disclose_nothing() -> None:
    """A title without a statement is a mention."""
    assert state("# Biometric information\n\nSee below.\n", "biometric") == "mentioned"


def test_words_with_an_everyday_sense_need_company() -> None:
    """ "Weight" among body data is data, elsewhere it is not."""
    assert "physical-characteristics" in disclosed("We collect your age, weight and diet.")
    assert "physical-characteristics" not in disclosed("We give weight to your opinion of our service.")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("We use the domain name to route mail.", "name"),
        ("You may contact us by phone.", "phone-number"),
        ("You must be at least 18 years of age.", "age-birthdate"),
        ("Visitors come from the state of Nevada.", "approximate-location"),
        ("We act in our legitimate interest.", "preferences-interests"),
    ],
)
def test_words_in_another_sense_are_no_data(text: str, category: str) -> None:
    """Sense guards take their words out of the reading."""
    assert category not in disclosed(text)


def test_an_unknown_language_is_read_as_english() -> None:
    """A policy without a lexicon of its own is not refused."""
    assert "biometric" in disclosed("We collect fingerprints.", language="xx")


def test_a_mention_knows_its_place() -> None:
    """Offsets lead back to the very words, through accents and capitals."""
    text = "Ça alors: WE COLLECT YOUR FINGERPRINTS, señor."
    found = next(one for one in read(text) if one.category == "biometric")
    assert found.phrase == "FINGERPRINTS"
    assert text[found.start : found.start + len(found.phrase)] == found.phrase


def test_a_statement_tells_who_what_when_and_why() -> None:
    """Actor, action, condition, purpose and recipient are read out of the sentence."""
    text = "With your consent, we collect fingerprints for security and share them with potential employers."
    said = next(one.statement for one in read(text) if one.category == "biometric")
    assert said.actor == "organisation"
    assert {"collect", "share"} <= set(said.actions)
    assert said.conditions == ("With your consent",)
    assert "security" in said.purposes
    assert "potential employers" in said.recipients


def test_what_is_denied_is_not_among_what_is_done() -> None:
    """A statement that says "and never sell them" is no evidence of a sale."""
    (said,) = read("We collect your fingerprints and never sell them.")
    assert said.statement.actions == ("collect",)


def test_a_place_is_told_once_a_category() -> None:
    """Two phrases of the lexicon that end at the same words are one mention, the stronger one."""
    found = tracker.disclosures("With your consent, we collect your biometric information.", "en")
    places = [(each.category, each.start) for each in found]
    assert len(set(places)) == len(places)


def test_a_title_over_a_denial_discloses_nothing() -> None:
    """A bold title inherits the verb of its list, but its own sentences say no."""
    text = (
        "We collect the following:\n\n*   **Contacts list.** We do not upload or store your contacts list.\n"
    )
    assert "address-book" not in disclosed(text)


def test_an_exception_in_a_denial_discloses_what_it_names() -> None:
    """ "Not X, except Y" says that Y is collected."""
    text = "We do not collect health data, except for the allergies that you tell us about."
    assert "health" in disclosed(text)
    assert rule(text, "health") == "negated-except"


def test_a_sentence_of_a_whole_page_is_read_to_its_end() -> None:
    """What stands at the end of an endless sentence is found, with its place."""
    text = "We collect your name, your e-mail address, " * 1000 + "and your fingerprints."
    found = [one for one in read(text) if one.category == "biometric"]
    assert [one.state for one in found] == ["disclosed"]
    assert text[found[0].start :].startswith("fingerprints")
