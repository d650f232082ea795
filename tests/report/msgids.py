"""Collects every text of the reports that wants a translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.report import certainty, incident, messages, proofs, versions, vocabulary
from tracker.report.known import TOLD_ELSEWHERE

ROOM = Path(messages.__file__).parent
_IN_TEMPLATE = re.compile(r'_(?:\.count)?\(\s*"((?:[^"\\]|\\.)*)"(?:\s*,\s*"((?:[^"\\]|\\.)*)")?')


def msgids() -> dict[str, str]:
    """English texts, each with its plural form or ""."""
    found: dict[str, str] = {}
    for path in sorted(ROOM.glob("*.py")):
        found |= dict(_in_code(ast.parse(path.read_text("utf-8"))))
    for path in sorted((ROOM / "templates").glob("*.html")):
        for one, many in _IN_TEMPLATE.findall(path.read_text("utf-8")):
            found[one] = many if f'count("{one}"' in path.read_text("utf-8") else ""
    tables = (
        certainty.LABELS, certainty.MATERIALITY, incident.REASONS, versions.OUTCOMES, versions.FETCHERS,
        versions.ROBOTS, vocabulary.ACTIONS, vocabulary.ACTORS, vocabulary.PURPOSES, vocabulary.PRACTICES,
        vocabulary.LANGUAGE_NAMES,
    )  # fmt: skip
    for table in tables:
        found |= dict.fromkeys(table.values(), "")
    found |= dict.fromkeys((*messages.MONTHS, *(title for _, title, _ in proofs.GROUPS)), "")
    found |= dict.fromkeys(("text", "record", "WARC file"), "")
    return found | dict.fromkeys(TOLD_ELSEWHERE, "")


def _in_code(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            name = ast.unparse(node.func)
            if name == "m" or (name == "self" and texts):
                yield from ((text, "") for text in texts[:1])
            elif name == "m.count" and len(texts) == 2:
                yield str(texts[0]), str(texts[1])
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            yield from _in_pairs(node)


def _in_pairs(node: ast.For) -> Iterator[tuple[str, str]]:
    """Texts of a loop over tuples that are handed to the messages inside it."""
    body = " ".join(ast.unparse(line) for line in node.body)
    assert isinstance(node.iter, ast.Tuple)
    for item in node.iter.elts:
        if not isinstance(item, ast.Tuple):
            continue
        texts = [part.value for part in item.elts if isinstance(part, ast.Constant)]
        if "m.count(one, many" in body and len(texts) >= 2:
            yield str(texts[0]), str(texts[1])
        elif "m(text, service" in body and len(texts) == 2:
            yield str(texts[1]), ""
