"""The command line, one module a command."""


def main() -> None:
    """Run the command that the arguments name, then leave with its exit code."""
    from tracker.cli.app import run

    run()
