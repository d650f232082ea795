"""A local authority signs manifests; two verifiers agree, and no later change passes."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.archive import made
from tests.archive.replay import fill
from tracker.archive.archive import Archive
from tracker.archive.errors import ArchiveError
from tracker.archive.timestamps import stamp
from tracker.archive.verify import verify

CONFIG = """
[tsa]
default_tsa = local
[local]
serial = {home}/serial
crypto_device = builtin
signer_cert = {home}/tsa.pem
signer_key = {home}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ext]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
"""


class Authority:
    """An authority of our own, out of openssl."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.root = home / "ca.pem"
        (home / "serial").write_text("01\n")
        (home / "config").write_text(CONFIG.format(home=home))
        new = ["req", "-newkey", "rsa:2048", "-nodes", "-config", "config"]
        self.run(
            *new,
            "-x509",
            "-extensions",
            "ca",
            "-subj",
            "/CN=Local root",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
        )
        self.run(*new, "-subj", "/CN=Local authority", "-keyout", "tsa.key", "-out", "tsa.csr")
        signed = ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
        self.run(*signed, "-extfile", "config", "-extensions", "ext", "-out", "tsa.pem")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["openssl", *arguments], cwd=self.home, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def ask(self, request: bytes) -> bytes:
        (self.home / "q").write_bytes(request)
        self.run("ts", "-reply", "-config", "config", "-queryfile", "q", "-out", "r")
        return (self.home / "r").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if shutil.which("openssl") is None:
        pytest.skip("NOT TESTED: timestamps, since there is no openssl to be the authority")
    pytest.importorskip(
        "rfc3161_client", reason="NOT TESTED: timestamps, the extra `evidence` is not installed"
    )
    return Authority(tmp_path_factory.mktemp("authority"))


def test_new_records_are_signed_once_a_day(tmp_path: Path, authority: Authority) -> None:
    """The manifest is what `sha256sum` reads, the answer what `openssl ts` verifies; both days are linked."""
    with Archive.open(tmp_path) as archive:
        fill(archive)
        answer = stamp(archive, made.at(24), authority.ask)
        assert answer == tmp_path / "_evidence" / "2026-03-02.tsr"
        assert stamp(archive, made.at(25), authority.ask) is None, "once a day"
        shutil.copy(authority.root, tmp_path / "_evidence" / "authority.pem")
        assert list(verify(archive)) == []
        manifest = tmp_path / "_evidence" / "2026-03-02.manifest"
        subprocess.run(
            ["sha256sum", "--check", "--strict", "--quiet", str(manifest)], cwd=tmp_path, check=True
        )
        verified = (
            "ts",
            "-verify",
            "-in",
            str(answer),
            "-data",
            str(manifest),
            "-CAfile",
            str(authority.root),
        )
        assert "Verification: OK" in authority.run(*verified)
        latest = archive.snapshots(made.KEY)[-1]
        archive.record(made.changed(made.at(30), latest, "We sell mail.", change_id="2123456789abcdef"))
        stamp(archive, made.at(48), authority.ask)
        listed = (tmp_path / "_evidence" / "2026-03-03.manifest").read_text().splitlines()
        assert [line.split("  ")[1] for line in listed] == [
            "_evidence/2026-03-02.manifest",
            "_evidence/2026-03-03.checks.jsonl.gz",
            "lumen-mail/privacy/20260302T180000Z.json",
        ]
        assert list(verify(archive)) == []


def test_the_log_of_checks_is_signed_too(tmp_path: Path, authority: Authority) -> None:
    """That we looked and found nothing new is evidence as well."""
    with Archive.open(tmp_path) as archive:
        fill(archive)
        snapshot = archive.snapshots(made.KEY)[-1]
        archive.record(made.unchanged(made.at(9), snapshot))
        stamp(archive, made.at(24), authority.ask)
    lines = gzip.decompress((tmp_path / "_evidence" / "2026-03-02.checks.jsonl.gz").read_bytes()).splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == [
        "first",
        "first",
        "changed",
        "changed",
        "unchanged",
    ]


@pytest.mark.parametrize("name", ["2026-03-02.manifest", "2026-03-02.tsr", "2026-03-02.checks.jsonl.gz"])
def test_no_signed_file_can_be_altered(name: str, tmp_path: Path, authority: Authority) -> None:
    """One byte in manifest, answer or log."""
    with Archive.open(tmp_path) as archive:
        fill(archive)
        stamp(archive, made.at(24), authority.ask)
        shutil.copy(authority.root, tmp_path / "_evidence" / "authority.pem")
        path = tmp_path / "_evidence" / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        assert "timestamp" in {problem.kind for problem in verify(archive)}


def test_an_archive_written_anew_is_betrayed_by_the_signature(tmp_path: Path, authority: Authority) -> None:
    """All files and hashes made to fit each other: the manifest names other records."""
    with Archive.open(tmp_path / "true") as archive:
        fill(archive)
        stamp(archive, made.at(24), authority.ask)
    with Archive.open(tmp_path / "false") as forged:
        forged.record(made.first(made.at(0), "We keep nothing."))
        shutil.copytree(tmp_path / "true" / "_evidence", tmp_path / "false" / "_evidence")
        problems = list(verify(forged))
    assert {problem.kind for problem in problems} == {"timestamp"}
    assert any("altered since that day" in problem.detail for problem in problems)


def test_a_silent_authority_is_asked_again(tmp_path: Path, authority: Authority) -> None:
    """The manifest of the day waits for its signature."""

    def silent(request: bytes) -> bytes:
        raise ArchiveError("The authority does not answer.")

    with Archive.open(tmp_path) as archive:
        fill(archive)
        with pytest.raises(ArchiveError, match="does not answer"):
            stamp(archive, made.at(24), silent)
        assert [(problem.kind, problem.where) for problem in verify(archive)] == [
            ("unfinished", "_evidence/2026-03-02.tsr")
        ]
        assert stamp(archive, made.at(26), authority.ask) == tmp_path / "_evidence" / "2026-03-02.tsr"
        assert list(verify(archive)) == []
