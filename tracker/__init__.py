"""Watch privacy policies: read, archive, compare them, and tell what they newly do with people's data."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.api import Difference, compare, disclosures, open_tracker, read_page
    from tracker.workspace import Tracker

__version__ = "0.1.0"
__all__ = ["Difference", "Tracker", "__version__", "compare", "disclosures", "open_tracker", "read_page"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then, so that the command line starts at once."""
    if name in __all__:
        from tracker import api  # noqa: PLC0415 - heavy

        return getattr(api, name)
    raise AttributeError(f"module 'tracker' has no attribute {name!r}")
