"""A policy in Dutch, from its page to the report."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Tracker
from tests.cli.site import Site

PARAGRAPHS = (
    "Kwebbel is een verzonnen platform. In dit privacybeleid leest u hoe wij met persoonsgegevens omgaan "
    "wanneer u berichten schrijft, bewaart en met anderen deelt.",
    "Wij verzamelen uw naam en uw e-mailadres wanneer u een account aanmaakt, en gebruiken die om u de "
    "berichten te sturen waar u om vraagt.",
    "Wij leggen vast op welke dagen u inlogt, zodat wij kunnen tonen wanneer uw account voor het "
    "laatst is gebruikt.",
    "Uw vingerafdruk slaan wij niet op; die blijft op uw telefoon.",
    "Wij bewaren uw gegevens zolang uw account bestaat. Dertig dagen na het sluiten worden ze verwijderd.",
    "U hebt recht op inzage in uw gegevens, en u kunt ons vragen ze te laten corrigeren of te laten wissen.",
)
NEW = (
    "Met uw toestemming kunnen wij uw biometrische gegevens verzamelen voor beveiliging en identificatie.",
    "Wij kunnen uw arbeidsverleden en uw opleiding verzamelen om u passende vacatures aan te bevelen.",
)


def page(*more: str) -> bytes:
    """The page of a made-up policy, with further paragraphs at its end."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, *more))
    head = "<!doctype html><html lang='nl'><head><meta charset='utf-8'><title>Privacybeleid</title></head>"
    return f"{head}<body><main><h1>Privacybeleid</h1>{body}</main></body></html>".encode()


def test_a_dutch_policy_is_read_and_told_in_dutch(
    tracker: Tracker, site: Site, watch: Callable[..., Path], tmp_path: Path
) -> None:
    """Language, gate, categories and labels know Dutch; a denied fingerprint hides no new biometrics."""
    file = watch('language = "nl"\n', Kwebbel=site.put("/privacy", page()))
    file.write_text(file.read_text(encoding="utf-8") + 'language = "nl"\n', encoding="utf-8")
    assert tracker("check").code == 0
    time.sleep(1)  # versions are named by the second
    site.put("/privacy", page(*NEW))
    ran = tracker("check")
    assert ran.code == 1, ran.said
    assert tracker("report").code == 0
    report = next(tmp_path.glob("reports/kwebbel/privacy/2*.md")).read_text(encoding="utf-8")
    for words in ("Biometrische gegevens", "Werkgegevens", "pleidingsgegevens", NEW[0]):
        assert words in report
