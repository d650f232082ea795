"""Every command does what its help says, for people and for programs."""

import json
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
import trustme
from click.testing import CliRunner

from tests.cli.conftest import Tracker
from tests.cli.site import BIOMETRIC, Site, policy, running_site
from tracker.cli.app import app
from tracker.cli.session import Session
from tracker.errors import NotPossible
from tracker.fetch.browser import missing_browser
from tracker.fetch.settings import FetchSettings

KEY = "harbour/privacy"


@dataclass(frozen=True)
class House:
    """A folder with a watchlist and an archive, and the site that was watched."""

    folder: Path
    site: Site

    def ask(self, *arguments: str) -> tuple[int, str]:
        """Run a command in this process: its exit code and what it printed on stdout."""
        session = Session()
        line = ["-w", str(self.folder / "tracker.toml"), *arguments]
        ran = CliRunner().invoke(app, line, obj=session, standalone_mode=False)
        if ran.exception:
            raise ran.exception
        return ran.return_value or 0, ran.stdout

    def document(self, *arguments: str) -> Any:
        """The JSON document of a command."""
        return json.loads(self.ask(*arguments, "--json")[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A policy that was seen, changed, and confirmed; and another one that cannot be read."""
    folder = tmp_path_factory.mktemp("house")
    with running_site() as site:
        (folder / "tracker.toml").write_text(
            '[tracker]\nallow_networks = ["127.0.0.0/8"]\nhost_delay_seconds = 0\nconfirm_after = "0s"\n'
            f'[[policy]]\nservice = "Harbour"\nurl = "{site.put("/privacy", policy())}"\n'
            f'[[policy]]\nservice = "Gone"\nurl = "{site.address}/gone"\n',
            encoding="utf-8",
        )
        house = House(folder, site)
        assert house.ask("check", "harbour")[0] == 0
        time.sleep(1)  # versions are named by the second
        site.put("/privacy", policy(BIOMETRIC))
        assert house.ask("check")[0] == 1
        assert house.ask("check", "harbour")[0] == 1
        yield house


def test_a_check_that_finds_nothing_new_leaves_with_0(house: House) -> None:
    """The usual case is the quiet one."""
    code, said = house.ask("check", "harbour")
    assert code == 0
    assert f"{KEY}: nothing new" in said


def test_an_unreadable_policy_leaves_with_3_unless_told_otherwise(house: House) -> None:
    """So that cron can tell trouble from peace."""
    assert house.ask("check", "gone")[0] == 3
    assert house.document("check", "gone")["policies"][0]["check"]["reason"] == "gone"


def test_exit_zero_turns_news_into_success(tracker: Tracker, watch: Callable[..., Path], site: Site) -> None:
    """For schedulers that take every other code for a failure; errors stay errors."""
    watch(Gone=site.address + "/gone")
    assert tracker("check").code == 3
    assert tracker("check", "--exit-zero").code == 0
    assert tracker("check", "nobody", "--exit-zero").code == 2


def test_a_dry_run_finds_news_and_keeps_nothing(
    tracker: Tracker, watch: Callable[..., Path], site: Site
) -> None:
    """Trying it out leaves no trace."""
    file = watch(Harbour=site.put("/privacy", policy()))
    assert tracker("check", "--dry-run").code == 0
    assert not (file.parent / "snapshots").exists()
    tracker("check")
    site.put("/privacy", policy(BIOMETRIC))
    found = tracker("check", "--dry-run", "--json")
    assert found.code == 1
    change = found.document["policies"][0]["change"]
    assert "biometric" in [finding["subject"] for finding in change["findings"]]
    assert len(tracker("log", "harbour", "--json").document["versions"]) == 1


def test_status_tells_never_ok_and_unreadable_apart(house: House) -> None:
    """Three words for three things."""
    file = house.folder / "tracker.toml"
    text = file.read_text("utf-8")
    file.write_text(text + '[[policy]]\nservice = "New"\nurl = "https://new.example/privacy"\n', "utf-8")
    try:
        states = {row["name"]: row["state"] for row in house.document("status")["policies"]}
    finally:
        file.write_text(text, "utf-8")
    assert states == {KEY: "ok", "gone/privacy": "unreadable", "new/privacy": "never"}


def test_the_log_lists_versions_changes_and_checks(house: House) -> None:
    """Newest first for people, everything for programs."""
    log = house.document("log", "harbour", "--checks")
    assert len(log["versions"]) == 2
    assert [event["stage"] for event in log["changes"][0]["events"]] == ["sighted", "confirmed"]
    assert len(log["checks"]) >= 3
    lines = house.ask("log", "harbour")[1].strip().split("\n")
    assert "first version" in lines[-1]
    assert "biometric" in lines[-2]


def test_a_version_is_shown_by_date_and_by_word(house: House) -> None:
    """`first`, `last`, a day, a month: whatever comes to mind."""
    first, last = house.ask("show", "harbour@first")[1], house.ask("show", "harbour")[1]
    assert "voiceprint" not in first
    assert "voiceprint" in last
    assert last.startswith("# Privacy Policy\n")
    version = house.document("show", "harbour@previous")["version"]["id"]
    assert house.document("show", f"harbour@{version.partition('@')[2]}")["version"]["id"] == version


def test_a_date_before_the_first_version_is_answered_with_the_first(house: House) -> None:
    """What is not there cannot be shown, but what is there is named."""
    with pytest.raises(Exception, match="The first is of 20"):
        house.ask("show", "harbour@2001-01-01")


def test_the_diff_marks_what_changed(house: House) -> None:
    """As words for people, as a patch for tools, as edits for programs."""
    code, said = house.ask("diff", "harbour")
    assert code == 1
    assert "+ With your consent, we collect biometric information" in said
    patch = house.ask("diff", "harbour", "first..last", "--patch")[1]
    assert patch.startswith(f"--- a/{KEY}/")
    assert house.document("diff", "harbour")["patch"] == patch
    assert house.ask("diff", "harbour", "last..last")[0] == 0


def test_a_patch_that_others_wrote_can_be_read(house: House, tmp_path: Path) -> None:
    """`tracker diff --read` takes what --patch prints, and says what is no patch."""
    patch = house.ask("diff", "harbour", "--patch")[1]
    file = tmp_path / "changes.patch"
    file.write_text(patch, encoding="utf-8")
    code, said = house.ask("diff", "--read", str(file))
    assert code == 1
    assert "+ With your consent, we collect biometric information" in said
    file.write_text("Dear all,\n", encoding="utf-8")
    with pytest.raises(Exception, match="no unified diff"):
        house.ask("diff", "--read", str(file))


def test_categories_come_with_their_sentence(house: House) -> None:
    """A category without proof is a rumour."""
    rows = {row["category"]: row for row in house.document("categories", "harbour")["categories"]}
    assert rows["biometric"]["state"] == "disclosed"
    assert rows["biometric"]["quote"] == BIOMETRIC
    assert "biometric" not in house.ask("categories", "harbour@first")[1]


def test_categories_tell_since_when(house: House) -> None:
    """What came later has its day; what was there from the first version on has none."""
    rows = {row["category"]: row for row in house.document("categories", "harbour")["categories"]}
    assert rows["biometric"]["since"] is not None
    assert rows["email-address"]["since"] is None
    assert f"biometric since {rows['biometric']['since']}" in house.ask("categories", "harbour")[1]


def test_categories_without_a_name_show_who_discloses_what(house: House) -> None:
    """A line a category, with the policies that disclose it."""
    body = house.document("categories")
    by_category = {row["category"]: row["policies"] for row in body["categories"]}
    assert "harbour/privacy" in by_category["biometric"]
    assert set(by_category["biometric"]) <= set(body["policies"])
    assert "harbour/privacy" in house.ask("categories")[1]


def test_explain_names_the_rule(house: House) -> None:
    """Whoever doubts a finding can look it up."""
    (place, *_) = house.document("explain", "harbour", "biometric")["places"]
    assert place["rule"]
    assert place["phrase"] in BIOMETRIC
    with pytest.raises(Exception, match='Did you mean "biometric"'):
        house.ask("explain", "harbour", "biometrics-x")


def test_reports_are_written_and_their_paths_told(house: House) -> None:
    """The last line is the page to open."""
    lines = house.ask("report")[1].strip().split("\n")
    assert all(Path(line).is_file() for line in lines)
    assert lines[-1].endswith("reports/index.html")


def test_a_report_is_printed_as_markdown_or_json(house: House) -> None:
    """For a terminal, an issue tracker, or a program."""
    assert "biometric" in house.ask("report", "harbour", "--last", "--markdown")[1]
    changes = house.document("report", "harbour")["changes"]
    assert len(changes) == 1
    assert house.document("report", "--until", "2001-01")["changes"] == []


def test_a_period_is_told_on_one_page(house: House) -> None:
    """Written, shown, or for a program; a week up to today where no period is given."""
    path = Path(house.ask("report", "--digest")[1].strip())
    shown = house.ask("report", "--digest", "--show")[1]
    told = house.document("report", "--digest")
    empty = house.document("report", "--digest", "--since", "2001-01", "--until", "2001-01")

    assert path.is_file()
    assert path.parent.name == "digests"
    assert f"digests/{path.name}" in (path.parents[1] / "index.html").read_text("utf-8")
    assert "biometric" in shown
    assert len(told["changes"]) == 1
    assert (empty["period"], empty["changes"]) == ("2001-01-01_2001-01-31", [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("harbour",), "--digest is about all policies"),
        (("--csv",), "--digest is about all policies"),
        (("--since", "2024-02", "--until", "2024-01"), "the period ends before it begins"),
    ],
)
def test_a_digest_that_cannot_be_meant_is_refused(
    house: House, arguments: tuple[str, ...], words: str
) -> None:
    """With what to write instead."""
    with pytest.raises(Exception, match=words):
        house.ask("report", "--digest", *arguments)


def test_a_change_is_printed_as_pdf(house: House) -> None:
    """Beside its other forms, by the browser that is installed."""
    if missing := missing_browser(FetchSettings()):
        pytest.skip(missing)
    (line,) = house.ask("report", "harbour", "--last", "--pdf")[1].strip().split("\n")

    assert Path(line).read_bytes()[:5] == b"%PDF-"
    assert Path(line).suffix == ".pdf"


def test_without_a_browser_a_pdf_says_what_to_install(house: House) -> None:
    """Nothing else is missing."""
    file = house.folder / "tracker.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[tracker]", '[tracker]\nbrowser = "/nowhere/chromium"', 1), "utf-8")
    try:
        with pytest.raises(Exception, match=r"a PDF is printed by a browser.*there is none at /nowhere"):
            house.ask("report", "harbour", "--last", "--pdf")
    finally:
        file.write_text(text, "utf-8")


def test_the_archive_is_verified(house: House) -> None:
    """An altered file is named, and the code is 2."""
    assert house.ask("verify")[0] == 0
    (text, *_) = sorted((house.folder / "snapshots" / KEY).glob("*.md"))
    before = text.read_bytes()
    text.write_bytes(before.replace(b"Harbour", b"Harbor!"))
    try:
        code, said = house.ask("verify")
    finally:
        text.write_bytes(before)
    assert code == 2
    assert text.name in said


def test_an_export_can_be_imported_again(house: House, tracker: Tracker, tmp_path: Path) -> None:
    """Data leaves in open formats, and comes back as the same versions."""
    files = [row["path"] for row in house.document("export", str(tmp_path / "out"))["files"]]
    assert "versions.jsonl" in files
    ran = tracker("import", "jsonl", "out/versions.jsonl", "--json")
    assert ran.code == 1
    assert [each["check"]["outcome"] for each in ran.document["versions"]] == [
        "first",
        "changed",
        "unchanged",
    ]
    assert tracker("categories", "harbour").out == house.ask("categories", "harbour")[1]


def test_an_archive_is_read_without_a_watchlist(house: House, tracker: Tracker, tmp_path: Path) -> None:
    """Whoever is handed a folder of snapshots can look into it."""
    (tmp_path / "snapshots").symlink_to(house.folder / "snapshots")
    assert tracker("log", KEY).out == house.ask("log", "harbour")[1]
    assert KEY in tracker("status").out


def test_the_outbox_and_channels_are_shown(house: House) -> None:
    """Nothing waits where nobody is to be told."""
    assert house.document("outbox", "list")["messages"] == []
    with pytest.raises(click.UsageError, match="say which"):
        house.ask("outbox", "retry")
    with pytest.raises(Exception, match="no channel is configured"):
        house.ask("alert", "test")


def test_an_alert_waits_in_the_outbox_until_its_receiver_is_there(
    tracker: Tracker, watch: Callable[..., Path], site: Site
) -> None:
    """A receiver that is down costs time, not the alert."""
    channel = (
        f'\n[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "{site.address}/hook"\n'
        'secret = { env = "HOOK_KEY" }\nallow_networks = ["127.0.0.0/8"]\n'
    )
    file = watch(Harbour=site.put("/privacy", policy()))
    file.write_text(file.read_text("utf-8") + channel, "utf-8")
    key = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY="
    tracker("check", HOOK_KEY=key)
    site.put("/privacy", policy(BIOMETRIC))
    tracker("check", HOOK_KEY=key)
    assert "hook: not told yet" in tracker("check", HOOK_KEY=key).err
    (waiting,) = tracker("outbox", "list", "--json").document["messages"]
    assert waiting["state"] == "queued"
    site.put("/hook", b"thanks")
    assert tracker("outbox", "retry", waiting["id"][:8]).code == 0
    assert "hook: told" in tracker("check", HOOK_KEY=key).err
    assert tracker("outbox", "list", "--all", "--json").document["messages"][0]["state"] == "sent"
    assert "took it" in tracker("alert", "test", HOOK_KEY=key).out


STUB = (
    b"<!doctype html><html lang='en'><body><main><h1>Privacy Policy</h1><p>We keep notes.</p></main></body>"
)


def test_a_refused_text_is_accepted_and_told(watch: Callable[..., Path], site: Site, tmp_path: Path) -> None:
    """It becomes a version at once, and the log says that a person took it; what was never refused cannot."""
    watch(Harbour=site.put("/privacy", policy()))
    house = House(tmp_path, site)
    assert house.ask("check")[0] == 0
    with pytest.raises(NotPossible, match="no text of harbour/privacy was refused since it was last read"):
        house.ask("accept", "harbour")
    site.put("/privacy", STUB)
    assert [house.ask("check")[0] for _ in range(2)] == [3, 3]
    code, status = house.ask("status")
    assert code == 3
    assert f"if it is the policy: `tracker accept {KEY}`." in status
    code, said = house.ask("accept", "harbour", "--json")
    taken = json.loads(said)
    assert code == 1
    assert taken["schema"] == "tracker.accept/1"
    assert taken["accepted"]["reason"] == "stub"
    assert taken["check"]["outcome"] == "changed"
    assert house.ask("reindex")[0] == 0
    assert house.document("check")["policies"][0]["check"]["outcome"] == "unchanged"
    assert "accepted by a person: the text refused as stub" in house.ask("log", "harbour")[1]
    assert house.ask("verify")[0] == 0


def test_run_once_checks_what_is_due(tracker: Tracker, watch: Callable[..., Path], site: Site) -> None:
    """A second call finds nothing due, and asks nobody."""
    watch(Harbour=site.put("/privacy", policy()))
    assert "first version" in tracker("run", "--once").out
    assert "Nothing is due" in tracker("run", "--once").err


def test_try_shows_text_and_categories_and_stores_nothing(house: House) -> None:
    """Look before you watch."""
    before = sorted(house.folder.rglob("*"))
    found = house.document("try", house.site.address + "/privacy")
    assert "biometric" in [row["category"] for row in found["categories"] if row["state"] == "disclosed"]
    assert found["text"].startswith("# Privacy Policy\n")
    assert sorted(house.folder.rglob("*")) == before


def test_add_by_name_by_home_page_and_by_address(
    tracker: Tracker, watch: Callable[..., Path], site: Site
) -> None:
    """Three ways to say what is meant."""
    site.put("/", b'<html><body><a href="/privacy">Privacy Policy</a></body></html>')
    watch()
    assert tracker("add", "coursera").code == 0
    assert tracker("add", site.address + "/", "--service", "Harbour").code == 0
    assert tracker("add", "https://harbour.example/c", "--service", "Harbour", "--name", "cookies").code == 0
    listed = {row["name"]: row["urls"] for row in tracker("list", "--json").document["policies"]}
    assert set(listed) == {"coursera/privacy", "harbour/privacy", "harbour/cookies"}
    assert listed["harbour/privacy"] == [site.address + "/privacy"]


def test_doctor_finds_a_missing_secret(tracker: Tracker, watch: Callable[..., Path]) -> None:
    """Before it matters, with the place and without the secret."""
    assert tracker("doctor").code == 2
    watch(
        '\n[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "https://h.example/x"\n'
        'secret = { env = "HOOK_KEY" }\n'
    )
    ran = tracker("doctor")
    assert ran.code == 2
    assert "HOOK_KEY" in ran.out


def test_doctor_says_how_a_browser_is_had(tracker: Tracker, watch: Callable[..., Path], site: Site) -> None:
    """Where a policy asks for one, and only there."""
    watch('browser = "/nowhere/chromium"\n', Harbour=f'{site.address}/privacy"\nfetch = "auto')
    ran = tracker("doctor")
    assert ran.code == 2
    assert "To render pages: " in ran.out
    assert "install Chromium (Debian and Ubuntu: apt-get install chromium)" in ran.out
    watch('browser = "/nowhere/chromium"\n', Harbour=f"{site.address}/privacy")
    assert "To render pages: " not in tracker("doctor").out


def test_doctor_reads_the_file_of_authorities(
    tracker: Tracker, watch: Callable[..., Path], tmp_path: Path
) -> None:
    """It tells a missing file, and one without a certificate, from a good one."""
    file = tmp_path / "authority.pem"
    watch('ca_bundle = "authority.pem"\n')
    assert "authority.pem: ca_bundle cannot be read (no such file or directory)" in tracker("doctor").out
    file.write_text("nothing to trust")
    assert "authority.pem: ca_bundle cannot be read (" in tracker("doctor").out
    trustme.CA().cert_pem.write_to_path(str(file))
    assert "ok    ca_bundle: authority.pem" in tracker("doctor").out


def test_a_server_of_ones_own_is_read_over_tls(
    tracker: Tracker, watch: Callable[..., Path], tmp_path: Path
) -> None:
    """An authority in the watchlist vouches for it; without, the policy is unreadable and says what to do."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    with running_site(context) as site:
        url = site.put("/privacy", policy())
        watch(Harbour=url)
        refused = tracker("check")
        assert refused.code == 3
        assert "name its file as ca_bundle in tracker.toml" in refused.out
        watch('ca_bundle = "authority.pem"\n', Harbour=url)
        assert tracker("check").code == 0


def test_the_catalogue_is_searched(house: House) -> None:
    """By part of a name."""
    names = [row["name"] for row in house.document("catalogue", "search", "duolin")["services"]]
    assert names == ["Duolingo"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["status"], ["log", "harbour"], ["show", "harbour"], ["diff", "harbour"], ["report"],
        ["categories", "harbour"], ["explain", "harbour", "name"], ["verify"], ["outbox", "list"], ["doctor"],
        ["catalogue", "search", "x"], ["completion", "bash"], ["check", "harbour", "--dry-run"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_json_is_one_versioned_document(house: House, arguments: list[str]) -> None:
    """A program can rely on the schema's name."""
    assert house.document(*arguments)["schema"].startswith("tracker.")


def test_nothing_of_a_page_steers_the_terminal(
    tracker: Tracker, watch: Callable[..., Path], site: Site
) -> None:
    """Escape sequences in a policy are shown as nothing, wherever its words are printed."""
    evil = (
        "We collect your \x1b[31mfingerprint\x1b[0m\x07 and face geometry, which are biometric information."
    )
    watch(Harbour=site.put("/privacy", policy()))
    tracker("check")
    site.put("/privacy", policy(evil))
    shown = [tracker(*line.split()).said for line in ("check", "show harbour", "diff harbour", "log harbour")]
    assert any("fingerprint" in text for text in shown)
    assert [text for text in shown if "\x1b" in text or "\x07" in text] == []
