"""Every decision can be told in words."""

from pathlib import Path

from tracker.disclose.explain import REASONS, explain, reason

SOURCE = Path(__file__).parents[2] / "tracker" / "disclose" / "states.py"


def test_a_mention_is_explained() -> None:
    """A denial says that it is one."""
    found = explain("We do not collect fingerprints.")
    assert [(one.mention.state, one.reason) for one in found if one.mention.category == "biometric"] == [
        ("denied", "the sentence denies that it is collected or kept")
    ]


def test_every_rule_has_its_words() -> None:
    """No rule name reaches a reader bare."""
    source = SOURCE.read_text(encoding="utf-8")
    named = {rule for rule in REASONS if f'"{rule}"' in source}
    assert {"cell-no", "negated", "statement", "lead-in", "enumeration", "no-statement"} <= named
    for rule in ("lead-in-rights", "section-changes", "section-choices", "lead-in-opt-out"):
        assert reason(rule) != rule
