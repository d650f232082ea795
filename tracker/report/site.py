"""The site is the folder of reports that a browser reads from the disk."""

import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.report import html, json_form, markdown
from tracker.report.change_view import change_view
from tracker.report.digest import digest_view, render_digest
from tracker.report.environment import environment, stylesheet
from tracker.report.feed import FeedEntry, atom
from tracker.report.messages import messages
from tracker.report.overview import Overview, overview, summary
from tracker.report.policy_subject import PolicySubject
from tracker.report.policy_view import PolicyView, policy_view
from tracker.report.subject import ReportSubject
from tracker.report.view import ChangeView
from tracker.report.vocabulary import category_label


def write_change(folder: Path, subject: ReportSubject, language: str = "en") -> ChangeView:
    """Write the three files of a change, and return what they say."""
    view = change_view(subject, language)
    _write(folder / f"{view.address}.html", html.render_change(view))
    _write(folder / f"{view.address}.md", markdown.render_change(view))
    _write(folder / f"{view.address}.json", json_form.render_change(view))
    return view


def write_policy(folder: Path, subject: PolicySubject, language: str = "en") -> PolicyView:
    """Write the page, the summary and the feed of a policy."""
    view = policy_view(subject, language)
    m = messages(language)
    page = environment().get_template("policy.html")
    home = folder / view.policy
    _write(home / "index.html", page.render(view=view, _=m, css=stylesheet(), root="../../"))
    _write(home / "index.json", summary(view))
    entries = (
        FeedEntry(
            entry.id, entry.headline, f"{entry.stage_label}. {view.title}", f"{entry.file}.html",
            entry.iso, entry.updated, entry.categories,
        )
        for entry in view.entries
        if entry.news
    )  # fmt: skip
    title = f"{view.service}: {view.title}"
    _write(home / "feed.xml", atom(title, view.policy, entries, m.language, "index.html"))
    write_service(folder, subject.policy.service_slug, language)
    return view


def write_service(folder: Path, slug: str, language: str = "en") -> Overview:
    """Write the page and the feed of a service, out of the summaries of its policies."""
    whole = overview(folder, language, only=slug).of_service(slug)
    m = messages(language)
    page = environment().get_template("service.html")
    _write(folder / slug / "index.html", page.render(view=whole, _=m, css=stylesheet(), root="../"))
    entries = _feed_entries(whole, "../")
    text = atom(whole.service, f"service/{slug}", entries, m.language, "index.html")
    _write(folder / slug / "feed.xml", text)
    return whole


def write_digest(folder: Path, since: datetime, until: datetime, language: str = "en") -> Path:
    """Write the digest of a period, out of the summaries; the path of its page."""
    view = digest_view(overview(folder, language), since, until, language)
    path = folder / "digests" / f"{view.name}.html"
    _write(path, render_digest(view))
    return path


def write_overview(
    folder: Path, language: str = "en", checked: Mapping[str, datetime] | None = None
) -> Overview:
    """Write the first page and what else spans services, out of the summaries of all policies."""
    whole = overview(folder, language, checked)
    m = messages(language)
    for name in ("index", *(("matrix",) if whole.matrix.is_large else ())):
        page = environment().get_template("overview.html" if name == "index" else "matrix.html")
        _write(folder / f"{name}.html", page.render(view=whole, _=m, css=stylesheet(), root=""))
    for schema in sorted(json_form.SCHEMAS.glob("*.json")):
        _write(folder / "schema" / schema.name, schema.read_text("utf-8"))
    every = list(_feed_entries(whole, ""))
    _write(folder / "feed.xml", atom(m("Privacy policies"), "site", every, m.language, "index.html"))
    by_category: dict[str, list[FeedEntry]] = {}
    for entry in every:
        for category in entry.categories:
            by_category.setdefault(category, []).append(replace(entry, href=f"../{entry.href}"))
    for category, entries in by_category.items():
        label = category_label(category, m.language)
        file = f"{category}.xml"
        text = atom(label, f"category/{category}", entries, m.language, "../index.html", own=file)
        _write(folder / "categories" / file, text)
    return whole


def _feed_entries(whole: Overview, root: str) -> Iterator[FeedEntry]:
    for line in whole.lines:
        for change in line.changes:
            if change["news"]:
                yield _feed_entry(line.policy, line.title, change, root)


def _feed_entry(policy: str, title: str, change: Mapping[str, Any], root: str) -> FeedEntry:
    return FeedEntry(
        change["id"],
        change["headline"],
        f"{change['stage_label']}. {title}",
        f"{root}{policy}/{change['file']}.html",
        change["at_iso"],
        change["updated_at"],
        tuple(change["categories"]),
    )


def _write(path: Path, text: str) -> bool:
    """Write a file all at once; one that says the same already is left alone."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    part.write_bytes(data)
    part.replace(path)
    return True
