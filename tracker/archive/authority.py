"""Requests to a timestamp authority, with the check of its answers (RFC 3161)."""

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.archive.errors import ArchiveError

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

EXTRA = "Install privacy-policy-tracker[evidence]."


def request_for(content: bytes) -> bytes:
    """A request to sign the SHA-256 of the content, with a nonce, asking for the certificates."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 - of an extra
    except ImportError as error:
        raise ArchiveError(f"Timestamps need a library that is not installed. {EXTRA}") from error
    builder = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def fault_in(response: Path, manifest: Path, roots: Path | None) -> str:
    """What is wrong with an answer; "" where it holds.

    Without the authority's root certificate only the hash that was signed is compared.
    """
    content = manifest.read_bytes()
    try:
        from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 - of an extra

        token = decode_timestamp_response(response.read_bytes())
    except ImportError:
        return _fault_by_openssl(response, manifest, roots)
    except ValueError:  # it insists on DER where some authorities do not
        return _fault_by_openssl(response, manifest, roots)
    if hashlib.sha256(content).digest() != token.tst_info.message_imprint.message:
        return f"It signs another content than {manifest.name}: altered since that day."
    return _fault_in_signature(token, content, roots) if roots else ""


def _fault_in_signature(token: "TimeStampResponse", content: bytes, roots: Path) -> str:
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - of an extra
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415 - of an extra

    try:
        builder = VerifierBuilder()
        for certificate in load_pem_x509_certificates(roots.read_bytes()):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify_message(token, content)
    except (VerificationError, ValueError) as error:
        return f"The signature does not hold against {roots.name}: {error}."
    return ""


def _fault_by_openssl(response: Path, manifest: Path, roots: Path | None) -> str:
    if roots is None or shutil.which("openssl") is None:
        return f"It could not be checked. {EXTRA} Or use `openssl ts -verify`, see docs/how-to/evidence.md."
    command = [
        "openssl",
        "ts",
        "-verify",
        "-in",
        str(response),
        "-data",
        str(manifest),
        "-CAfile",
        str(roots),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        return f"openssl does not accept it: {done.stderr.strip().splitlines()[-1:] or ''}."
    return ""
