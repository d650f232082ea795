"""Messages are the words of a report in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from tracker.report.catalogue import LANGUAGES, Entries, entries

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_THOUSANDS = {"en": ",", "nl": ".", "de": ".", "fr": "\u202f"}


@dataclass(frozen=True, slots=True)
class Messages:
    """Translates the texts of reports; a text without translation stays English."""

    language: str
    entries: Entries

    def __call__(self, text: str, /, **fields: object) -> str:
        """The text in this language, its `{fields}` filled in."""
        return self.entries.get(text, (text,))[0].format(**fields)

    def count(self, one: str, many: str, number: int, /, **fields: object) -> str:
        """The form for a number, available to the text as `{n}`."""
        single = number <= 1 if self.language == "fr" else number == 1
        forms = self.entries.get(one, (one, many))
        return forms[0 if single else -1].format(n=self.number(number), **fields)

    def known(self, text: str) -> str:
        """A text of another room, taken as it is: translated where the catalogue has it."""
        return self.entries.get(text, (text,))[0]

    def date(self, day: date) -> str:
        """As a reader writes it: 29 September 2023."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return self("{day} {month} {year}", day=number, month=self(MONTHS[day.month - 1]), year=day.year)

    def moment(self, at: datetime) -> str:
        """Day, hour and minute in UTC."""
        utc = at.astimezone(UTC)
        return self("{date}, {time} UTC", date=self.date(utc.date()), time=f"{utc:%H:%M}")

    def stated(self, iso: str) -> str:
        """A date that may lack its day: 2023-09-29 or 2023-09."""
        if len(iso) == 7:
            return f"{self(MONTHS[int(iso[5:]) - 1])} {iso[:4]}"
        return self.date(date.fromisoformat(iso))

    def listing(self, parts: Sequence[str]) -> str:
        """a, b and c; with a comma before the last where a part has an "and" of its own."""
        if len(parts) < 2:
            return "".join(parts)
        joined = self("{first} and {last}", first="", last="")
        fields = {"first": ", ".join(parts[:-1]), "last": parts[-1]}
        if any(joined in part for part in parts):
            return self("{first}, and {last}", **fields)
        return self("{first} and {last}", **fields)

    def number(self, number: int) -> str:
        """With the language's mark between thousands."""
        return f"{number:,}".replace(",", _THOUSANDS.get(self.language, ","))

    def label(self, labels: Mapping[str, str], name: str) -> str:
        """A word of a closed set, translated; a word that is not in it, readable."""
        return self(labels[name]) if name in labels else name.replace("-", " ")


@cache
def messages(language: str) -> Messages:
    """The messages of a language; English for one we do not speak."""
    known = language if language in LANGUAGES else "en"
    return Messages(known, entries(known))
