"""A table holds data or only lays out the page."""

from collections.abc import Iterator

from tracker.extract.tree import Node

MAX_CELL_CHARS = 3_000
MAX_COLUMNS = 60
MAX_SPAN = 50


def is_data_table(table: Node) -> bool:
    """Whether rows mean something: two rows of two cells, no table or heading inside, no very long cell."""
    if table.get("role") in {"presentation", "none"}:
        return False
    full_rows = rows = 0
    has_heads = False
    for _, cells in rows_of(table):
        filled = 0
        rows += 1
        for cell in cells:
            if cell is None:
                continue
            size = _size(cell)
            if size < 0 or size > MAX_CELL_CHARS or len(cells) > MAX_COLUMNS:
                return False
            filled += size > 0
            has_heads = has_heads or cell.tag == "th"
        full_rows += filled >= 2
    return full_rows >= 2 or (has_heads and full_rows >= 1)


def _size(node: Node) -> int:
    """Characters inside; -1 where something inside belongs to no data table."""
    size = 0
    for kid in node.kids:
        if isinstance(kid, str):
            size += len(kid.strip())
        elif kid.tag in {"table", "h1", "h2", "h3", "form"}:
            return -1
        else:
            inner = _size(kid)
            if inner < 0:
                return -1
            size += inner
    return size


def rows_of(table: Node) -> Iterator[tuple[Node, list[Node | None]]]:
    """Rows with their cells, one a column; None where a cell of this or an earlier row spans the place."""
    carried: dict[int, int] = {}
    for row in _rows(table):
        cells: list[Node | None] = []
        for kid in row.kids:
            if isinstance(kid, str) or kid.tag not in {"td", "th"}:
                continue
            while carried.get(len(cells), 0) > 0:
                carried[len(cells)] -= 1
                cells.append(None)
            rows_spanned = _span(kid.get("rowspan")) - 1
            for column in range(_span(kid.get("colspan"))):
                if rows_spanned:
                    carried[len(cells)] = rows_spanned
                cells.append(None if column else kid)
        while carried.get(len(cells), 0) > 0:
            carried[len(cells)] -= 1
            cells.append(None)
        yield row, cells


def _rows(table: Node) -> Iterator[Node]:
    for kid in table.kids:
        if isinstance(kid, str):
            continue
        if kid.tag == "tr":
            yield kid
        elif kid.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows(kid)


def _span(value: str) -> int:
    return min(int(value), MAX_SPAN) if value.isdecimal() and int(value[:4]) > 0 else 1


def columns_of(table: Node, rows: list[list[str]], bold: list[bool]) -> tuple[str, ...]:
    """The column heads in the first row, where it is one; () otherwise."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return ()
    first, cells = next(rows_of(table))
    heads = [cell for cell in cells if cell is not None]
    in_head = first.parent is not None and first.parent.tag == "thead"
    marked = in_head or bold[0] or all(cell.tag == "th" for cell in heads)
    short = sum(bool(text) for text in rows[0]) >= 2 and all(len(text) <= 200 for text in rows[0])
    return tuple(rows[0]) if marked and short else ()
