"""Signs a webhook as Standard Webhooks 1.0 describes."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

PREFIX = "whsec_"


def signed_headers(key: bytes, message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows that a body is ours, fresh and whole."""
    stamp = str(int(now.timestamp()))
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}


def key_of(secret: str) -> bytes:
    """The bytes of a key written as "whsec_" and base64; raises ValueError where it is not, or too short."""
    text = secret.strip().removeprefix(PREFIX)
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError('a signing key is "whsec_" followed by base64') from None
    if len(key) < 24:  # Standard Webhooks 1.0: between 24 and 64 bytes
        raise ValueError("a signing key has at least 24 bytes, in base64")
    return key
