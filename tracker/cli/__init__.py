"""The command line, one module a command."""

GARBAGE_AFTER = 50_000
"""New objects between two looks for garbage in cycles; Python's own 700 costs a first reading a fifth."""


def main() -> None:
    """Run the command that the arguments name, then leave with its exit code."""
    import gc

    from tracker.cli.app import run

    gc.set_threshold(GARBAGE_AFTER, 20, 20)
    run()
