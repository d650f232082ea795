"""The due table hands each policy to one checker at a time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.due import Due
from tracker.watchlist.policy import Policy, Source


def policy(slug: str, host: str = "lumen.example", every: float = 6) -> Policy:
    return Policy(
        "Lumen Mail", "lumen-mail", slug, slug, Source((f"https://{host}/{slug}",)), timedelta(hours=every)
    )


def test_what_is_due_is_claimed_once(tmp_path: Path) -> None:
    """A claimed policy is nobody else's until it is done, given back, or its lease ends."""
    with Archive.open(tmp_path) as archive:
        due = Due(archive)
        due.plan([policy("one"), policy("two")], made.at(0))
        assert due.claim(made.at(0), 10, 60) == ("lumen-mail/one", "lumen-mail/two")
        assert due.claim(made.at(0), 10, 60) == ()
        due.done("lumen-mail/one", made.at(6))
        due.release(["lumen-mail/two"], made.at(0))
        assert due.claim(made.at(0), 10, 60) == ("lumen-mail/two",)
        assert due.claim(made.at(0.5), 10, 60) == ("lumen-mail/two",), "the lease has ended"
        assert due.next_at("lumen-mail/one") == made.at(6)


def test_busy_hosts_and_paused_policies_are_left_alone(tmp_path: Path) -> None:
    """Politeness and pauses are kept by the table itself."""
    with Archive.open(tmp_path) as archive:
        due = Due(archive)
        due.plan(
            [policy("one"), policy("two", "other.example"), replace(policy("three"), paused=True)], made.at(0)
        )
        assert due.claim(made.at(0), 10, 60, {"lumen.example"}) == ("lumen-mail/two",)
        assert due.claim(made.at(0), 10, 60) == ("lumen-mail/one",)
        assert due.count() == (3, 1)


def test_the_table_follows_the_watchlist(tmp_path: Path) -> None:
    """A restart keeps times; a shorter interval takes effect at once; what is gone is dropped."""
    with Archive.open(tmp_path) as archive:
        due = Due(archive)
        due.plan([policy("one"), policy("two")], made.at(0))
        due.done("lumen-mail/one", made.at(6))
        due.plan([policy("one")], made.at(1))
        assert due.next_at("lumen-mail/one") == made.at(6)
        assert due.next_at("lumen-mail/two") is None
        due.plan([policy("one", every=1)], made.at(2))
        assert due.next_at("lumen-mail/one") == made.at(2)


def test_a_late_policy_is_overdue(tmp_path: Path) -> None:
    """Late by more than the policy's own interval, no sooner."""
    with Archive.open(tmp_path) as archive:
        due = Due(archive)
        due.plan([policy("one")], made.at(0))
        assert due.overdue(made.at(5)) == ()
        assert due.overdue(made.at(6)) == ("lumen-mail/one",)
