"""Promises about a check, from the page to the archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.site import CHANGED, SECTIONS, Site, page, policy
from tracker.archive.archive import Archive
from tracker.archive.errors import ArchiveError
from tracker.archive.verify import verify
from tracker.pipeline import Outcome, Pipeline

KEY = "harbour/privacy"


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def pipeline(site: Site, tmp_path: Path) -> Iterator[Pipeline]:
    with Archive.open(tmp_path / "snapshots") as archive:
        yield Pipeline(archive, site, site.clock)


def check(pipeline: Pipeline, site: Site, **wait: float) -> Outcome:
    """Check once, after some time."""
    site.pass_by(**wait)
    return pipeline.check(policy())


def test_the_first_text_is_stored_and_stands(pipeline: Pipeline, site: Site) -> None:
    """The first readable page becomes the first version."""
    outcome = check(pipeline, site)
    assert "first" == outcome.check.outcome
    assert 1 == len(pipeline.archive.snapshots(KEY))


def test_every_check_is_recorded_also_when_nothing_changed(pipeline: Pipeline, site: Site) -> None:
    """Absence of change can be shown."""
    for _ in range(3):
        check(pipeline, site, hours=6)
    assert ["unchanged", "unchanged", "first"] == [c.outcome for c in pipeline.archive.checks(KEY)]
    assert 1 == len(pipeline.archive.snapshots(KEY))


def test_a_change_is_sighted_then_confirmed_by_the_second_look(pipeline: Pipeline, site: Site) -> None:
    """A new category is found at once, and confirmed half an hour later."""
    check(pipeline, site)
    site.html = page(CHANGED)
    sighted = check(pipeline, site, hours=6)
    assert "sighted" == sighted.change.verdict.stage
    assert ["biometric"] == [f.subject for f in sighted.change.findings if f.kind == "category-new"]
    assert sighted.recheck_at is not None
    confirmed = check(pipeline, site, minutes=30)
    assert ["confirmed"] == [change.verdict.stage for change in confirmed.advanced]
    stages = [event.stage for event in pipeline.archive.change(sighted.change.id).events]
    assert ["sighted", "confirmed"] == stages


def test_a_page_that_goes_back_is_withdrawn(pipeline: Pipeline, site: Site) -> None:
    """A roll-back is no change of its own."""
    check(pipeline, site)
    site.html = page(CHANGED)
    check(pipeline, site, hours=6)
    site.html = page(SECTIONS)
    outcome = check(pipeline, site, minutes=30)
    assert "withdrawn" == outcome.change.verdict.stage
    assert pipeline.archive.snapshots(KEY)[0] == pipeline.archive.state(KEY).snapshots[0]


def test_other_page_furniture_makes_no_version(pipeline: Pipeline, site: Site) -> None:
    """The same policy below another menu is the same text."""
    check(pipeline, site)
    site.html = page(SECTIONS, "<nav><a href='/'>Start</a><a href='/news'>News of today</a></nav>")
    assert "unchanged" == check(pipeline, site, hours=6).check.outcome


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"failure": "unreachable"}, "unreachable"),
        ({"status": 404}, "gone"),
        ({"status": 503}, "http-error"),
        ({"html": page("<h1>Harbour</h1><p>Nothing to see.</p>")}, "stub"),
    ],
)
def test_what_is_not_the_policy_opens_an_incident_and_no_version(
    pipeline: Pipeline, site: Site, trouble: dict, reason: str
) -> None:
    """A page that cannot be read leaves the versions as they are."""
    check(pipeline, site)
    for name, value in trouble.items():
        setattr(site, name, value)
    outcome = check(pipeline, site, hours=6)
    assert ("unreadable", reason) == (outcome.check.outcome, outcome.check.reason)
    assert 1 == len(pipeline.archive.snapshots(KEY))
    assert reason == pipeline.archive.state(KEY).incident.reason


def test_an_incident_ends_when_the_policy_is_read_again(pipeline: Pipeline, site: Site) -> None:
    """From the first failed check to the recovery."""
    check(pipeline, site)
    site.failure = "unreachable"
    check(pipeline, site, hours=6)
    check(pipeline, site, hours=6)
    site.failure = ""
    check(pipeline, site, hours=6)
    (incident,) = pipeline.archive.incidents(KEY)
    assert 2 == incident.checks
    assert site.now == incident.closed_at


def test_a_change_during_an_incident_is_found_after_it(pipeline: Pipeline, site: Site) -> None:
    """What changed while we could not read is compared with what we last read."""
    check(pipeline, site)
    site.failure = "unreachable"
    check(pipeline, site, hours=6)
    site.failure, site.html = "", page(CHANGED)
    outcome = check(pipeline, site, hours=6)
    assert ["biometric"] == [f.subject for f in outcome.change.findings if f.kind == "category-new"]


def test_the_servers_validators_are_replayed_and_a_304_is_a_check(pipeline: Pipeline, site: Site) -> None:
    """Validators come from the server alone, and only after its page was processed."""
    check(pipeline, site)
    site.not_modified = True
    outcome = check(pipeline, site, hours=6)
    assert () == site.asked_with[0]
    assert site.asked_with[1][0].etag.startswith('"')
    assert "not-modified" == outcome.check.outcome


def test_a_page_is_fetched_in_full_at_least_weekly(pipeline: Pipeline, site: Site) -> None:
    """A server that says 304 for ever is not believed for ever."""
    check(pipeline, site)
    site.not_modified = True
    for _ in range(8):
        check(pipeline, site, days=1)
    assert [True, *[False] * 6, True, False] == site.asked_full


def test_new_selectors_are_no_change_of_the_policy(pipeline: Pipeline, site: Site) -> None:
    """The last capture is read again under the new selectors before it is compared."""
    check(pipeline, site)
    site.pass_by(hours=6)
    outcome = pipeline.check(policy(remove=("h1",)))
    assert "cosmetic" == outcome.change.verdict.materiality
    assert () == outcome.change.findings
    assert () == outcome.change.comparison.edits


def test_new_selectors_do_not_hide_a_change_of_the_policy(pipeline: Pipeline, site: Site) -> None:
    """What changed in the same step still surfaces."""
    check(pipeline, site)
    site.html = page(CHANGED)
    site.pass_by(hours=6)
    outcome = pipeline.check(policy(remove=("h1",)))
    assert ["biometric"] == [f.subject for f in outcome.change.findings if f.kind == "category-new"]


def test_the_same_checks_give_the_same_archive(site: Site, tmp_path: Path) -> None:
    """Byte for byte, whenever it runs."""
    stored = []
    for name in ("one", "other"):
        here = Site()
        with Archive.open(tmp_path / name) as archive:
            pipeline = Pipeline(archive, here, here.clock)
            pipeline.check(policy())
            here.html = page(CHANGED)
            here.pass_by(hours=6)
            pipeline.check(policy())
        files = sorted((tmp_path / name / KEY).iterdir())
        stored.append({path.name: path.read_bytes() for path in files})
    assert stored[0] == stored[1]
    assert 2 == sum(name.endswith(".warc.gz") for name in stored[0])


def test_a_change_within_the_second_of_the_last_version_is_stored(pipeline: Pipeline, site: Site) -> None:
    """Its name takes the next free second, its record the true moment."""
    first = check(pipeline, site)
    site.html = page(CHANGED)
    outcome = check(pipeline, site, milliseconds=300)
    assert "changed" == outcome.check.outcome
    one, other = pipeline.archive.snapshots(KEY)
    assert one.id < other.id
    assert (first.check.at, site.now) == (one.observed_at, other.observed_at)
    assert [] == list(verify(pipeline.archive))


def test_a_version_from_before_the_last_one_is_refused(pipeline: Pipeline, site: Site) -> None:
    """A clock that went back does not put a text behind one that was seen later."""
    check(pipeline, site)
    site.html = page(CHANGED)
    with pytest.raises(ArchiveError):
        check(pipeline, site, hours=-1)
    assert 1 == len(pipeline.archive.snapshots(KEY))


TERMS = (
    "<dl><dt>Cookie</dt><dd>A small file that we store on your device.</dd><dt>Beacon</dt><dd>{}</dd></dl>"
)


def test_definitions_are_kept_and_compared(pipeline: Pipeline, site: Site) -> None:
    """A term and what it means go through the archive as they are, and a new meaning is a change."""
    site.html = page(SECTIONS + TERMS.format("A picture of one point that counts visits."))
    check(pipeline, site)
    site.html = page(SECTIONS + TERMS.format("A picture with which we collect your fingerprints."))
    outcome = check(pipeline, site, hours=6)
    state = pipeline.archive.state(outcome.policy.key)
    kinds = [b.kind for b in pipeline.archive.document(state.latest) if b.kind in ("term", "definition")]
    assert ["term", "definition"] * 2 == kinds
    assert "\n\nBeacon\n: A picture with which" in pipeline.archive.text(state.latest)
    told = [each.text for edit in outcome.change.comparison.edits for each in edit.new]
    assert ["A picture with which we collect your fingerprints."] == told
    assert ["biometric"] == [f.subject for f in outcome.change.findings if f.kind == "category-new"]
    assert [] == list(verify(pipeline.archive))
