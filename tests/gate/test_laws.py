"""The gate and the scans before it hold for whatever a page sends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gate.texts import AT, SOURCE, capture, policy
from tracker.extract.document import Block, Document
from tracker.fetch.fingerprint import fingerprint
from tracker.fetch.markup import visible_words, wrapped_page
from tracker.fetch.recorded import recorded_capture
from tracker.gate.admit import admit
from tracker.gate.history import History
from tracker.gate.likeness import liken
from tracker.gate.reading import Unreadable
from tracker.gate.status import unreadable_from

LINES = st.text(min_size=1, max_size=60).filter(str.strip)
KINDS = st.sampled_from(["heading", "paragraph", "item", "row"])
BLOCKS = st.builds(Block, KINDS, LINES, st.integers(0, 6))
DOCUMENTS = st.builds(
    Document, st.lists(BLOCKS, max_size=12).map(tuple), language=st.sampled_from([None, "en", "fr", "xx"])
)
MARKUP = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [
                b"<script>",
                b"</script>",
                b"<!--",
                b"-->",
                b"<iframe src=",
                b"<meta http-equiv=refresh content=",
                b"'0;url=",
            ]
        ),
    ),
    max_size=30,
).map(b"".join)


@given(DOCUMENTS, st.one_of(st.none(), DOCUMENTS))
@settings(max_examples=80, deadline=None)
def test_every_text_is_admitted_or_refused_with_a_reason(document: Document, last: Document | None) -> None:
    """It decides on any text, and decides the same way twice."""
    history = History(last_good=last, language="en")
    reading = admit(document, capture(), SOURCE, history)
    assert reading == admit(document, capture(), SOURCE, history)
    assert reading == document or (isinstance(reading, Unreadable) and reading.detail)


@given(DOCUMENTS)
@settings(max_examples=50, deadline=None)
def test_the_last_version_is_always_admitted(document: Document) -> None:
    """It never refuses what it let pass before."""
    assert admit(document, capture(), SOURCE, History(last_good=document)) == document


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=50, deadline=None)
def test_likeness_is_a_share_and_turns_with_its_sides(one: Document, other: Document) -> None:
    """It measures shares, and what is kept one way is known the other way."""
    there, back = liken(one, other), liken(other, one)
    assert 0 <= there.kept <= 1
    assert 0 <= there.known <= 1
    assert (there.kept, there.known) == (back.known, back.kept)


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_scanned(body: bytes) -> None:
    """It survives any markup."""
    made = recorded_capture("https://larkspur.example/privacy", body, AT, "text/html")
    assert visible_words(body) >= 0
    assert len(fingerprint(made)) == 64
    assert fingerprint(made) == fingerprint(made)
    target = wrapped_page(made.pages[0].answer)
    assert target is None or isinstance(target, str)
    refused = unreadable_from(made)
    assert refused is None or refused.detail


def test_the_policy_is_like_itself() -> None:
    """It finds all of a text in itself."""
    like = liken(policy(), policy())
    assert (like.kept, like.known, like.lost, like.added) == (1.0, 1.0, (), ())
