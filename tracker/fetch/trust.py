"""Trust is the set of authorities whose certificates we accept."""

import ssl

import certifi

from tracker.errors import WatchlistError


def trusting(ca_bundle: str | None) -> ssl.SSLContext:
    """The system's authorities (or those of SSL_CERT_FILE), the public ones, and those of a file.

    Raises WatchlistError where the file holds none.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    if ca_bundle:
        try:
            context.load_verify_locations(cafile=ca_bundle)
        except OSError as error:  # ssl.SSLError is one too
            why = error.strerror or "no certificate in it"
            raise WatchlistError(
                f"ca_bundle cannot be read ({why.strip().lower()})",
                ca_bundle,
                "Name a file of certificates in PEM form, from -----BEGIN CERTIFICATE----- on.",
            ) from error
    return context
