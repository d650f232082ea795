"""Exit codes: what a shell or a scheduler learns of a run."""

OK = 0
"""Nothing new."""
CHANGED = 1
"""Changes were found."""
ERROR = 2
"""Our own trouble, or the configuration's; nothing can be said about the policies."""
UNREADABLE = 3
"""Nothing new where we could read, but some policies could not be read."""
INTERRUPTED = 130
"""Stopped by Ctrl-C; what was finished is stored."""

MEANINGS = {
    OK: "nothing new",
    CHANGED: "changes found",
    ERROR: "error",
    UNREADABLE: "some policies unreadable",
}


def code_of(changed: int, unreadable: int) -> int:
    """The code of a run: news first, since a run may bring both."""
    if changed:
        return CHANGED
    return UNREADABLE if unreadable else OK
