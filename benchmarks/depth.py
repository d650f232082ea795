"""Count the phrases of each category and language; print the table of docs/disclosure.md.

    python -m benchmarks.depth

Counted as written: a line with alternatives ("a|b"), endings (`~`) or compounds (`+`) is one phrase.
"""

import tomllib

from tracker.disclose.lexicon import FOLDER, TIERS
from tracker.disclose.taxonomy import LANGUAGES, built_in


def depth(language: str) -> dict[str, tuple[int, ...]]:
    """Strong, listed and weak phrases by category."""
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["categories"]
    return {name: tuple(len(tiers.get(tier, [])) for tier in TIERS) for name, tiers in tables.items()}


def table() -> list[str]:
    """Markdown rows: firm (strong and listed) and weak phrases by category and language."""
    depths = {language: depth(language) for language in LANGUAGES}
    rows = [f"| category | {' | '.join(LANGUAGES)} |", "|---|" + "---|" * len(LANGUAGES)]
    for category in built_in():
        cells = [depths[language][category.id] for language in LANGUAGES]
        rows.append(f"| {category.id} | {' | '.join(f'{s + li} / {w}' for s, li, w in cells)} |")
    sums = [
        (sum(s + li for s, li, _ in found.values()), sum(w for *_, w in found.values()))
        for found in depths.values()
    ]
    rows.append(f"| **all** | {' | '.join(f'{firm:,} / {weak:,}' for firm, weak in sums)} |")
    return rows


if __name__ == "__main__":
    print("\n".join(table()))
