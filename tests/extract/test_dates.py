"""Which dates a text states of itself, and which it does not."""

from collections.abc import Iterable

import pytest

from tracker.extract.dates import MAX_STATED, is_date_line, stated_dates, without_dates
from tracker.extract.document import Block


def read(*texts: str, language: str | None = "en") -> list[tuple[str, str]]:
    blocks = [Block("paragraph", text) for text in texts]
    return [(stated.role, stated.date) for stated in stated_dates(blocks, language)]


def roles(role: str, dates: Iterable[str]) -> list[tuple[str, str]]:
    return [(role, date) for date in dates]


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("Effective: September 29, 2023", "en", "2023-09-29"),
        ("Effective Date: 29 September 2023", "en", "2023-09-29"),
        ("EFFECTIVE AS OF SEPT. 29TH, 2023", "en", "2023-09-29"),
        ("This version will go into effect on September 22, 2023.", "en", "2023-09-22"),
        ("The new policy takes effect on 1st October 2024.", "en", "2024-10-01"),
        ("Our updated Privacy Policy is effective from 2024-05-01.", "en", "2024-05-01"),
        ("This Notice applies as of 05/25/2018.", "en", "2018-05-25"),
        ("These changes come into force on 1 March 2025.", "en", "2025-03-01"),
        ("Effective March 2024", "en", "2024-03"),
        ("Ingangsdatum: 25 mei 2018", "nl", "2018-05-25"),
        ("Deze privacyverklaring is van kracht vanaf 1 januari 2022.", "nl", "2022-01-01"),
        ("Dit beleid geldt met ingang van 01-03-2023.", "nl", "2023-03-01"),
        ("De wijzigingen treden in werking op 5 augustus 2024.", "nl", "2024-08-05"),
        ("Date d’entrée en vigueur : 1er juillet 2021", "fr", "2021-07-01"),
        ("La présente politique entrera en vigueur le 12 août 2025.", "fr", "2025-08-12"),
        ("En vigueur à compter du 03/04/2022", "fr", "2022-04-03"),
        ("Cette charte s’applique à compter du 2 février 2020.", "fr", "2020-02-02"),
        ("Gültig ab 25. Mai 2018", "de", "2018-05-25"),
        ("Diese Datenschutzerklärung tritt am 1. März 2024 in Kraft.", "de", "2024-03-01"),
        ("Datum des Inkrafttretens: 01.07.2023", "de", "2023-07-01"),
        ("Diese Fassung gilt ab dem 15. Dezember 2025.", "de", "2025-12-15"),
        ("Die neue Datenschutzerklärung wird zum 1. April 2026 wirksam.", "de", "2026-04-01"),
        ("Änderungen, die ab dem 1. April 2026 gelten", "de", "2026-04-01"),
        ("Fecha de entrada en vigor: 4 de mayo de 2023", "es", "2023-05-04"),
        ("Esta política entrará en vigor el 1 de enero de 2025.", "es", "2025-01-01"),
        ("Vigente desde el 10/11/2022", "es", "2022-11-10"),
        ("Data di entrata in vigore: 3 giugno 2022", "it", "2022-06-03"),
        ("La presente informativa è in vigore dal 1° ottobre 2023.", "it", "2023-10-01"),
        ("Le modifiche entreranno in vigore il 15/09/2024.", "it", "2024-09-15"),
    ],
)
def test_the_date_from_which_a_text_applies_is_read(text: str, language: str, date: str) -> None:
    """In six languages and the usual forms."""
    assert read(text, language=language) == [("effective", date)]


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("Last updated: 3/28/2019", "en", "2019-03-28"),
        ("Last modified on 17 June 2022", "en", "2022-06-17"),
        ("This Policy was last revised on November 6, 2020.", "en", "2020-11-06"),
        ("Revised May 2016", "en", "2016-05"),
        ("Version dated 2021.08.31", "en", "2021-08-31"),
        ("Laatst bijgewerkt op 9 oktober 2023", "nl", "2023-10-09"),
        ("Deze verklaring is voor het laatst gewijzigd op 12-05-2021.", "nl", "2021-05-12"),
        ("Dernière mise à jour : 14 décembre 2022", "fr", "2022-12-14"),
        ("Mise à jour du 05/08/2025", "fr", "2025-08-05"),
        ("Politique modifiée le 2 avril 2019", "fr", "2019-04-02"),
        ("Stand: Mai 2018", "de", "2018-05"),
        ("Stand dieser Datenschutzerklärung: 04.05.2023", "de", "2023-05-04"),
        ("Zuletzt aktualisiert am 30. November 2024", "de", "2024-11-30"),
        ("Última actualización: 7 de julio de 2020", "es", "2020-07-07"),
        ("Política actualizada el 07/08/2020", "es", "2020-08-07"),
        ("Ultimo aggiornamento: 18 maggio 2021", "it", "2021-05-18"),
        ("Informativa aggiornata al 01/02/2024", "it", "2024-02-01"),
    ],
)
def test_the_date_of_the_last_update_is_read(text: str, language: str, date: str) -> None:
    """It is no date from which the text applies."""
    assert read(text, language=language) == [("updated", date)]


@pytest.mark.parametrize(
    "text",
    [
        "Effective until September 29, 2023",
        "The California Consumer Privacy Act, effective January 1, 2020, gives you rights.",
        "Under Regulation (EU) 2016/679, applicable since 25 May 2018, you may object.",
        "We delete accounts that have been inactive since 1 January 2020.",
        "Our earlier policy of 4 May 2019 is archived.",
        "Copyright 2011-12-13 Lumen Example Ltd.",
        "You can reach us from 01.02.2023 on under a new number.",
        "Users who registered before March 3, 2019 can ask us for a copy.",
        "Call 555-12-2023 to reach us about the effective policy.",
    ],
)
def test_dates_of_other_things_are_not_stated_dates(text: str) -> None:
    """Laws, retention, former texts and ends are none of the policy's own dates."""
    assert read(text) == []


def test_a_bare_date_takes_the_role_of_the_label_above_it() -> None:
    """ "Effective date" may stand in a line or a heading of its own."""
    assert read("Effective date", "May 4, 2021") == [("effective", "2021-05-04")]
    block = Block("paragraph", "4 May 2021", path=("Last updated",))
    assert [(s.role, s.date) for s in stated_dates([block], "en")] == [("updated", "2021-05-04")]


def test_one_date_can_have_both_roles() -> None:
    """As in "Last updated and effective"."""
    assert read("Last updated and effective: June 5, 2024") == [
        ("effective", "2024-06-05"),
        ("updated", "2024-06-05"),
    ]


def test_two_dates_in_one_line_keep_their_roles() -> None:
    """Each date belongs to the label before it."""
    assert read("Effective Date: 1/1/2020 Last Revision: 2/23/2022") == [
        ("effective", "2020-01-01"),
        ("updated", "2022-02-23"),
    ]


def test_an_announced_and_a_current_date_are_both_read_in_order() -> None:
    """The judge decides which text each belongs to."""
    found = read("This policy will take effect on 2 June 2030.", "Effective: 1 May 2029")
    assert found == roles("effective", ["2030-06-02", "2029-05-01"])


def test_the_language_decides_the_order_of_day_and_month() -> None:
    """The month comes first in English, unless the text's other dates say otherwise."""
    assert read("Last updated: 04/05/2023") == [("updated", "2023-04-05")]
    assert read("Mise à jour : 04/05/2023", language="fr") == [("updated", "2023-05-04")]
    assert read("Last updated: 04/05/2023", "Orders of 23/06/2021 are closed.") == [("updated", "2023-05-04")]


def test_past_versions_in_an_archive_are_not_stated_dates() -> None:
    """A list of links below "Previous versions" dates other texts."""
    block = Block("item", "Effective May 1, 2019", 1, path=("Privacy", "Previous versions"))
    assert stated_dates([block], "en") == ()


def test_the_quote_holds_the_words_that_state_the_date() -> None:
    """A reader can check it."""
    blocks = [Block("paragraph", "We value you. Effective: 1 May 2029. We collect names.")]
    assert [stated.quote for stated in stated_dates(blocks, "en")] == ["Effective: 1 May 2029."]


def test_impossible_dates_are_not_read() -> None:
    """The 31st of February is no date."""
    assert read("Effective: February 31, 2023") == []


def test_a_flood_of_dates_is_bounded() -> None:
    """A hostile page costs a bounded number of dates."""
    flood = [f"Effective: {day} May {year}" for year in range(1996, 2090) for day in range(1, 28)]
    assert len(read(*flood)) <= MAX_STATED + 1


def test_date_lines_are_told_from_sentences_with_a_date() -> None:
    """Only a line that does nothing but date the policy may change unseen."""
    assert is_date_line("Last updated: 3 May 2024")
    assert is_date_line("3 May 2024")
    assert not is_date_line("We have kept recordings of all calls that you made to us since 3 May 2024.")
    assert without_dates("Last updated: 3 May 2024") == without_dates("Last updated: 12 June 2025")
