"""When a message that failed is tried again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.alert.conftest import NOW
from tracker.alert.retry import LONGEST_WISH, WAITS, next_attempt


def test_three_days_pass_before_a_message_is_given_up() -> None:
    """Long enough for a weekend without an administrator."""
    assert timedelta(days=2, hours=20) < sum(WAITS, timedelta()) <= timedelta(days=3)
    assert next_attempt("a", len(WAITS) + 1, NOW) is None


@given(st.text(max_size=30), st.integers(1, len(WAITS)), st.none() | st.floats(0, 1e12))
def test_the_next_attempt_is_always_ahead_and_within_reach(
    delivery: str, attempts: int, wish: float | None
) -> None:
    """Whatever the receiver wishes."""
    at = next_attempt(delivery, attempts, NOW, wish)

    assert at is not None
    assert NOW < at <= NOW + max(WAITS[attempts - 1] * 1.1, LONGEST_WISH)
    assert at == next_attempt(delivery, attempts, NOW, wish)


def test_a_wish_is_never_undercut() -> None:
    """Half an hour means half an hour, though a minute would be due."""
    at = next_attempt("a", 1, NOW, 1800)

    assert at == NOW + timedelta(minutes=30)


def test_what_failed_together_comes_back_spread() -> None:
    """A hundred messages do not arrive in the same second."""
    assert len({next_attempt(str(number), 4, NOW) for number in range(100)}) > 90
