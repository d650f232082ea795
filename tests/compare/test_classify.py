"""What an edit touches."""

import pytest

from tracker.compare.align import compare
from tracker.compare.comparison import EditClass
from tracker.extract.document import Block, Document, Link

PROSE = tuple(
    Block("paragraph", text, path=("Lamp policy",))
    for text in (
        "We collect your name and your address when you order a lamp, so that our couriers find you.",
        "We keep invoices for ten years because tax law asks for it, and delete all other data after two.",
        "Our service providers process data on our behalf, and they may not use them for anything else.",
        "You have the right to access your data, to have them corrected and to object to any letters.",
    )
)
NAVIGATION = tuple(
    Block("item", text, 1) for text in ("Lamps", "Desks", "Chairs", "Rugs", "Our story", "Careers")
)


def document(*blocks: Block, language: str = "en") -> Document:
    return Document(tuple(blocks), language=language)


def highest(old: Document, new: Document) -> EditClass | None:
    return compare(old, new).edit_class


def swapped(old: str, new: str, language: str = "en") -> EditClass | None:
    """The class of one sentence swapped for another amid prose."""
    return highest(
        document(*PROSE[:2], Block("paragraph", old), *PROSE[2:], language=language),
        document(*PROSE[:2], Block("paragraph", new), *PROSE[2:], language=language),
    )


def added(*blocks: Block, language: str = "en") -> EditClass | None:
    """The class of blocks inserted amid prose."""
    return highest(
        document(*PROSE, language=language), document(*PROSE[:2], *blocks, *PROSE[2:], language=language)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We store “all” orders - really.", 'We store "all" orders — really.'),
        ("We store orders, letters and calls.", "We store orders; letters, and calls."),
        ("YOUR CHOICES AND MORE", "Your choices and more"),
        ("2.1 We store orders.", "3.4 We store orders."),
        ("We recognise your organisation.", "We recognize your organization."),
        ("We recieve your order by post.", "We receive your order by post."),
    ],
)
def test_spelling_and_punctuation_are_no_more_than_space(old: str, new: str) -> None:
    """A reader need not know."""
    assert swapped(old, new) == EditClass.SPACE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Write to [email protected] at once.", "Write to x[email protected] at once."),
        ("Write to dpo@example.org at once.", "Write to [email protected] at once."),
        ("See https://example.org/a?utm_source=1 for all.", "See https://example.org/a?session=2 for all."),
    ],
)
def test_obscured_addresses_and_query_strings_are_links(old: str, new: str) -> None:
    """They change at every visit."""
    assert swapped(old, new) == EditClass.LINKS


def test_another_link_target_is_a_link() -> None:
    """The same words with another address."""
    one, other = (
        Block("paragraph", "See our terms.", links=(Link(8, 13, f"https://example.org/{n}"),)) for n in "12"
    )
    assert highest(document(*PROSE, one), document(*PROSE, other)) == EditClass.LINKS


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Last updated: 3 May 2024", "Last updated: 12 June 2024", "en"),
        ("Effective May 1, 2024 | Print | Archive", "Effective June 2, 2024 | Print | Archive", "en"),
        ("Stand: Mai 2024", "Stand: Juni 2024", "de"),
        ("Dernière mise à jour : 01/02/2024", "Dernière mise à jour : 03/04/2024", "fr"),
    ],
)
def test_the_date_line_is_a_date(old: str, new: str, language: str) -> None:
    """In the languages that we read."""
    assert swapped(old, new, language) == EditClass.DATE


def test_a_text_that_stands_twice_is_order() -> None:
    """Doubling a sentence tells nothing new, nor does dropping the double."""
    once, twice = document(*PROSE), document(*PROSE, PROSE[0])
    assert highest(once, twice) == EditClass.ORDER
    assert highest(twice, once) == EditClass.ORDER


@pytest.mark.parametrize(
    "text",
    [
        "© 2026 Lumen Example Ltd. All rights reserved.",
        "Did you find this page helpful?",
        "Skip to main content",
        "Springfield, IL 62704",
        "€ 64,123.40 +1.2%",
        "Facebook Twitter LinkedIn",
        "We use cookies to improve your experience. By clicking OK you agree.",
        "17",
    ],
)
def test_widgets_banners_and_prices_are_furniture(text: str) -> None:
    """They stand around a policy, not in it."""
    assert added(Block("paragraph", text)) == EditClass.FURNITURE


def test_an_entry_of_a_menu_is_furniture() -> None:
    """New, gone or renamed."""
    page = document(*NAVIGATION, *PROSE)
    more = document(*NAVIGATION[:3], Block("item", "Insurance", 1), *NAVIGATION[3:], *PROSE)
    renamed = document(*NAVIGATION[:5], Block("item", "Jobs", 1), *PROSE)
    assert highest(page, more) == EditClass.FURNITURE
    assert highest(more, page) == EditClass.FURNITURE
    assert highest(page, renamed) == EditClass.FURNITURE


def test_a_counter_is_furniture() -> None:
    """Figures on a short line that names neither a term nor data."""
    assert swapped("Gold 1,204 +3 today", "Gold 1,311 -2 today") == EditClass.FURNITURE
    assert swapped("Lamps: 30 days", "Lamps: 90 days") == EditClass.SUBSTANCE


def test_a_teaser_below_the_policy_is_no_substance() -> None:
    """Few words without a stop, outside the policy's prose."""
    teaser = Block("paragraph", "Protect your data at home")
    assert highest(document(*PROSE), document(*PROSE, teaser)) == EditClass.WORDING


def test_a_loud_link_in_a_menu_is_more_than_furniture() -> None:
    """A new link about generative AI may be the only trace of a change."""
    more = document(*NAVIGATION, Block("item", "Generative AI Disclosure", 1), *PROSE)
    assert highest(document(*NAVIGATION, *PROSE), more) == EditClass.WORDING


def test_an_entry_of_a_list_of_data_is_substance() -> None:
    """A short line below a lead-in is no menu."""
    lead = Block("paragraph", "When you call us, we collect:")
    items = [
        Block("item", text, 1)
        for text in ("your name", "your number", "the time", "the line", "your question")
    ]
    new = [*items, Block("item", "your voice", 1)]
    assert highest(document(*PROSE, lead, *items), document(*PROSE, lead, *new)) == EditClass.SUBSTANCE


def test_a_consent_dialog_left_in_the_text_is_furniture() -> None:
    """With all its purposes and vendors."""
    dialog = [
        Block("paragraph", text)
        for text in (
            "Privacy Preference Center",
            "When you visit a site, it may store information about your device and your preferences there.",
            "Strictly Necessary Cookies",
            "Always Active",
            "These cookies are needed to run the shop, and they cannot be switched off by you.",
            "Targeting Cookies",
            "Confirm My Choices",
        )
    ]
    assert highest(document(*PROSE), document(*PROSE, *dialog)) == EditClass.FURNITURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We utilize your data to answer you.", "We use your data to answer you."),
        ("We share data with the partners below.", "We share data with those partners below."),
        ("We may contact you about it by post.", "We can contact you about it by post."),
        ("You can write to privacy@example.org.", "You can write to dpo@example.org."),
        ("We collect names and addresses from you.", "We collect addresses and names from you."),
        ("Call us on +31 20 555 01 23 about data.", "Call us on +31 20 555 98 76 about data."),
        ("As Section 4 says, we collect data.", "As Section 4 states, we collect data."),
        ("Our 4 million users share data.", "Our 5 million users share data."),
    ],
)
def test_synonyms_addresses_and_order_within_a_sentence_are_wording(old: str, new: str) -> None:
    """Other words, the same meaning as far as rules can see."""
    assert swapped(old, new) == EditClass.WORDING


def test_a_cross_reference_is_no_more_than_order() -> None:
    """The section it names was re-numbered."""
    assert (
        swapped("We use data as set out in section 4.2.", "We use data as set out in section 5.1.")
        == EditClass.ORDER
    )


def test_a_company_renamed_throughout_is_wording() -> None:
    """The same two names swapped in sentence after sentence."""
    texts = [
        "{} collects your orders of lamps and desks.",
        "{} shares your address with couriers in town.",
        "You may ask {} for a copy of your data at any time.",
    ]
    old, new = (
        document(*PROSE, *(Block("paragraph", text.format(name)) for text in texts))
        for name in ("Lumen AI", "Fanal Assist")
    )
    assert highest(old, new) == EditClass.WORDING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect your name.", "We collect your name and voiceprint."),
        ("We sell no data to anyone.", "We sell data to anyone."),
        ("We do not use your letters to train models.", "We use your letters to train models."),
        ("We keep recordings for 30 days.", "We keep recordings for 90 days."),
        ("We share it with couriers.", "We share it with couriers and advertisers."),
        ("Only our staff may read letters.", "Our staff may read letters."),
        (
            "We transfer data to Peru and Chile, as said.",
            "We transfer data to Peru, Chile and Norway, as said.",
        ),
        ("The controller is Lumen Example Ltd.", "The controller is Fanal Example Inc."),
        ("We use it to answer you.", "We use it to answer you and for marketing."),
        ("Children under 13 may not order.", "Children under 16 may not order."),
    ],
)
def test_data_purposes_recipients_terms_and_negations_are_substance(old: str, new: str) -> None:
    """A single word can be all."""
    assert swapped(old, new) == EditClass.SUBSTANCE
    assert swapped(new, old) == EditClass.SUBSTANCE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Wij delen uw locatie met adverteerders."),
        ("fr", "Nous partageons votre position avec des annonceurs partenaires."),
        ("de", "Wir geben Ihren Standort an Werbepartner weiter."),
        ("es", "Compartimos su ubicación con anunciantes y socios."),
        ("it", "Condividiamo la sua posizione con inserzionisti e partner."),
    ],
)
def test_a_new_sentence_about_data_is_substance_in_each_language(language: str, text: str) -> None:
    """Each language has its own words."""
    assert added(Block("paragraph", text), language=language) == EditClass.SUBSTANCE


def test_a_page_that_is_called_otherwise_is_wording() -> None:
    """The way stays: only the title of what one visits is another."""
    old = "You can object to letters by visiting our choices desk and telling us so."
    assert (
        swapped(old, old.replace("choices desk", "advertising and privacy rights page")) == EditClass.WORDING
    )
    german = "Sie können Briefen widersprechen, besuchen Sie unsere Werbeseite und sagen Sie es uns."
    assert swapped(german, german.replace("Werbeseite", "Datenschutzzentrale"), "de") == EditClass.WORDING


def test_whom_data_reach_is_no_title_of_a_page() -> None:
    """Nor is a negation, nor news of artificial intelligence, wherever one points."""
    old = "We pass on orders through our couriers and shops."
    assert swapped(old, old.replace("couriers", "advertising partners")) == EditClass.SUBSTANCE
    old = "You can object by visiting our choices desk and telling us so."
    assert swapped(old, old.replace("choices desk", "generative AI desk")) == EditClass.SUBSTANCE
    assert swapped(old, old.replace("choices desk", "desk only")) == EditClass.SUBSTANCE


def test_what_a_sentence_says_twice_is_wording() -> None:
    """A title that stands in it already is neither won nor lost; what is added to it is."""
    once = "You may object through the “do not sell or share my lamp data” link below."
    twice = once.replace(" below.", " below, or with the do not sell or share my lamp data button.")
    assert swapped(once, twice) == EditClass.WORDING
    assert swapped(twice, once) == EditClass.WORDING
    more = once.replace(" below.", " below, or with the do not sell or share my lamp data and health button.")
    assert swapped(once, more) == EditClass.SUBSTANCE


def test_a_sentence_that_only_points_elsewhere_is_wording() -> None:
    """It discloses nothing."""
    assert (
        added(Block("paragraph", "To read our request statistics, please visit the statistics page."))
        == EditClass.WORDING
    )


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        (
            "Write to Lamp Ltd, 12 Heron Street, 4021 AB Ferndale.",
            "Write to Lamp Ltd, 7 Otter Lane, 4188 CD Ferndale.",
            "en",
        ),
        (
            "Siège social : 216 rue Winoc, 59700 Valmont.",
            "Siège social : 36, avenue Alfred, 59700 Valmont.",
            "fr",
        ),
        ("Please contact us at a@lamp.example.org.", "Please use our online contact form.", "en"),
        ("For users in Ferndele we keep orders.", "For users in Ferndale we keep orders.", "en"),
        (
            "Write to our officer by e-mail: o@lamp.example.org.",
            "Write to our officer by web form: https://lamp.example.org/f.",
            "en",
        ),
        (
            "See how we use data in our guide.",
            "See how we and our partners use and share data in our guide.",
            "en",
        ),
        ("In Lamp Chat others see your name.", "In Lamp Team Chat others see your name.", "en"),
        (
            "We rely on standard clauses, as the law asks.",
            "We rely on standard clauses (SCCs), as the law asks.",
            "en",
        ),
        (
            "You may add Lamp IQ for Sales to your calls.",
            "You may add Lamp Revenue Maker to your calls.",
            "en",
        ),
        ("In 2024, many users asked for their data.", "In 2025, many users asked for their data.", "en"),
        ("Learn more about how lamps use data.", "Find out more about how lamps use data.", "en"),
        (
            "To close your account tap Settings, select Manage and click Send.",
            "To close your account tap Profile, select Account deletion and click Send.",
            "en",
        ),
    ],
)
def test_an_office_that_moved_or_another_way_to_write_is_no_substance(
    old: str, new: str, language: str
) -> None:
    """The same company is still responsible."""
    assert (swapped(old, new, language) or 0) <= EditClass.WORDING


def test_a_term_beside_an_address_is_substance() -> None:
    """Figures of weight are never taken for house numbers."""
    old = "Lamp Ltd, 12 Heron Street, 4021 AB Ferndale, keeps orders for 6 months."
    assert swapped(old, old.replace("6 months", "18 months")) == EditClass.SUBSTANCE


def test_words_that_move_inside_a_sentence_are_wording() -> None:
    """A word that stands in both sentences is neither lost nor won."""
    old = "You can clear the letters of a chat, however many of them are still kept by the other party."
    new = "You can clear the letters of a chat, regardless of how many letters are kept by the other party."
    assert swapped(old, new) == EditClass.WORDING


def test_a_count_of_answered_requests_is_furniture() -> None:
    """A label and its figure, as states ask for each year."""
    assert (
        swapped("Requests for access received: 31", "Requests for access received: 44") == EditClass.FURNITURE
    )
    assert swapped("Average response time: 3 days", "Average response time: 2.5 days") == EditClass.FURNITURE
    assert swapped("Minimum age: 13", "Minimum age: 16") == EditClass.SUBSTANCE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Number of requests received", "en"),
        ("2024 Data Deletion Requests", "en"),
        ("Anzahl der Anfragen", "de"),
        ("Nombre de demandes reçues", "fr"),
    ],
)
def test_the_label_of_a_count_is_furniture(text: str, language: str) -> None:
    """The figure stands below it."""
    assert added(Block("paragraph", text), language=language) == EditClass.FURNITURE


def test_a_list_below_a_search_field_is_a_menu() -> None:
    """Its colon announces no list, so that entries about data are no disclosures."""
    entries = ("Lamps", "Image Gallery", "Chairs", "Job Search", "Desks", "Financial Reports", "Rugs")
    above = (Block("paragraph", "Search:"), *(Block("item", text, 1) for text in entries))
    gap = Block("paragraph", "Revised in spring")
    assert highest(document(*above, gap, *PROSE), document(above[0], gap, *PROSE)) == EditClass.FURNITURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Shop Story Marketing Partners Press Important Notice",
            "Shop Story Marketing Partners Home » Story » Press Kit Important Notice",
        ),
        (
            "Lamp Blog My Lamp Account Press TERMS OF USE PRIVACY SITE MAP",
            "Lamp Blog Social Networks Press TERMS OF USE PRIVACY &. SECURITY SITE MAP",
        ),
    ],
)
def test_menus_that_run_together_are_wording_when_entries_change(old: str, new: str) -> None:
    """Titles and no grammar, with no stop: a recorder glued them to the prose."""
    assert swapped(old, new) == EditClass.WORDING


def test_a_row_of_titles_is_no_menu() -> None:
    """A table answers each kind of data with a word."""
    cells = ("Professional Employment Related Information Records", "No")
    rows = [Block("row", " | ".join(row), cells=row) for row in (cells, (cells[0], "Yes"))]
    found = highest(document(*PROSE[:2], rows[0], *PROSE[2:]), document(*PROSE[:2], rows[1], *PROSE[2:]))
    assert found == EditClass.SUBSTANCE


def test_entries_without_spaces_between_them_are_a_menu() -> None:
    """Even where an abbreviation cuts the line in two."""
    text = "Select a ProductChairsDesksLampsRugs/Rec. VehicleBusiness InsuranceGet a quote"
    assert added(Block("paragraph", text)) == EditClass.WORDING


@pytest.mark.parametrize(
    "text",
    [
        "If you live in Ferndale, our Ferndale Privacy Notice is available here.",
        "We are updating our Privacy Policy.",
        "We are in the process of updating our Terms and our Privacy Policy.",
        "Email: officer@lamp.example.org",
        "lamp.jobs: https://stop.lamp.jobs/off.html",
        "Photo Gallery Company Information Media Contacts",
        "The chart below lists the number of access and deletion requests that we received.",
        "Our guide to lamps forms an integral part of our Terms of Service.",
        "We recommend a password that you use for your lamp account alone.",
        "OUR SYSTEM AGAINST FRAUD AND OTHER CRIMES ONLINE",
        "Your visit to our lamp shows is governed by the rules of the show.",
    ],
)
def test_a_sentence_that_points_elsewhere_is_wording(text: str) -> None:
    """It discloses nothing itself."""
    assert added(Block("paragraph", text)) == EditClass.WORDING


def test_a_pointer_to_news_is_substance() -> None:
    """A link to a statement on artificial intelligence may be all that says so."""
    text = "Our statement on generative AI and personal data is available here."
    assert added(Block("paragraph", text)) == EditClass.SUBSTANCE


def test_text_far_above_the_policy_is_furniture() -> None:
    """What a shop says around its policy, however long, unless it tells of data."""
    above = [Block("paragraph", f"We make lamp number {number} by hand.") for number in range(9)]
    greeting = "We help customers to light their homes with the best lamps and to protect them from the dark."
    told = "We collect your voice and share it with advertisers who listen."
    before = document(*above, *PROSE)
    assert highest(before, document(Block("paragraph", greeting), *above, *PROSE)) == EditClass.FURNITURE
    assert highest(before, document(Block("paragraph", told), *above, *PROSE)) == EditClass.SUBSTANCE


def test_a_term_in_words_is_substance() -> None:
    """As one in figures is."""
    old = "We keep orders for two years and then delete them."
    assert swapped(old, old.replace("two", "nine")) == EditClass.SUBSTANCE


def test_a_moved_section_hides_no_change_in_it() -> None:
    """What moved is named once as moved, what changed in it has its own class."""
    kept = (
        Block("heading", "Keeping", 1),
        Block("paragraph", "We keep receipts for 2 years, and then we delete them from all of our systems."),
        Block("paragraph", "We keep letters until you ask us to delete them, and do so within a month."),
    )
    changed = Block("paragraph", kept[1].text.replace("2 years", "9 years"))
    found = compare(document(*kept, *PROSE), document(*PROSE, kept[0], changed, kept[2]))
    assert found.edit_class == EditClass.SUBSTANCE
    assert sorted((edit.kind, edit.edit_class.name) for edit in found.edits) == [
        ("move", "ORDER"), ("move", "ORDER"), ("replace", "SUBSTANCE"),
    ]  # fmt: skip


def test_a_list_below_a_heading_of_data_is_the_policys_wherever_it_stands() -> None:
    """Also far below the last long sentence, with no lead-in."""
    path = ("Lamp policy", "Data we collect from shops")
    below = [Block("paragraph", f"Shop number {number} is open.", path=path) for number in range(8)]
    heading = Block("heading", path[-1], 2, path=path[:1])
    old = document(*PROSE, heading, *below)
    new = document(*PROSE, heading, *below, Block("item", "your heart rate", 1, path=path))
    assert highest(old, new) == EditClass.SUBSTANCE
