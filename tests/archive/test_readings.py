"""What was found in a version is kept for the next page about its policy."""

from pathlib import Path

from tests.archive.made import KEY, at, changed, first
from tracker import gather
from tracker.archive.archive import Archive
from tracker.archive.readings import Readings


def test_what_is_kept_comes_back_under_the_same_rules_only(tmp_path: Path) -> None:
    """When rules change, nothing found under the old ones is passed off as found."""
    with Archive.open(tmp_path) as archive:
        snapshot = archive.record(first(at(0), "We collect your name."))
        assert snapshot is not None
        Readings(archive, "a").keep({snapshot.id: [["name", "We collect your name.", "your name"]]})
        assert Readings(archive, "a").of(KEY) == {
            snapshot.id: [["name", "We collect your name.", "your name"]]
        }
        assert Readings(archive, "b").of(KEY) == {}
        Readings(archive, "b").keep({snapshot.id: []})
        assert Readings(archive, "a").of(KEY) == {}


def test_a_version_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    """A page that was begun before a clean-up fails nothing."""
    with Archive.open(tmp_path) as archive:
        archive.record(first(at(0), "We collect your name."))
        Readings(archive, "a").keep({f"{KEY}@20000101T000000Z": []})
        assert Readings(archive, "a").of(KEY) == {}


def test_each_version_is_read_once_for_the_pages_about_its_policy(tmp_path: Path) -> None:
    """The page of a policy with many versions costs the reading of the newest."""
    with Archive.open(tmp_path) as archive:
        before = archive.record(first(at(0), "We collect your name."))
        assert before is not None
        [old] = gather.categories_of(archive, KEY)
        assert ["name"] == [named.category for named in old.named]
        archive.record(changed(at(6), before, "We collect your name.", "We collect your fingerprints."))
        opened = _texts_read(archive)
        both = gather.categories_of(archive, KEY)
        assert [{"name"}, {"name", "biometric"}] == [{named.category for named in one.named} for one in both]
        assert gather.categories_of(archive, KEY) == both
        assert 1 == len(opened)


def _texts_read(archive: Archive) -> list[str]:
    opened: list[str] = []
    original = archive.document

    def counted(snapshot):  # type: ignore[no-untyped-def]
        opened.append(snapshot.id)
        return original(snapshot)

    archive.document = counted  # type: ignore[method-assign]
    return opened
