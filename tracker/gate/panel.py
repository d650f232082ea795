"""A panel is a consent tool's list of cookies that got into the text of a policy."""

import re

# What consent tools print beside the cookies they list.
MARKS = re.compile(
    r"cookie list|cookie details|list of cookies|strictly necessary|essential cookies|"
    r"performance cookies|functional cookies|targeting cookies|marketing cookies|"
    r"statistics? cookies|preference cookies|social media cookies|unclassified|"
    r"privacy preference center|manage consent|consent preferences|cookie settings|"
    r"always active|storage duration|maximum storage|cookie subgroup|cookies used|"
    r"first party|third party|http cookie|pixel tracker|strictement nécessaires|"
    r"cookies de performance|cookies fonctionnels|toujours actif|"
    r"durée de conservation maximale|unbedingt erforderlich|leistungs-cookies|"
    r"funktionelle cookies|immer aktiv|maximale speicherdauer|estrictamente necesarias|"
    r"cookies de rendimiento|siempre activ|strettamente necessari|sempre attiv|"
    r"strikt noodzakelijk|altijd actief",
    re.IGNORECASE,
)
LEAST_MARKS = 8


def is_panel(texts: tuple[str, ...]) -> bool:
    """Whether these blocks are mostly rows of a cookie list rather than sentences."""
    words = sum(len(text.split()) for text in texts)
    if words < 100:
        return False
    marks = [text for text in texts if MARKS.search(text)]
    sentences = sum(len(text.split()) for text in texts if _is_sentence(text) and not MARKS.search(text))
    return len(marks) >= LEAST_MARKS and sentences < words * 0.5


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", ";", ":")) and len(text.split()) >= 8 and " | " not in text
