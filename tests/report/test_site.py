"""The folder of reports."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from jsonschema import Draft202012Validator

from tests.report.hostile import hostile
from tests.report.sample import IN_FORCE, policy_subject, subject
from tracker.report.change_view import change_view
from tracker.report.digest import digest_parts, digest_view
from tracker.report.json_form import SCHEMAS, render_change
from tracker.report.matrix import by_service
from tracker.report.messages import messages
from tracker.report.overview import overview
from tracker.report.policy_line import PolicyLine
from tracker.report.policy_subject import PolicySubject
from tracker.report.policy_view import policy_view
from tracker.report.site import write_change, write_digest, write_overview, write_policy

ATOM = "{http://www.w3.org/2005/Atom}"


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
        "plaza/index.html",
        "plaza/privacy/20260316T080009Z.html",
        "plaza/privacy/20260316T080009Z.json",
        "plaza/privacy/20260316T080009Z.md",
        "plaza/privacy/feed.xml",
        "plaza/privacy/index.html",
        "plaza/privacy/index.json",
        "schema/change-1.json",
        "schema/policy-1.json",
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


def _dated(name: str) -> PolicySubject:
    """Another policy of the same service."""
    made = policy_subject()
    return replace(made, policy=replace(made.policy, slug=name, title=name.title()), changes=())


def test_a_service_has_a_page_with_all_its_policies(tmp_path: Path) -> None:
    """Its changes, and which of its policies names what; other services are not on it."""
    _write(tmp_path)
    write_policy(tmp_path, _dated("cookies"))
    write_policy(tmp_path, _other("larkspur"))
    page = (tmp_path / "plaza" / "index.html").read_text("utf-8")

    assert 'href="../plaza/privacy/20260316T080009Z.html">From 15 April 2026' in page
    assert 'href="../plaza/cookies/index.html">Cookies' in page
    assert "Larkspur" not in page


def test_the_matrix_has_a_row_for_each_service() -> None:
    """What one policy named from the start is not new for the service, whatever another policy did."""

    def line(policy: str, today: str, new: str) -> PolicyLine:
        service, _, title = policy.partition("/")
        return PolicyLine(policy, service, title, tuple(today.split()), tuple(new.split()), (), "", "", "", 2)

    lines = (
        line("plaza/privacy", "name health", "health"),
        line("plaza/cookies", "name health gait", "gait"),
    )
    whole = by_service((*lines, line("murmur/privacy", "name", "")), messages("en"))

    assert [(row.name, sorted(row.today), sorted(row.new)) for row in whole.rows] == [
        ("murmur", ["name"], []),
        ("plaza", ["gait", "health", "name"], ["gait"]),
    ]
    assert [name for name, _ in whole.columns] == ["name", "gait", "health"]


def test_a_matrix_of_many_services_has_a_page_of_its_own(tmp_path: Path) -> None:
    """So that the first page stays small."""
    _write(tmp_path)
    for number in range(41):
        write_policy(tmp_path, _other(f"service{number:02}"))
    write_overview(tmp_path)
    first, own = ((tmp_path / f"{name}.html").read_text("utf-8") for name in ("index", "matrix"))

    assert 'href="matrix.html">42 services' in first
    assert 'class="matrix"' not in first
    assert own.count('<th scope="row">') == 42


def test_the_overview_knows_of_checks_that_found_nothing_new(tmp_path: Path) -> None:
    """The page of a policy stays as it is while nothing is new; the overview tells when it was looked at."""
    _write(tmp_path)
    write_overview(tmp_path, checked={"plaza/privacy": datetime(2026, 5, 2, 9, 30, tzinfo=UTC)})

    assert "2 May 2026, 09:30 UTC" in (tmp_path / "index.html").read_text("utf-8")


def test_a_digest_is_linked_from_the_overview(tmp_path: Path) -> None:
    """Once it is written, at a place that its period gives."""
    _write(tmp_path)
    written = write_digest(tmp_path, datetime(2026, 4, 13, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC))
    write_overview(tmp_path)

    assert written == tmp_path / "digests" / "2026-04-13_2026-04-19.html"
    link = '<a href="digests/2026-04-13_2026-04-19.html">13 April 2026 – 19 April 2026</a>'
    assert link in (tmp_path / "index.html").read_text("utf-8")


def test_every_version_stands_on_the_time_line() -> None:
    """With the report of what it changed, and its text where the archive is at hand."""
    view = policy_view(replace(policy_subject(), archive="../../../snapshots"))

    assert [(line.report, line.text, line.x, line.loud) for line in view.timeline] == [
        ("20260316T080009Z", "../../../snapshots/plaza/privacy/20260316T080009Z.md", 318.2, True),
        ("", "../../../snapshots/plaza/privacy/20260302T080005Z.md", 0.0, False),
    ]


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


def test_every_feed_is_valid_atom(tmp_path: Path) -> None:
    """What RFC 4287 asks of a feed and its entries, for the site, a service, a policy and a category."""
    _write(tmp_path)
    feeds = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xml"))
    for name in feeds:
        root = ElementTree.fromstring((tmp_path / name).read_text("utf-8"))
        links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
        entries = root.findall(f"{ATOM}entry")
        assert root.tag == f"{ATOM}feed"
        assert links["self"] == Path(name).name
        assert (tmp_path / name).parent.joinpath(links["alternate"]).resolve().is_file()
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
        for held in (root, *entries):
            for tag in ("id", "title", "updated"):
                assert len(held.findall(f"{ATOM}{tag}")) == 1
            assert str(held.findtext(f"{ATOM}id")).startswith("tag:privacy-policy-tracker,2026:")
            assert datetime.fromisoformat(str(held.findtext(f"{ATOM}updated"))).tzinfo == UTC

    assert feeds == [
        "categories/biometric.xml",
        "categories/education.xml",
        "categories/employment.xml",
        "feed.xml",
        "plaza/feed.xml",
        "plaza/privacy/feed.xml",
    ]


def test_every_page_says_what_it_is_to_whoever_links_it(tmp_path: Path) -> None:
    """Title and description for previews: Open Graph, without an address that only the publisher knows."""
    _write(tmp_path)
    write_digest(tmp_path, datetime(2026, 4, 13, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC))
    pages = sorted(tmp_path.rglob("*.html"))

    assert len(pages) == 5
    for page in pages:
        text = page.read_text("utf-8")
        for name in ('name="description"', 'property="og:title"', 'property="og:description"'):
            assert f'<meta {name} content="' in text, page


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


def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}-1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_json_file_of_a_site_keeps_the_schema_published_beside_it(tmp_path: Path) -> None:
    """Its schema is part of the site; each file says which one it keeps."""
    _write(tmp_path)
    held = [path for path in sorted(tmp_path.rglob("*.json")) if path.parent.name != "schema"]
    for path in held:
        told = json.loads(path.read_text("utf-8"))
        schema = tmp_path / "schema" / f"{told['kind']}-{told['schema']}.json"
        Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(told)

    assert [path.name for path in held] == ["20260316T080009Z.json", "index.json"]


def test_the_example_reports_keep_their_schema() -> None:
    """Every JSON file among the reports in this repository."""
    kinds = []
    for path in sorted((Path(__file__).parents[2] / "reports").rglob("*.json")):
        if path.parent.name != "schema":
            told = json.loads(path.read_text("utf-8"))
            kinds.append(told["kind"])
            assert list(_validator(told["kind"]).iter_errors(told)) == [], path

    assert set(kinds) == {"change", "policy"}


def test_the_json_form_keeps_its_published_schema() -> None:
    """Also for hostile text and at every stage."""
    validator = _validator("change")
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
