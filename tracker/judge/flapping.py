"""A text that keeps coming and going is told from news."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from tracker.archive.snapshot import Snapshot
from tracker.compare.comparison import Comparison, EditClass, Sentence
from tracker.disclose.disclosure import Finding
from tracker.judge.likeness import folded

TURNS_AT_LEAST = 4  # in, out, in, out: the fourth turn of a sentence is no news; X's announcement took three
VERSIONS_AT_MOST = 40  # that are read for it, the latest ones

REASON = "only sentences that come and go on this page changed"


def recent(snapshots: Sequence[Snapshot]) -> Sequence[Snapshot]:
    """The versions in which turns are counted, oldest first."""
    return snapshots[-VERSIONS_AT_MOST:]


def only_flaps(comparison: Comparison, found: Iterable[Finding], versions: Sequence[Collection[str]]) -> bool:
    """Whether all that is of substance in a comparison has come and gone several times before.

    `versions` are the folded sentences of each version, oldest first, the newly seen one last.
    """
    weighty = [edit for edit in comparison.edits if edit.edit_class is EditClass.SUBSTANCE]
    if len(versions) <= TURNS_AT_LEAST:
        return False
    keys = {_key(sentence) for edit in weighty for sentence in (*edit.old, *edit.new)} - {""}
    told = {folded(finding.quote) for finding in found}
    return bool(keys) and told <= keys and all(turns(key, versions) >= TURNS_AT_LEAST for key in keys)


def turns(key: str, versions: Sequence[Collection[str]]) -> int:
    """How often a sentence came or went from one version to the next."""
    held = [key in version for version in versions]
    return sum(one != other for one, other in pairwise(held))


def _key(sentence: Sentence) -> str:
    return folded(sentence.text)
