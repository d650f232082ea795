"""Measured says how often the rules were right on texts that people labelled."""

from tracker.report.messages import Messages
from tracker.report.vocabulary import LANGUAGE_NAMES

MEASURED_IN = "en"
CHANGES = 89
RIGHT_OF_100 = 91
FOUND_OF_100 = 96
"""Categories newly disclosed: `docs/disclosure.md`, "Changes of real policies"."""


def measured(policy_language: str, m: Messages) -> str:
    """The figures with their set for a policy in its language; that there are none, for another language."""
    if policy_language[:2] != MEASURED_IN:
        name = m.label(LANGUAGE_NAMES, policy_language[:2])
        return m("How often the rules are right was not measured for policies in {language}.", language=name)
    return m(
        "Measured on {changes} changes of real English policies that people labelled, and with which the "
        "rules were improved: of 100 kinds of data told as new, {right} were new; of 100 that were new, "
        "{found} were told.",
        changes=CHANGES,
        right=RIGHT_OF_100,
        found=FOUND_OF_100,
    )
