"""The built-in catalogue says where the privacy policies of well-known services stand."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tracker.errors import UnknownName
from tracker.watchlist.place import Place, positions
from tracker.watchlist.slug import slugify
from tracker.watchlist.table import read_table

FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Service:
    """One entry: facts only."""

    name: str
    """Title as people write it."""
    home: str
    """Home page."""
    url: str
    """Address of the privacy policy."""
    language: str = "en"
    """Language of the text at that address."""
    aliases: tuple[str, ...] = ()
    """Other names that people look for."""
    select: tuple[str, ...] = ()
    """CSS selectors of the text, where the page needs them."""

    @property
    def slug(self) -> str:
        """Its folder name."""
        return slugify(self.name)

    @property
    def words(self) -> tuple[str, ...]:
        """Everything it is found by, in lower case."""
        host = (urlsplit(self.home).hostname or "").removeprefix("www.")
        return (self.name.lower(), self.slug, host, *(alias.lower() for alias in self.aliases))


@cache
def services() -> tuple[Service, ...]:
    """All entries, in alphabetical order."""
    text = FILE.read_text(encoding="utf-8")
    place = Place(FILE, positions(text))
    entries = tomllib.loads(text)["service"]
    return tuple(read_table(Service, entry, place.child("service", n)) for n, entry in enumerate(entries))


def lookup(name: str) -> Service:
    """The entry of that name, alias or host; raises UnknownName with the near misses."""
    wanted = name.strip().lower()
    for service in services():
        if wanted in service.words:
            return service
    known = {word: service.name for service in services() for word in service.words}
    close = dict.fromkeys(known[word] for word in get_close_matches(wanted, known, n=3, cutoff=0.7))
    advice = f"Did you mean {' or '.join(close)}? Else give the address" if close else "Give the address"
    raise UnknownName(
        f'"{name}" is not in the catalogue', advice=f"{advice} of its policy: `tracker add https://…`."
    )


def search(text: str) -> tuple[Service, ...]:
    """Entries whose name, alias or host holds the text; all for ""."""
    wanted = text.strip().lower()
    return tuple(service for service in services() if any(wanted in word for word in service.words))


def by_url(url: str) -> Service | None:
    """The entry whose policy stands at an address."""
    return next((service for service in services() if service.url.rstrip("/") == url.rstrip("/")), None)
