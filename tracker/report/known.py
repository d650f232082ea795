"""Known texts of other rooms are the reasons and notes that reports translate."""

import re

from tracker.report.messages import Messages

TOLD_ELSEWHERE = (
    "a data category is newly disclosed",
    "a data category is no longer disclosed",
    "a disclosed category is named in more detail",
    "data is used for a new purpose",
    "data goes to a new kind of recipient",
    "a practice was added",
    "a practice was dropped",
    "a practice changed",
    "only white space or markup changed",
    "only links or addresses changed",
    "only the date changed",
    "the same text in another order",
    "only text around the policy changed",
    "the wording changed, the meaning as far as the rules see did not",
    "sentences about data, purposes, recipients or rights changed",
    "the same text, read under other rules or selectors",
    "when used to identify uniquely",
    "national rules",
    "as health or biometric data; arguable",
    "consent of a child",
    "the text that was announced is now the only one",
    "only sentences that come and go on this page changed",
    "a rule of your own says how much this matters",
)

_COVERED = re.compile(r"the old text may have covered it with “(.*)”", re.DOTALL)


def doubt(reason: str, m: Messages) -> str:
    """What made the rules doubt, for a reader; "" for a reason that speaks for the finding."""
    if covered := _COVERED.fullmatch(reason):
        return m("the old text may have meant it with “{text}”", text=covered[1])
    if reason == "only one word names it, once":
        return m("only one word names it, once")
    return ""
