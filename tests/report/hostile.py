"""A hostile subject holds in every text what could break out of a report."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.report.sample import OLD, facts, findings, subject
from tracker.extract.document import Block, Document
from tracker.report.subject import Hop, ReportSubject

PAYLOAD = (
    '<script>alert(1)</script><img src=x onerror=alert(1)> " onmouseover="alert(1) </style></title>'
    " [x](javascript:alert(1)) ![y](https://evil.example/z.png) `code` **bold** | cell | @everyone #1"
    " \x1b[31mred\x1b]0;title\x07 \u202e{{ 7*7 }} {% raw %} https://evil.example/track www.evil.example &amp;"
)


def hostile() -> ReportSubject:
    """The sample with the payload in names, paths, quotes, headers and addresses."""
    made = subject(new=OLD.replace("for twelve months", f"for twelve months {PAYLOAD}"))
    found = tuple(
        replace(
            finding, quote=PAYLOAD, phrase="bold", path=(PAYLOAD, PAYLOAD), old_quote=PAYLOAD, block=0,
            statement=replace(finding.statement, conditions=(PAYLOAD,), recipients=(PAYLOAD,)),
        )
        for finding in findings(subject().new_document)
    )  # fmt: skip
    at = datetime(2026, 3, 16, tzinfo=UTC)
    return replace(
        made,
        policy=replace(
            made.policy,
            service=PAYLOAD,
            title=PAYLOAD,
            source=replace(made.policy.source, urls=("javascript:alert(1)",)),
        ),
        change=replace(made.change, findings=found),
        new_document=Document((Block("heading", PAYLOAD, 1), *made.new_document.blocks[1:])),
        new_facts=replace(
            facts(at),
            hops=(Hop("data:text/html,<script>", 200, PAYLOAD), Hop(f"https://a.example/{PAYLOAD}")),
            headers=(("ETag", PAYLOAD),),
        ),
        checks=tuple(replace(check, detail=PAYLOAD) for check in made.checks),
    )
