"""A matrix says who names which kind of data today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.report.messages import Messages
from tracker.report.policy_line import PolicyLine
from tracker.report.vocabulary import category_label

ROWS_AT_ONCE = 40
"""With more rows than this the matrix has a page of its own, and the first page stays small."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A service, or one policy of it."""

    name: str
    href: str
    """Below the report folder."""
    today: frozenset[str]
    """Ids of the categories named today."""
    new: frozenset[str]
    """Of these, the ones that no first version named."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by name, columns by how many rows name them."""

    rows: tuple[MatrixRow, ...]
    columns: tuple[tuple[str, str], ...]
    """Ids and labels of the categories."""

    @property
    def is_large(self) -> bool:
        """Whether it has a page of its own."""
        return len(self.rows) > ROWS_AT_ONCE


def by_service(lines: Iterable[PolicyLine], m: Messages) -> Matrix:
    """A row for each service: what any of its policies names."""
    services: dict[str, list[PolicyLine]] = {}
    for line in lines:
        services.setdefault(line.home, []).append(line)
    rows = tuple(
        _row(held[0].service, f"{home}/index.html", held)
        for home, held in sorted(services.items(), key=lambda pair: (pair[1][0].service.casefold(), pair[0]))
    )
    return Matrix(rows, _columns(rows, m))


def by_policy(lines: Iterable[PolicyLine], m: Messages) -> Matrix:
    """A row for each policy."""
    rows = tuple(_row(line.title, f"{line.policy}/index.html", [line]) for line in lines)
    return Matrix(rows, _columns(rows, m))


def _row(name: str, href: str, lines: list[PolicyLine]) -> MatrixRow:
    """New is what is new in every policy that names it: one that always named it makes it old."""
    today = frozenset(category for line in lines for category in line.today)
    old = frozenset(category for line in lines for category in line.today if category not in line.new)
    return MatrixRow(name, href, today, today - old)


def _columns(rows: tuple[MatrixRow, ...], m: Messages) -> tuple[tuple[str, str], ...]:
    counted = Counter(category for row in rows for category in row.today)
    labels = [(category, category_label(category, m.language)) for category in counted]
    capital = [(category, label[:1].upper() + label[1:]) for category, label in labels]
    return tuple(sorted(capital, key=lambda pair: (-counted[pair[0]], pair[1])))
