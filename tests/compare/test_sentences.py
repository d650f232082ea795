"""How blocks are cut into sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.compare.sentences import sentences, split
from tracker.extract.document import Block, Document


def cut(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@given(st.text('aB.!?… 1)e.g.“”"z.B.。Ä–|', max_size=60))
@settings(max_examples=200, deadline=None)
def test_splitting_loses_no_character(text: str) -> None:
    """The sentences joined give the text apart from white space; none is empty."""
    text = " ".join(text.split())
    parts = cut(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part and part == part.strip() for part in parts)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "We store logs. You may object! Do you agree? Yes.", 4),
        ("en", "We share data with vendors, e.g. Mail Example Inc. and others.", 1),
        ("en", "The controller is Example Inc. The processor is Sample Ltd. You can write to Dr. Novak.", 3),
        ("en", "Under U.S. law you may write to No. 5 High St. We answer.", 2),
        ("en", "We keep it until Sept. 3 of the year. Then it goes.", 2),
        ("en", "1. We collect names. 2. We sell none.", 2),
        ("en", "(a) We collect names.", 1),
        ("en", "It costs 1.5 euros, see example.org. Nothing else.", 2),
        ("en", "He said “We keep nothing.” We checked.", 2),
        ("en", "We keep your data.We never sell it.", 2),
        ("de", "Wir erheben z.B. Ihre Adresse. Wir speichern sie bis zum 25. Mai.", 2),
        ("de", "Rechtsgrundlage ist Art. 6 Abs. 1 lit. f DSGVO. Sie können widersprechen.", 2),
        ("nl", "Wij delen uw gegevens m.b.t. Bestellingen bijv. met Post Voorbeeld B.V. en anderen.", 1),
        ("nl", "Wij bewaren gegevens. U kunt bezwaar maken.", 2),
        ("fr", "Nous collectons votre nom, cf. Art. 13 du texte. Vous pouvez vous opposer.", 2),
        ("fr", "Écrivez à M. Exemple. Il répondra.", 2),
        ("es", "Compartimos datos con Ejemplo S.A. y otros. Usted puede oponerse, p.ej. Por correo.", 2),
        ("it", "Il titolare è il Sig. Esempio. Raccogliamo dati ai sensi del D.Lgs. 196.", 2),
        ("ja", "情報を収集します。第三者と共有しません。", 2),
    ],
)
def test_abbreviations_end_no_sentence(language: str, text: str, count: int) -> None:
    """In six languages; a full-width stop needs no space."""
    assert len(cut(text, language)) == count


def test_headings_and_rows_are_never_cut() -> None:
    """They are shown as they stand."""
    blocks = (
        Block("heading", "1. Data. What we keep", 2),
        Block("row", "Name. Full | Yes. Always", cells=("", "")),
    )
    assert [s.text for s in sentences(Document(blocks))] == [block.text for block in blocks]


def test_an_item_with_several_sentences_is_cut() -> None:
    """Each sentence knows its block, its offset and its headings."""
    found = sentences(Document((Block("item", "We log. We delete.", 1, path=("Logs",)),)))
    assert [(s.text, s.block, s.start, s.path) for s in found] == [
        ("We log.", 0, 0, ("Logs",)),
        ("We delete.", 0, 8, ("Logs",)),
    ]
