"""Histories that others kept are read as they are, and what they are not is said."""

import gzip
import json
import lzma
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tracker.archive.errors import ImportSourceError
from tracker.archive.importers import folder, jsonl, ota, ota_declarations, warc, wayback


def write_lines(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_lines_of_json_are_versions(tmp_path: Path) -> None:
    """A line may name its policy; the file name does where it does not."""
    row = {"recorded_at": "2024-05-01T00:00:00Z", "text": "We keep mail.", "kind": "first", "commit": "abc"}
    named = {
        "recorded_at": "2024-05-02T02:00:00+02:00",
        "html": "<p>x</p>",
        "policy": "acme/terms",
        "url": "https://a.example",
    }
    path = write_lines(tmp_path / "lumen-mail.jsonl", row, named)
    compressed = tmp_path / "lumen-mail.jsonl.xz"
    compressed.write_bytes(lzma.compress(path.read_bytes()))
    one, two = jsonl.read(path)
    assert list(jsonl.read(compressed)) == [one, two]
    assert (one.policy, one.service, one.kind, one.note) == (
        "lumen-mail/privacy",
        "Lumen Mail",
        "first",
        "commit abc",
    )
    assert (two.policy, two.content_type, two.recorded_at) == (
        "acme/terms", "text/html", datetime(2024, 5, 2, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"recorded_at": "2024-05-01T00:00:00Z"}, "line 1: neither `text` nor `html`"),
        ({"recorded_at": "2024-05-01", "text": "x"}, "write a UTC time"),
        ({"recorded_at": "2024-05-01T00:00:00Z", "text": "x", "policy": "../up"}, "write service/policy"),
        ({"recorded_at": "2024-05-01T00:00:00Z", "text": "x", "kind": "odd"}, "`kind` is 'odd'"),
        ({"recorded_at": "2024-05-01T00:00:00Z", "text": "x", "service": 3}, "`service` is int"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: dict[str, object], said: str) -> None:
    """By file and line, with what to write instead."""
    with pytest.raises(ImportSourceError, match=said):
        list(jsonl.read(write_lines(tmp_path / "a.jsonl", row)))


def test_versions_stay_in_the_order_in_which_they_were_kept(tmp_path: Path) -> None:
    """A date that goes back is noted, and the version comes a second after the one before."""
    late, early = ({"recorded_at": f"2024-05-0{day}T00:00:00Z", "text": "x"} for day in (2, 1))
    one, two = jsonl.read(write_lines(tmp_path / "a.jsonl", late, early))
    assert two.recorded_at - one.recorded_at == timedelta(seconds=1)
    assert two.note == "dated 2024-05-01T00:00:00Z"


def test_an_altered_export_is_refused(tmp_path: Path) -> None:
    """A line that names the hash of its text must have that text."""
    row = {"recorded_at": "2024-05-01T00:00:00Z", "text": "We keep mail.\n", "text_sha256": "0" * 64}
    with pytest.raises(ImportSourceError, match="line 1: `text_sha256` is not that of `text`"):
        list(jsonl.read(write_lines(tmp_path / "a.jsonl", row)))


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    """What was read before is given; the rest is not guessed."""
    broken = tmp_path / "b.jsonl.gz"
    broken.write_bytes(gzip.compress(b'{"recorded_at"')[:-6])
    with pytest.raises(ImportSourceError, match="is damaged"):
        list(jsonl.read(broken))
    with pytest.raises(ImportSourceError, match="cannot be read"):
        list(jsonl.read(tmp_path / "missing.jsonl"))


def commit(repository: Path, path: str, text: str, subject: str, day: int) -> None:
    file = repository / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    env = os.environ | {
        "GIT_AUTHOR_DATE": f"2024-05-{day:02}T00:00:00Z", "GIT_COMMITTER_DATE": f"2024-05-{day:02}T00:00:00Z",
        "GIT_AUTHOR_NAME": "Bot", "GIT_AUTHOR_EMAIL": "bot@example.org",
        "GIT_COMMITTER_NAME": "Bot", "GIT_COMMITTER_EMAIL": "bot@example.org",
    }  # fmt: skip
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    subprocess.run(["git", "commit", "-q", "-m", subject], cwd=repository, check=True, env=env)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository as Open Terms Archive keeps one, with every subject it ever used."""
    made = tmp_path / "versions"
    made.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=made, check=True)
    commit(made, "README.md", "Read me.", "Start tracking nothing", 1)
    commit(made, "Acme!/Privacy Policy.md", "One.", "First record of Acme! Privacy Policy", 2)
    commit(made, "Acme/Privacy Policy.md", "Other.", "Start tracking Acme Privacy Policy", 3)
    commit(made, "Acme!/Privacy Policy.md", "Two.", "Record new changes of Acme! Privacy Policy", 5)
    commit(made, "Acme!/Privacy Policy.md", "Three.", "Apply technical or declaration upgrade on Acme!", 5)
    commit(made, "Acme!/Privacy Policy.md", "Four.", "Refilter Something Else", 4)
    commit(made, "Acme!/Privacy Policy.md", "Five.", "Update Acme! Privacy Policy", 9)
    commit(made, "Acme!/Privacy Policy.md", "Six.", "Touch by hand", 10)
    return made


def test_a_repository_of_versions_is_read_in_topological_order(repository: Path) -> None:
    """The path says what a version is; times never go back, and the subject says why it was recorded."""
    versions = list(ota.read(repository))
    acme = [version for version in versions if version.policy == "acme/privacy"]
    assert [(version.body.decode(), version.kind) for version in acme] == [
        ("One.", "first"), ("Two.", "change"), ("Three.", "technical"),
        ("Four.", "technical"), ("Five.", "change"), ("Six.", "change"),
    ]  # fmt: skip
    times = [version.recorded_at for version in acme]
    assert times == sorted(set(times))
    assert "dated 2024-05-04T00:00:00Z" in acme[3].note
    assert [version.policy for version in versions if version.service == "Acme"] == ["acme-2/privacy"]


def test_a_bundle_is_read_like_its_repository(repository: Path, tmp_path: Path) -> None:
    """Without a checkout, and with nothing left behind."""
    bundle = tmp_path / "versions.bundle"
    subprocess.run(["git", "bundle", "create", "-q", str(bundle), "main"], cwd=repository, check=True)
    assert list(ota.read(bundle)) == list(ota.read(repository))
    assert [version.body for version in ota.read(bundle, service="Acme")] == [b"Other."]


def test_what_is_no_repository_is_refused(tmp_path: Path) -> None:
    """A folder, a file, nothing at all."""
    (tmp_path / "file").write_text("no bundle")
    for name, said in (("file", "no git bundle"), (".", "no git repository"), ("gone", "no git repository")):
        with pytest.raises(ImportSourceError, match=said):
            list(ota.read(tmp_path / name))


def test_declarations_become_policies(tmp_path: Path) -> None:
    """Selectors, ranges, joined pages, history by time; filters are told, never run."""
    (tmp_path / "Acme.json").write_text(
        json.dumps(
            {
                "name": "Acme",
                "terms": {
                    "Privacy Policy": {
                        "fetch": "https://acme.example/privacy",
                        "select": ["main", {"startBefore": "h1", "endAfter": "footer"}],
                        "remove": ".ad",
                        "filter": ["removeStamp", {"removeQueryParams": ["a"]}],
                        "executeClientScripts": True,
                    },
                    "Terms of Service": {
                        "select": "article",
                        "combine": [{"fetch": "https://acme.example/1"}, {"fetch": "https://acme.example/2"}],
                    },
                },
            }
        )
    )
    (tmp_path / "Acme.history.json").write_text(
        json.dumps(
            {
                "Privacy Policy": [
                    {"fetch": "https://acme.example/b", "select": "b", "validUntil": "2023-01-01T00:00:00Z"},
                    {
                        "fetch": "https://acme.example/a",
                        "select": "a",
                        "validUntil": "2022-01-01T01:00:00+01:00",
                    },
                ]
            }
        )
    )
    privacy, terms = ota_declarations.read(tmp_path)
    assert privacy.policy.key == "acme/privacy"
    source = privacy.policy.source
    assert source.select == ("main", '{"startBefore": "h1", "endAfter": "footer"}')
    assert (source.remove, source.fetch) == ((".ad",), "browser")
    assert [said.split(":")[0] for said in privacy.unsupported] == [
        "filter removeStamp", "filter removeQueryParams",
    ]  # fmt: skip
    assert [past.source.select for past in privacy.history] == [("a",), ("b",)]
    assert privacy.history[0].valid_until == datetime(2022, 1, 1, tzinfo=UTC)
    assert terms.policy.source.urls == ("https://acme.example/1", "https://acme.example/2")
    assert terms.policy.source.select == ("article",)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example", 3])
def test_a_declaration_leads_only_to_the_web(tmp_path: Path, url: object) -> None:
    """Other schemes are refused by file and title."""
    (tmp_path / "Acme.json").write_text(
        json.dumps({"name": "Acme", "terms": {"Privacy Policy": {"fetch": url}}})
    )
    with pytest.raises(ImportSourceError, match=r"Acme\.json, Privacy Policy: `fetch`"):
        list(ota_declarations.read(tmp_path))


def test_a_folder_of_dated_files_is_a_history(tmp_path: Path) -> None:
    """Names of files give the times, folders the policy; other files are passed over."""
    home = tmp_path / "Lumen Mail" / "Privacy Policy"
    home.mkdir(parents=True)
    for name in (
        "2024-05-02.html",
        "2024-05-01T0930.md",
        "20240503T010203Z.txt",
        "notes.md",
        "2024-99-01.md",
    ):
        (home / name).write_text(name)
    found = list(folder.read(tmp_path))
    assert [(version.recorded_at.isoformat(), version.content_type) for version in found] == [
        ("2024-05-01T09:30:00+00:00", "text/markdown"),
        ("2024-05-02T00:00:00+00:00", "text/html"),
        ("2024-05-03T01:02:03+00:00", "text/markdown"),
    ]
    assert {version.policy for version in found} == {"lumen-mail/privacy"}
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportSourceError, match="holds no dated file"):
        list(folder.read(tmp_path / "empty"))


def test_a_foreign_warc_file_is_read(tmp_path: Path) -> None:
    """Chunked and encoded bodies, revisits by digest; pictures and errors are passed over."""
    path = tmp_path / "crawl.warc.gz"
    body = b"<p>We keep mail.</p>" * 20
    squeezed = gzip.compress(body)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(squeezed), squeezed)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)

        def add(
            url: str, when: str, status: str, content_type: str, payload: bytes, *more: tuple[str, str]
        ) -> str:
            http = StatusAndHeaders(status, [("Content-Type", content_type), *more], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(payload),
                http_headers=http,
                warc_headers_dict={"WARC-Date": when},
            )
            writer.write_record(record)
            return str(record.rec_headers.get_header("WARC-Payload-Digest"))

        url = "https://www.lumen.example/legal/privacy.html"
        encoded = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
        digest = add(url, "2024-05-01T00:00:00Z", "200 OK", "text/html; charset=latin-1", chunked, *encoded)
        add(url, "2024-05-02T00:00:00Z", "404 Not Found", "text/html", b"gone")
        add("https://www.lumen.example/a.png", "2024-05-02T00:00:00Z", "200 OK", "image/png", b"png")
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *encoded], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_revisit_record(
                url, digest, url, "2024-05-01T00:00:00Z", http, {"WARC-Date": "2024-05-03T00:00:00Z"}
            )
        )
    one, two = warc.read(path)
    assert (one.body, two.body) == (body, body)
    assert (one.policy, one.service, one.charset) == ("lumen-example/privacy", "lumen.example", "latin-1")
    assert two.recorded_at == datetime(2024, 5, 3, tzinfo=UTC)
    (tmp_path / "no.warc").write_bytes(b"not a warc file at all\r\n")
    with pytest.raises(ImportSourceError, match="no readable WARC file"):
        list(warc.read(tmp_path / "no.warc"))


CAPTURES = {
    "20240501000000": b"<p>one</p>",
    "20240601000000": b"<p>two</p>",
    "20240701000000": b"<p>three</p>",
}


class _Machine(BaseHTTPRequestHandler):
    """Index and captures, as the Wayback Machine serves them."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/cdx/search/cdx":
            asked = parse_qs(parts.query)
            since = asked.get("from", ["0"])[0]
            rows = [["timestamp", "original", "mimetype", "digest"]]
            rows += [[at, asked["url"][0], "text/html", f"D{at}"] for at in CAPTURES if at[:8] >= since]
            body = json.dumps(rows).encode()
        else:
            body = CAPTURES[parts.path.split("/")[2].removesuffix("id_")]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def machine() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Machine)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(url: str) -> tuple[bytes, str]:
    with urlopen(url) as answer:
        return answer.read(), answer.headers["Content-Type"]


def test_captures_of_the_wayback_machine_are_versions(machine: str) -> None:
    """In order, as received, at a polite rate, and going on where an import was cut off."""
    pauses: list[float] = []
    url = "https://www.lumen.example/privacy"
    found = list(wayback.read(url, get, pauses.append, server=machine))
    assert [version.body for version in found] == list(CAPTURES.values())
    assert found[0].recorded_at == datetime(2024, 5, 1, tzinfo=UTC)
    assert (found[0].policy, found[0].url, found[0].charset) == ("lumen-example/privacy", url, "utf-8")
    assert pauses == [wayback.SECONDS_BETWEEN] * 3
    taken = {found[0].recorded_at, found[1].recorded_at}
    rest = list(wayback.read(url, get, pauses.append, known=lambda _, at: at in taken, server=machine))
    assert rest == found[2:]
    assert len(pauses) == 4
    assert len(list(wayback.read(url, get, pauses.append, since=date(2024, 6, 1), server=machine))) == 2


def test_an_index_without_captures_is_told(machine: str) -> None:
    """Nothing found is said, not passed over."""
    with pytest.raises(ImportSourceError, match=r"holds no capture of https://lumen\.example"):
        list(
            wayback.read("https://lumen.example", get, lambda _: None, since=date(2030, 1, 1), server=machine)
        )
