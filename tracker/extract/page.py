"""A page of HTML becomes a document."""

from tracker.extract.blocks import blocks_of
from tracker.extract.document import Diagnostics, Document
from tracker.extract.encoding import decode
from tracker.extract.lines import lines_of
from tracker.extract.markdown import plain_lines
from tracker.extract.outline import title_of
from tracker.extract.path import path_of
from tracker.extract.region import find_region, whole
from tracker.extract.tree import parse


def extract(
    body: bytes,
    *,
    charset: str | None = None,
    url: str = "",
    select: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
    hint: str = "",
    several: bool = False,
) -> Document:
    """The policy on a page, without its language and dates.

    `hint` is the root that was found last time; it is taken again where it still holds the policy. `several`:
    the page is one of several that are joined, and not every selector is meant for it.
    Raises `SelectorError` where a selector is no CSS or matches nothing.
    """
    page = decode(body, charset)
    if select or remove:
        from tracker.extract.select import narrow  # noqa: PLC0415 - costs 0.2 s, few policies need it

        page = narrow(page, select, remove, several=several)
    tree = parse(page)
    lines = lines_of(tree)
    region = whole(tree, lines) if select else find_region(tree, lines, hint)
    blocks = blocks_of(region.lines, url)
    diagnostics = Diagnostics(
        path_of(region.root),
        round(region.share, 4),
        tuple((path_of(node), reason, words) for node, reason, words in region.pruned if words),
    )
    return Document(
        blocks, title=title_of(blocks) or tree.title, declared_language=tree.language, diagnostics=diagnostics
    )


def to_text(body: bytes) -> str:
    """The policy on a page, one block a line, without escapes and link targets."""
    return "".join(f"{line}\n" for line in plain_lines(extract(body)))
