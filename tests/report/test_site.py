"""The folder of reports."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from jsonschema import Draft202012Validator

import tracker.report
from tests.report.hostile import hostile
from tests.report.sample import IN_FORCE, policy_subject, subject
from tracker.report.change_view import change_view
from tracker.report.digest import digest_parts, digest_view
from tracker.report.json_form import render_change
from tracker.report.overview import overview
from tracker.report.policy_subject import PolicySubject
from tracker.report.policy_view import policy_view
from tracker.report.site import write_change, write_overview, write_policy

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = Path(tracker.report.__file__).parent / "schema" / "change-1.json"


def _write(folder: Path) -> None:
    write_change(folder, subject("in-force"))
    write_policy(folder, policy_subject())
    write_overview(folder)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _other(name: str) -> PolicySubject:
    made = policy_subject()
    return replace(made, policy=replace(made.policy, service=name.title(), service_slug=name), changes=())


def test_the_same_input_gives_the_same_site(tmp_path: Path) -> None:
    """Byte for byte, in every file."""
    _write(tmp_path / "one")
    _write(tmp_path / "two")

    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_addresses_are_stable(tmp_path: Path) -> None:
    """A report lies where its version's time says, with its other forms beside it."""
    _write(tmp_path)

    assert sorted(_bytes(tmp_path)) == [
        "categories/biometric.xml",
        "categories/education.xml",
        "categories/employment.xml",
        "feed.xml",
        "index.html",
        "plaza/feed.xml",
        "plaza/privacy/20260316T080009Z.html",
        "plaza/privacy/20260316T080009Z.json",
        "plaza/privacy/20260316T080009Z.md",
        "plaza/privacy/feed.xml",
        "plaza/privacy/index.html",
        "plaza/privacy/index.json",
    ]


def test_a_check_that_changes_one_policy_leaves_the_others_alone(tmp_path: Path) -> None:
    """Only its own pages and those that span policies are written again."""
    _write(tmp_path)
    write_policy(tmp_path, _other("larkspur"))
    write_overview(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    later = replace(policy_subject(), checks=182)
    write_policy(tmp_path, later)
    write_overview(tmp_path)

    touched = {str(p.relative_to(tmp_path)) for p, was in before.items() if p.stat().st_mtime_ns != was}
    assert touched == {"plaza/privacy/index.html"}


def test_the_overview_is_built_from_what_the_policies_wrote(tmp_path: Path) -> None:
    """It needs no archive: the summaries beside the pages say enough."""
    _write(tmp_path)
    write_policy(tmp_path, _other("larkspur"))
    whole = overview(tmp_path)

    assert [line.service for line in whole.lines] == ["Larkspur", "Plaza"]
    assert whole.lines[1].new == ("biometric", "education", "employment")
    assert whole.stories[0][1]["headline"].startswith("From 15 April 2026")


def test_every_feed_names_the_change_once(tmp_path: Path) -> None:
    """Feeds of the site, the policy and the category hold the same entry, with links that lead to it."""
    _write(tmp_path)
    ids = set()
    for name in ("feed.xml", "plaza/privacy/feed.xml", "categories/biometric.xml"):
        root = ElementTree.fromstring((tmp_path / name).read_text("utf-8"))
        entry = root.findall(f"{ATOM}entry")[0]
        ids.add(entry.findtext(f"{ATOM}id"))
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert ((tmp_path / name).parent / link.attrib["href"]).resolve().is_file()

    assert ids == {"tag:privacy-policy-tracker,2026:change/5b7d0c5a1f2e9a34"}


def test_a_category_shows_since_when_it_is_named() -> None:
    """What the first version named is told apart from what came later."""
    lines = {line.id: line for line in policy_view(policy_subject()).categories}

    assert not lines["biometric"].from_start
    assert lines["biometric"].since == "16 March 2026"
    assert lines["name"].from_start
    assert lines["name"].bars == ((0.0, 1000.0),)


def test_a_category_that_is_gone_stays_listed_with_its_end() -> None:
    """The page says until when it was named."""
    made = policy_subject()
    before, after = made.categories
    view = policy_view(replace(made, categories=(before, replace(after, named=after.named[1:]))))

    assert [(line.id, line.until) for line in view.categories if not line.today] == [
        ("name", "16 March 2026")
    ]
    assert view.categories[-1].id == "name"


def test_a_category_that_went_and_came_back_is_named_again() -> None:
    """It is not taken for one that the first version lacked."""
    made = policy_subject()
    before, after = made.categories
    third = replace(made.snapshots[1], id="plaza/privacy@20260415T080003Z", observed_at=IN_FORCE)
    again = replace(
        made,
        snapshots=(*made.snapshots, third),
        categories=(before, replace(after, named=after.named[1:]), replace(before, snapshot=third.id)),
    )
    line = next(line for line in policy_view(again).categories if line.id == "name")

    assert (line.since, line.from_start, line.always) == ("15 April 2026", True, False)
    assert len(line.bars) == 2


def test_the_json_form_keeps_its_published_schema() -> None:
    """Also for hostile text and at every stage."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    subjects = [subject(stage) for stage in ("sighted", "confirmed", "withdrawn", "in-force")]

    for made in (*subjects, hostile()):
        errors = list(validator.iter_errors(json.loads(render_change(change_view(made)))))
        assert errors == []


def test_a_digest_tells_what_happened_in_its_period(tmp_path: Path) -> None:
    """A change counts where it last reached a stage, up to but without the end."""
    _write(tmp_path)
    whole = overview(tmp_path)
    week = digest_view(whole, datetime(2026, 4, 13, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC))
    quiet = digest_view(whole, IN_FORCE + timedelta(days=1), IN_FORCE + timedelta(days=8))
    mail = digest_parts(week, "https://reports.example/")

    assert mail.subject == "New kinds of data: Plaza (13 April 2026 – 19 April 2026)"
    assert "https://reports.example/plaza/privacy/20260316T080009Z.html" in mail.text
    assert week.name == "2026-04-13_2026-04-19"
    assert quiet.groups == ()
    assert quiet.headline == "No change in the policies watched"


def test_a_large_change_stays_a_small_page() -> None:
    """Even where every sentence of a policy of 45 kB is new, its report stays under 300 kB."""
    old = "# Privacy Policy\n" + "\n".join(f"Old line {n} says what we once did." for n in range(600))
    new = "# Privacy Policy\n" + "\n".join(
        f"Sentence {n} of this policy says what we do with data of kind {n}, and why." for n in range(620)
    )
    from tracker.report.html import render_change as render_html  # noqa: PLC0415 - only here

    assert len(new) > 45_000
    assert len(render_html(change_view(subject(old=old, new=new))).encode()) < 300_000
