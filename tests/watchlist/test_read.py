"""What tracker.toml says is understood, and every mistake is named with its place."""

from datetime import timedelta
from pathlib import Path

import pytest

from tracker.errors import WatchlistError
from tracker.watchlist.read import parse_watchlist, read_watchlist
from tracker.watchlist.watchlist import Watchlist

GOOD = """\
[tracker]
contact = "mailto:desk@example.org"
every = "12h"

[[policy]]
service = "Lumen"            # an invented platform
url = "https://lumen.example/privacy"
language = "en"

[[policy]]
service = "Lumen"
name = "cookies"
urls = ["https://lumen.example/cookies", "https://lumen.example/trackers"]
every = "1h30m"
fetch = "auto"
"""


def parse(text: str, path: Path = Path("tracker.toml")) -> Watchlist:
    return parse_watchlist(text, path)


def complaint(text: str) -> str:
    with pytest.raises(WatchlistError) as caught:
        parse(text)
    return str(caught.value)


def test_policies_take_what_they_do_not_say_from_the_settings() -> None:
    """A policy without `every` is checked as often as `[tracker]` says."""
    privacy, cookies = parse(GOOD).policies
    assert privacy.every == timedelta(hours=12)
    assert cookies.every == timedelta(hours=1, minutes=30)


def test_names_and_titles_are_derived() -> None:
    """A title gives the folder; the usual names give the usual titles."""
    privacy, cookies = parse(GOOD).policies
    assert (privacy.key, privacy.title) == ("lumen/privacy", "Privacy Policy")
    assert (cookies.key, cookies.title) == ("lumen/cookies", "Cookie Policy")
    assert cookies.source.urls == ("https://lumen.example/cookies", "https://lumen.example/trackers")


def test_folders_are_beside_the_watchlist(tmp_path: Path) -> None:
    """Relative folders, written or by default, start at the watchlist, wherever the program is started."""
    file = tmp_path / "tracker.toml"
    file.write_text('[tracker]\nreports = "out"\n', encoding="utf-8")
    settings = read_watchlist(file).settings
    assert settings.archive == tmp_path / "snapshots"
    assert settings.reports == tmp_path / "out"


def test_an_empty_file_is_an_empty_watchlist() -> None:
    """Nothing is required that could be assumed."""
    assert parse("").policies == ()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('every = "1h30m"', 'evrey = "1h30m"', ["line 14", "policy.evrey", 'unknown key "evrey"', '"every"']),
        ("[[policy]]", "[policy]", ["TOML"]),
        ('name = "cookies"', 'name = "privacy"', ["line 10", "lumen/privacy", "line 5"]),
        ('every = "1h30m"', 'every = "soon"', ["line 14", "policy.every", '"soon"', '"6h"']),
        ('every = "1h30m"', 'every = "0s"', ["line 14", "policy.every", "more than nothing"]),
        ('every = "1h30m"', 'cron = "61 * * * *"', ["line 14", "policy.cron", "minute", '"@daily"']),
        ('every = "1h30m"', 'cron = "soon"', ["line 14", "policy.cron", "fields"]),
        (
            'every = "1h30m"',
            'every = "1h"\ncron = "@daily"',
            ["line 15", "policy.cron", "either every or cron"],
        ),
        ('every = "1h30m"', 'zone = "Europe/Berlin"', ["line 14", "policy.zone", "cron"]),
        (
            'every = "1h30m"',
            'cron = "@daily"\nzone = "Mars/Olympus"',
            ["line 15", "policy.zone", "no time zone", '"Europe/Amsterdam"'],
        ),
        ('every = "12h"', 'every = "0s"', ["line 3", "tracker.every", "more than nothing"]),
        ('every = "12h"', 'archive = ""', ["line 3", "tracker.archive", "the path is empty"]),
        ('every = "12h"', "every = 12", ["line 3", "tracker.every", "duration", "12"]),
        ('language = "en"', 'language = "english"', ["line 8", "policy.language", "ISO 639-1"]),
        ('service = "Lumen"   ', "service = 7   ", ["line 6", "policy.service", "a text"]),
        ('service = "Lumen"   ', 'service = "日本"   ', ["line 6", "policy.service", "slug"]),
        ('name = "cookies"', 'name = "../../etc"', ["line 12", "policy.name", "folder"]),
        ('name = "cookies"', 'slug = "a/b"', ["line 12", "policy.slug", "folder"]),
        ('fetch = "auto"', 'fetch = "browsr"', ["line 15", "policy.fetch", '"browser"']),
        (
            "https://lumen.example/trackers",
            "file:///etc/passwd",
            ["line 13", "policy.urls", "only http and https"],
        ),
        ("https://lumen.example/trackers", "https:///x", ["line 13", "names no host"]),
        ("https://lumen.example/trackers", "http://[::1", ["line 13", "no address"]),
        ("https://lumen.example/trackers", "https://me:pw@lumen.example/", ["line 13", "user name"]),
        ('url = "https://lumen.example/privacy"', "", ["line 5", '"url"']),
        ('name = "cookies"', 'url = "https://lumen.example/"', ["line 13", "url or urls"]),
        ("[tracker]", "[traker]", ["line 1", "traker", '"tracker"']),
        ('contact = "mailto:desk@example.org"', "workers = 0", ["line 2", "tracker.workers"]),
        (
            'contact = "mailto:desk@example.org"',
            'allow_networks = ["10.0.0.0/99"]',
            ["line 2", "10.0.0.0/99"],
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_its_key_and_what_to_write(
    before: str, after: str, words: list[str]
) -> None:
    """Whoever made the mistake needs no manual to mend it."""
    assert before in GOOD
    said = complaint(GOOD.replace(before, after))
    assert said.startswith("tracker.toml")
    for word in words:
        assert word in said


def test_the_user_name_in_an_address_is_not_repeated() -> None:
    """A password that slipped into an address does not reach a log."""
    assert "pw" not in complaint(
        GOOD.replace("https://lumen.example/privacy", "https://me:pw@lumen.example/")
    )


def test_a_missing_file_says_how_to_start(tmp_path: Path) -> None:
    """The first thing that goes wrong for a newcomer tells the first step."""
    with pytest.raises(WatchlistError, match="tracker init"):
        read_watchlist(tmp_path / "tracker.toml")


def test_a_file_that_is_not_utf_8_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """An old encoding is no traceback."""
    file = tmp_path / "tracker.toml"
    file.write_bytes(b'[tracker]\ncontact = "\xe9"\n')
    with pytest.raises(WatchlistError, match="UTF-8"):
        read_watchlist(file)


def test_a_channel_brings_its_own_keys_and_its_rule() -> None:
    """Keys of the type and keys of the rule stand side by side in one table."""
    (channel,) = parse(
        '[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "https://hooks.example.org/x"\n'
        'secret = { env = "HOOK_SECRET" }\nminimum = "editorial"\n'
    ).channels
    assert (channel.name, channel.type) == ("hook", "webhook")
    assert getattr(channel.rule, "minimum") == "editorial"  # noqa: B009 - the rule is the alert room's


def test_an_unknown_channel_type_is_named_with_the_near_miss() -> None:
    """The list of types is known, so the slip is too."""
    said = complaint('[[channel]]\nname = "desk"\ntype = "emial"\n')
    assert "line 3" in said
    assert '"email"' in said


def test_an_unknown_key_of_a_channel_is_named() -> None:
    """A channel that silently ignores a key would silently tell nobody."""
    said = complaint(
        '[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "https://h.example/x"\nsecrt = "x"\n'
    )
    assert "line 5" in said
    assert "secrt" in said


def test_two_channels_of_one_name_are_refused() -> None:
    """The outbox tells channels apart by name."""
    table = '[[channel]]\nname = "hook"\ntype = "webhook"\nurl = "https://h.example/x"\n'
    assert "line 1" in complaint(table + table)


def test_a_policy_can_be_checked_at_times_of_a_zone() -> None:
    """Instead of an interval; UTC where no zone is named."""
    times = 'cron = "30 6 * * mon-fri"\nzone = "Europe/Amsterdam"'
    _, cookies = parse(GOOD.replace('every = "1h30m"', times)).policies
    assert (cookies.cron, cookies.zone) == ("30 6 * * mon-fri", "Europe/Amsterdam")
    _, cookies = parse(GOOD.replace('every = "1h30m"', 'cron = "@daily"')).policies
    assert (cookies.cron, cookies.zone, cookies.every) == ("@daily", "UTC", timedelta(hours=12))


@pytest.mark.parametrize("name", ["News Desk", "desk/anna", "désk", "-", "a" * 65])
def test_a_channel_has_a_name_that_an_address_can_begin_with(name: str) -> None:
    """The outbox writes "channel/recipient"; the message proposes a name that works."""
    said = complaint(f'[[channel]]\nname = "{name}"\ntype = "webhook"\nurl = "https://h.example/x"\n')
    for word in ("line 2", "channel.name", "cannot name a channel", "a-z, 0-9"):
        assert word in said


def test_rules_on_what_matters_are_read_in_order() -> None:
    """A reader says how much a kind of change matters; a rule that says nothing is refused."""
    rules = parse(
        '[[verdict]]\nsay = "substantive"\nwords = ["arbitration"]\n'
        '[[verdict]]\nsay = "editorial"\ncategories = ["cookies-trackers"]\nservices = ["Lumen AG"]\n'
        'policies = ["privacy"]\n'
    ).verdict_rules
    assert [rule.say for rule in rules] == ["substantive", "editorial"]
    assert [rules[1].covers(key) for key in ("lumen-ag/privacy", "lumen-ag/terms", "x/privacy")] == [
        True, False, False,
    ]  # fmt: skip
    assert "says nothing" in complaint('[[verdict]]\nsay = "cosmetic"\n')
    assert "verdict.say" in complaint('[[verdict]]\nsay = "loud"\nwords = ["x"]\n')
