"""Takes recorded versions into an archive, without the rooms between."""

from collections.abc import Iterable

from tests.archive import made
from tracker.archive.archive import Archive
from tracker.archive.importers.recorded import RecordedVersion
from tracker.archive.layout import snapshot_id
from tracker.archive.observation import Check, NewSnapshot, Observation
from tracker.extract.markdown import from_markdown
from tracker.fetch.capture import Capture, Exchange, Page
from tracker.watchlist.policy import Policy, Source


def replay(archive: Archive, versions: Iterable[RecordedVersion]) -> int:
    """The number of versions that were stored."""
    stored = 0
    for version in versions:
        service, _, slug = version.policy.partition("/")
        policy = Policy(version.service, service, slug, version.title, Source((version.url,)))
        answer = Exchange(
            version.url, (), 200, "OK", (("Content-Type", version.content_type),),
            version.body, version.body, version.recorded_at, 0.0,
        )  # fmt: skip
        name = snapshot_id(version.policy, version.recorded_at)
        document = from_markdown(version.body.decode())
        capture = Capture((Page(version.url, (answer,)),), version.recorded_at, "import")
        archive.record(
            Observation(
                Check(version.policy, version.recorded_at, "changed", snapshot=name),
                new=NewSnapshot(name, document, capture, version.origin, policy, version.note),
            )
        )
        stored += 1
    return stored


def texts(archive: Archive) -> list[tuple[str, object, str]]:
    """Every version with its time and text."""
    return [
        (holding.key, snapshot.observed_at.replace(microsecond=0), archive.text(snapshot))
        for holding in archive.policies()
        for snapshot in archive.snapshots(holding.key)
    ]


def fill(archive: Archive) -> None:
    """Three versions of one policy, one of another."""
    old = archive.record(made.first(made.at(0), "We keep mail."))
    assert old is not None
    new = archive.record(made.changed(made.at(6), old, "=HYPERLINK(0) We keep your voice & <b>face</b>."))
    assert new is not None
    archive.record(made.changed(made.at(7), new, "We keep mail.", change_id="1123456789abcdef"))
    archive.record(made.first(made.at(3), "Cookies: we set three.", key="other-co/cookies"))
