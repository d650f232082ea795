"""A workspace is a watchlist at work: its archive, its way out, its reports and its alerts."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from tracker.alert.digest_message import with_digests
from tracker.alert.legal import legal_of
from tracker.alert.notice import with_notices
from tracker.alert.plan import deliveries_for, incident_deliveries, recovery_deliveries
from tracker.alert.rule_names import check_rules
from tracker.archive.archive import Archive
from tracker.archive.change import Change, StageEvent
from tracker.archive.errors import ArchiveError
from tracker.archive.importers.recorded import RecordedVersion
from tracker.archive.observation import Accepted, Delivery, Incident
from tracker.archive.outbox import Outbox
from tracker.compose import Composer
from tracker.disclose.disclosure import Disclosure
from tracker.disclose.own import choose
from tracker.disclose.read import disclosures
from tracker.errors import NotPossible
from tracker.extract.document import Document
from tracker.extract.read import read
from tracker.fetch.capture import Capture, Failure
from tracker.fetch.client import Client
from tracker.fetch.recorded import recorded_capture
from tracker.fetch.settings import FetchSettings
from tracker.gate.admit import admit, unreadable_from
from tracker.gate.history import History
from tracker.gate.reading import Reading, Reason, Unreadable
from tracker.gather import categories_of, change_subject, policy_subject
from tracker.judge.editions import editions
from tracker.pipeline import Network, Origin, Outcome, Pipeline
from tracker.report.change_view import address, change_view
from tracker.report.site import write_change, write_overview, write_policy
from tracker.report.view import ChangeView
from tracker.watchlist.policy import Policy, Source
from tracker.watchlist.watchlist import Channel, Settings, Watchlist

TECHNICAL = "recorded after a change of extraction rules"
"""The mark of a version that may differ for a technical reason; it is compared all the same."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock; aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a source gives, with nothing stored."""

    reading: Reading
    disclosures: tuple[Disclosure, ...]
    """Every mention of a category; empty where the policy could not be read."""
    capture: Capture | None
    """None where nothing could be fetched."""


class Tracker:
    """Everything that one watchlist does; the way to use the program from Python.

    Use it as a context manager. The clock and the network can be handed in; alerts are queued unless
    `alerts` is off, and sent by `tracker run` or `tracker.alert.deliver`.
    """

    def __init__(
        self,
        watchlist: Watchlist,
        archive: Archive,
        network: Network,
        clock: Clock = utc_now,
        *,
        alerts: bool = True,
    ) -> None:
        choose(watchlist.settings.lexicon, now=True)  # what is wrong is said before anything is done
        check_rules(watchlist)
        self.watchlist, self.archive, self.network, self.clock = watchlist, archive, network, clock
        self.outbox = Outbox(archive)
        teller = Teller(watchlist.channels, self.outbox) if alerts else None
        self.pipeline = Pipeline(
            archive,
            network,
            clock,
            teller,
            read_on=partial(categories_of, archive),
            full_fetch_every=watchlist.settings.full_fetch_every,
            verdict_rules=watchlist.verdict_rules,
        )
        settings = watchlist.settings
        composer = Composer(archive, self.policy_of, settings.language, settings.base_url)
        self.compose = with_digests(
            with_notices(composer, self.outbox, self._named, settings.language),
            archive,
            watchlist.channels,
            watchlist.policies,
            self._view_of,
            language=settings.language,
            base_url=settings.base_url,
            legal_of=legal_of,
        )

    @classmethod
    def open(cls, watchlist: Watchlist, *, clock: Clock = utc_now, alerts: bool = True) -> "Tracker":
        """Open the archive of a watchlist, and its way out."""
        choose(watchlist.settings.lexicon, now=True)  # nothing is opened that would have to be closed
        archive = Archive.open(watchlist.settings.archive)
        return cls(
            watchlist, archive, Client(fetch_settings(watchlist.settings), now=clock), clock, alerts=alerts
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections and catalogue."""
        if isinstance(self.network, Client):
            self.network.close()
        self.archive.close()

    def policy_of(self, key: str) -> Policy:
        """The watched policy of a key; one that is only in the archive is named as its records name it."""
        for policy in self.watchlist.policies:
            if policy.key == key:
                return policy
        service, _, slug = key.partition("/")
        held = next((each for each in self.archive.policies() if each.key == key), None)
        urls = () if held is None else _urls_of(self.archive, key)
        return Policy(
            service=held.service if held else service,
            service_slug=service,
            slug=slug,
            title=held.title if held else slug,
            source=Source(urls),
            paused=True,
        )

    def _view_of(self, change: Change, language: str) -> ChangeView:
        return change_view(change_subject(self.archive, self.policy_of(change.policy), change), language)

    def _named(self, delivery: Delivery) -> str:
        """What a delivery is about, for a reader."""
        change = self.archive.change(delivery.subject) if delivery.kind == "change" else None
        policy = self.policy_of(change.policy if change else delivery.subject)
        return f"{policy.service}: {policy.title}"

    def check(self, policy: Policy) -> Outcome:
        """Check one policy now."""
        return self.pipeline.check(policy)

    def check_all(self, policies: Iterable[Policy] | None = None) -> Iterator[Outcome]:
        """Check many policies side by side; all that are not paused by default."""
        chosen = self.watchlist.policies if policies is None else policies
        active = [policy for policy in chosen if not policy.paused]
        return self.pipeline.check_all(active, self.watchlist.settings.workers)

    def accept(self, policy: Policy) -> Accepted:
        """Let the text that was refused last pass from now on; raises NotPossible where none was."""
        incident = self.archive.state(policy.key).incident
        failed = self.archive.checks(policy.key, incident.checks) if incident else ()
        refused = next((check for check in failed if check.text_sha256), None)
        if refused is None:
            raise NotPossible(
                f"no text of {policy.key} was refused since it was last read",
                advice=f"See `tracker status {policy.key}` for what is wrong, `tracker check` to look again.",
            )
        accepted = Accepted(refused.text_sha256, self.clock(), refused.reason)
        self.archive.accept(policy.key, accepted)
        return accepted

    def replay(self, versions: Iterable[RecordedVersion]) -> Iterator[Outcome]:
        """Take recorded versions in, oldest first; nobody is alerted of the past.

        What is not later than the archive's last version of its policy is known already and left out, as is
        what was taken before and refused, or found to be nothing new.
        """
        pipeline = replace(self.pipeline, teller=None)
        for version in versions:
            policy, origin = self._replayed(version)
            capture = version.capture or _capture_of(version)
            for at in (version.recorded_at, *version.seen_again):
                if self.is_known(version.policy, at):
                    continue
                try:
                    outcome = pipeline.replay(policy, replace(capture, fetched_at=at), origin)
                except ArchiveError:
                    if not self.is_known(version.policy, at):
                        raise
                    continue  # another import took it meanwhile
                yield outcome

    def is_known(self, key: str, at: datetime) -> bool:
        """Whether what was recorded of a policy at a moment was taken before, or is too old to be."""
        latest = self.archive.snapshot_at(key)
        return (latest is not None and at <= latest.observed_at) or self.archive.was_checked(key, at)

    def _replayed(self, version: RecordedVersion) -> tuple[Policy, Origin]:
        service, _, slug = version.policy.partition("/")
        watched = next((each for each in self.watchlist.policies if each.key == version.policy), None)
        policy = Policy(
            version.service,
            service,
            slug,
            version.title,
            version.source or Source((version.url,) if version.url else ()),
            confirm_after=watched.confirm_after if watched else self.watchlist.settings.confirm_after,
        )
        parts = [version.note, TECHNICAL if version.kind == "technical" else ""]
        return policy, Origin(version.origin, ", ".join(filter(None, parts)), version.is_admitted)

    def trial(self, source: Source) -> Trial:
        """Fetch and read a source, find its categories, store nothing."""
        fetched = self.network.fetch(source, full=True)
        if isinstance(fetched, Failure):
            return Trial(Unreadable(Reason(fetched.reason), fetched.detail), (), None)
        assert isinstance(fetched, Capture), "a full fetch is never answered with 304"
        drawn = unreadable_from(fetched) or read(fetched, source)
        reading = admit(drawn, fetched, source, History(language=source.language))
        found = disclosures(editions(reading).subject) if isinstance(reading, Document) else ()
        return Trial(reading, found, fetched)

    def write_report(self, change: Change) -> Path:
        """Write the pages of one change, and those of its policy; the path of its HTML page."""
        settings = self.watchlist.settings
        policy = self.policy_of(change.policy)
        view = write_change(
            settings.reports,
            change_subject(self.archive, policy, change, settings.reports),
            settings.language,
        )
        return settings.reports / f"{view.address}.html"

    def write_policy_page(self, key: str) -> None:
        """Write the page of one policy: versions, categories, incidents."""
        settings = self.watchlist.settings
        subject = policy_subject(self.archive, self.policy_of(key), settings.reports)
        write_policy(settings.reports, subject, settings.language)

    def write_overview(self) -> None:
        """Write the first page of the site, with when each policy was last checked."""
        checks = (self.archive.checks(held.key, 1) for held in self.archive.policies())
        checked = {latest.policy: latest.at for found in checks for latest in found}
        write_overview(self.watchlist.settings.reports, self.watchlist.settings.language, checked)

    def write_news(self, outcomes: Iterable[Outcome]) -> tuple[Path, ...]:
        """Write every page that these outcomes make new, each once, and no other; the changes' pages."""
        found: list[str] = []
        advanced: list[str] = []
        policies: set[str] = set()
        for outcome in outcomes:
            if outcome.is_news:
                policies.add(outcome.policy.key)
                found += [outcome.change.id] if outcome.change else []
                advanced += [change.id for change in outcome.advanced]
        pages = {
            change.id: self.write_report(change)
            for change in map(self.archive.change, dict.fromkeys((*found, *advanced)))
            if change is not None
        }
        for key in sorted(policies):
            self.write_policy_page(key)
        if policies:
            self.write_overview()
        return tuple(pages[change] for change in dict.fromkeys(found) if change in pages)

    def write_missing(self, keys: Collection[str] | None = None, since: datetime | None = None) -> int:
        """Write the pages that a process was killed before writing; how many changes lacked theirs.

        With `keys` only those policies are looked at, with `since` only changes first seen from then on.
        """
        reports = self.watchlist.settings.reports
        missing = [
            change
            for key in ((None,) if keys is None else sorted(keys))
            for change in self.archive.changes(key, since)
            if _is_older(reports / f"{address(change.new.id)}.html", change.events[-1].at)
        ]
        for change in missing:
            self.write_report(change)
        for key in sorted({change.policy for change in missing}):
            self.write_policy_page(key)
        if missing:
            self.write_overview()
        return len(missing)


class Teller:
    """Decides who is told, by the channels of a watchlist and what its outbox has queued before."""

    def __init__(self, channels: tuple[Channel, ...], outbox: Outbox) -> None:
        self.channels, self.outbox = channels, outbox

    def of_change(self, change: Change, event: StageEvent) -> tuple[Delivery, ...]:
        return deliveries_for(change, event, self.channels, self._told, legal_of)

    def of_incident(self, incident: Incident, at: datetime, *, over: bool) -> tuple[Delivery, ...]:
        if over:
            return recovery_deliveries(incident, self.channels, self._told)
        return incident_deliveries(incident, at, self.channels, self._told)

    def _told(self, delivery_id: str) -> bool:
        return self.outbox.row(delivery_id) is not None


def fetch_settings(settings: Settings) -> FetchSettings:
    """What the watchlist says about fetching."""
    return FetchSettings(
        contact=settings.contact,
        allow_networks=settings.allow_networks,
        deadline_seconds=settings.deadline_seconds,
        size_cap_bytes=settings.size_cap_bytes,
        host_delay_seconds=settings.host_delay_seconds,
        host_connections=settings.host_connections,
        proxies=(("http", settings.proxy), ("https", settings.proxy)) if settings.proxy else (),
        ca_bundle=str(settings.ca_bundle) if settings.ca_bundle else None,
        chromium=settings.browser or None,
    )


def _capture_of(version: RecordedVersion) -> Capture:
    charset = f"; charset={version.charset}" if version.charset else ""
    said = f"{version.content_type}{charset}"
    return recorded_capture(version.url, version.body, version.recorded_at, said, version.language)


def _is_older(page: Path, at: datetime) -> bool:
    """Whether a page was written before that moment, or never."""
    try:
        return page.stat().st_mtime < at.timestamp()
    except FileNotFoundError:
        return True


def _urls_of(archive: Archive, key: str) -> tuple[str, ...]:
    latest = archive.snapshot_at(key)
    if latest is None:
        return ()
    capture = archive.record_of(latest)["capture"]
    assert isinstance(capture, dict)
    return tuple(page["url"] for page in capture["pages"])
