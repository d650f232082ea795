"""Writes the reference out of the code; with --check it only tells what is out of date."""

import ast
import dataclasses
import inspect
import json
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
import typing
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from man_page import man_page
from operation import operation

from tracker.alert.registry import channel_types, settings_class
from tracker.alert.rules import Rule
from tracker.cli.app import SECTIONS, app
from tracker.cli.command import Command
from tracker.report.json_form import SCHEMAS
from tracker.watchlist.duration import format_duration
from tracker.watchlist.read import PolicyTable
from tracker.watchlist.secret import Secret
from tracker.watchlist.verdict import VerdictRule
from tracker.watchlist.watchlist import Settings

REFERENCE = Path(__file__).parent / "reference"
MAN_PAGE = Path(__file__).parents[1] / "packaging" / "tracker.1"
README = Path(__file__).parents[1] / "README.md"
PICTURES = (
    ("report-side-by-side-dark", "A change side by side, on a dark desktop"),
    ("policy-desktop-light", "The page of a policy: its versions, its changes, what it names and since when"),
    ("report-phone-dark", "A report on a phone"),
    ("overview-phone-light", "The first page on a phone"),
)
NUMBER = r"[0-9][0-9.,]*[0-9]|[0-9]"
FIGURES = (
    (
        r"newly disclosed \| \[precision (#), recall (#)\]",
        "disclosure.md",
        r"recall 0.90 \| precision (#), recall (#)",
    ),
    (r"keyword monitor knows: (#), (#) ", "disclosure.md", r"has precision (#) and\s+recall (#) "),
    (r"\[(#) of (#)\]\(docs/changes.md\) major", "changes.md", r"; (#) of (#) with something major did"),
    (r" (#) of (#) minor ones", "changes.md", r"\| minor \| (?=(?:.*\| )(#) \|\n)(#) "),
    (r"\[(#) alerts\]", "changes.md", r"So (#) alerts come of"),
    (r"\| (#) recorded changes of", "changes.md", r"alerts come of (#) recorded changes"),
    (r"\| (#) recorded versions of", "gate.md", r" of (#) recorded versions were none"),
    (r"\[(#) were no policy\]", "gate.md", r"\n(#) of [0-9,]+ recorded versions were none"),
)
"""A place of the README, and the place of the page that its figures come from."""
SHOWN = re.compile(r"(```console\n\$ tracker ([^\n]+)\n).*?\n```", re.DOTALL)


def cli() -> Iterator[str]:
    """The reference of the command line."""
    yield "# Command line\n"
    yield "Written by `python docs/generate.py` out of the commands themselves.\n"
    yield textwrap.dedent("""\
        | exit code | meaning |
        |---|---|
        | 0 | nothing new |
        | 1 | changes found |
        | 2 | error: ours, or the configuration's |
        | 3 | nothing new where we could read, but some policies could not be read |
        | 130 | stopped by Ctrl-C; what was finished is stored |

        `--exit-zero` turns 1 and 3 into 0, for schedulers that take every other code for a failure. With
        `--json` a command prints one document on stdout; its `schema` names kind and version. An error is
        such a document too (`tracker.error/1`). The rest goes to stderr: progress only while a terminal
        listens. `NO_COLOR` is honoured.
        """)
    for heading, names in SECTIONS.items():
        yield f"\n## {heading}\n"
        for name in names:
            yield from _command(name, app.get_command(click.Context(app), name))


def _command(name: str, command: click.Command | None) -> Iterator[str]:
    assert command is not None
    yield f"\n### tracker {name}\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    if isinstance(command, click.Group):
        for below, made in command.commands.items():
            yield from _command(f"{name} {below}", made)
        return
    context = click.Context(command, info_name=f"tracker {name}")
    yield f"```\n{' '.join(['tracker', name, *command.collect_usage_pieces(context)])}\n```\n"
    yield "| option | meaning |\n|---|---|"
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and record[1]:  # click names arguments without a word on them from 8.3 on
            yield f"| `{_cell(record[0])}` | {_cell(record[1])} |"
    assert isinstance(command, Command)
    yield "\n```sh"
    for line, what in command.examples:
        yield f"tracker {line}".rstrip() + f"  # {what}"
    yield "```"


def configuration() -> Iterator[str]:
    """The reference of tracker.toml."""
    yield "# Configuration: tracker.toml\n"
    yield "Written by `python docs/generate.py` out of the dataclasses that the file is read into.\n"
    yield textwrap.dedent("""\
        Times are written as `"90s"`, `"30m"`, `"6h"`, `"1d"` or `"1h30m"`; paths start at the folder of the
        file. A mistake is named with file, line and key. Secrets are never written here: `{ env = "NAME" }`
        takes one from the environment, `{ file = "path" }` the first line of a file.
        """)
    tables: list[tuple[str, str, type[Any]]] = [
        ("[tracker]", "What holds for all policies.", Settings),
        ("[[policy]]", "One watched text.", PolicyTable),
        ("[[verdict]]", "A rule of your own on how much a change matters.", VerdictRule),
        ("[[channel]]", "Who is told; besides name and type, what every channel can have.", Rule),
    ]
    for kind in channel_types():
        tables.append((f'[[channel]] with type = "{kind}"', "Keys of this type.", settings_class(kind)))
    for heading, what, cls in tables:
        yield f"\n## {heading}\n\n{what}\n"
        yield "| key | default | meaning |\n|---|---|---|"
        texts = _field_texts(cls)
        for field in dataclasses.fields(cls):
            key = field.name.rstrip("_")
            yield f"| `{key}` | {_default(field)} | {_cell(texts.get(field.name, ''))} |"


def _field_texts(cls: type[Any]) -> dict[str, str]:
    """The line of documentation under each field; inherited fields included."""
    texts: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if not dataclasses.is_dataclass(base):
            continue
        body = typing.cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]).body
        for statement, following in zip(body, [*body[1:], ast.Pass()], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                text = following.value if isinstance(following, ast.Expr) else None
                if isinstance(text, ast.Constant):
                    texts[statement.target.id] = " ".join(str(text.value).split())
    return texts


def _default(field: "dataclasses.Field[Any]") -> str:  # noqa: PLR0911 - one line a type
    if field.default_factory is not dataclasses.MISSING:
        return "empty"
    match field.default:
        case dataclasses.MISSING:
            return "required"
        case timedelta():
            return f'`"{format_duration(field.default)}"`'
        case None | () | "" | Secret():
            return "none"
        case bool():
            return f"`{str(field.default).lower()}`"
        case tuple():
            entries = ", ".join(f'"{entry}"' for entry in field.default)
            return f"`[{entries}]`"
        case int() | float():
            return f"`{field.default}`"
        case _:
            return f'`"{field.default}"`'


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def reports() -> Iterator[str]:
    """The reference of the report folder and of its JSON files."""
    yield "# Reports\n"
    yield "Written by `python docs/generate.py`; the tables come out of the JSON Schemas.\n"
    yield textwrap.dedent("""\
        | address below `reports/` | what it is |
        |---|---|
        | `index.html`, `feed.xml` | every policy; the feed of all changes |
        | `matrix.html` | which service names what, where that is too large for the first page |
        | `categories/CATEGORY.xml` | feed of the changes that newly name a kind of data |
        | `SERVICE/index.html`, `SERVICE/feed.xml` | one service |
        | `SERVICE/POLICY/index.html`, `feed.xml`, `index.json` | one policy |
        | `SERVICE/POLICY/TIME.html`, `.md`, `.json`, `.pdf` | one change, named by its version |
        | `digests/FROM_UNTIL.html` | what happened in a period |
        | `schema/KIND-VERSION.json` | the JSON Schemas |

        PDF files and digests are written where `tracker report --pdf` and `--digest` asked for them.
        Addresses stay. Times are UTC. A JSON file says with `kind` and `schema` which schema it keeps; what
        it holds is added to within a version only together with the schema, and taken away only in the next.
        """)
    for name, what in PICTURES:
        yield f"![{what}](../images/{name}.png)\n"
    for path in sorted(SCHEMAS.glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        link = f"[`{path.name}`](../../reports/schema/{path.name})"
        yield f"\n## {schema['title']}\n\n{schema['description']} Schema: {link}.\n"
        yield from _schema_table(schema["properties"])
        for name, part in schema["$defs"].items():
            if "properties" in part:
                yield f"\n### {name}\n"
                yield from _schema_table(part["properties"])


def _schema_table(properties: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "| key | type | meaning |\n|---|---|---|"
    for name, part in properties.items():
        yield f"| `{name}` | {_cell(_schema_type(part))} | {_cell(part.get('description', ''))} |"


def _schema_type(part: dict[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_schema_type(each) for each in part["anyOf"])
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2]
    kinds = part["type"] if isinstance(part["type"], list) else [part["type"]]
    items = f" of {_schema_type(part['items'])}" if "items" in part else ""
    return " or ".join(kinds) + items


def figures(text: str) -> str:
    """The README with the figures of the pages that it links to."""
    for here, name, there in FIGURES:
        measured = re.search(there.replace("#", NUMBER), (README.parent / "docs" / name).read_text("utf-8"))
        shown = re.search(here.replace("#", NUMBER), text)
        assert measured, f"docs/{name} has no figure like: {there}"
        assert shown, f"README.md has no figure like: {here}"
        for number in range(shown.re.groups, 0, -1):
            text = text[: shown.start(number)] + measured[number] + text[shown.end(number) :]
    return text


def readme(text: str) -> str:
    """The README with the true output of its commands, after a demo of its own."""

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "tracker", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    with tempfile.TemporaryDirectory() as folder:
        run("demo")
        return SHOWN.sub(lambda found: f"{found[1]}{run(*shlex.split(found[2])).rstrip()}\n```", text)


def main() -> int:
    """Write the files, or compare them."""
    stale = []
    written = (
        (REFERENCE / "cli.md", cli()),
        (REFERENCE / "configuration.md", configuration()),
        (REFERENCE / "operation.md", operation()),
        (REFERENCE / "reports.md", reports()),
        (MAN_PAGE, man_page()),
    )
    for file, lines in written:
        text = "\n".join(lines).rstrip("\n") + "\n"
        if "--check" not in sys.argv:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(file.name)
    if "--check" not in sys.argv:
        README.write_text(readme(figures(README.read_text(encoding="utf-8"))), encoding="utf-8")
    elif figures(README.read_text(encoding="utf-8")) != README.read_text(encoding="utf-8"):
        stale.append("the figures of README.md")
    if stale:
        print(f"Out of date: {', '.join(stale)}. Run: python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
