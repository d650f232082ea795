"""What was computed of a short text is at hand when the text comes again."""

from tracker.recent import MAX_CHARACTERS, recent, recent_object


def test_a_short_text_is_computed_once_and_a_long_one_each_time() -> None:
    """The answer is the same; no page fills the memory with its texts."""
    asked: list[tuple[int, str]] = []

    @recent
    def size(text: str, language: str = "en") -> int:
        asked.append((len(text), language))
        return len(text)

    long = "x" * (MAX_CHARACTERS + 1)
    assert [size(text) for text in ("ab", "ab", long, long)] == [2, 2, len(long), len(long)]
    assert size("ab", "de") == 2
    assert asked == [(2, "en"), (len(long), "en"), (len(long), "en"), (2, "de")]


def test_a_large_value_is_known_by_its_identity() -> None:
    """An equal one is another one; of many only the last stay."""
    asked: list[tuple[str, ...]] = []

    @recent_object(2)
    def size(value: tuple[str, ...]) -> int:
        asked.append(value)
        return len(value)

    one, two, three = (tuple(letters) for letters in ("ab", "ab", "ab"))
    assert [size(value) for value in (one, one, two, two, one, three, one)] == [2] * 7
    assert len(asked) == 4, "three for the first time, the first once more"
