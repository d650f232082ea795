"""A report is a change or a period, rendered for a reader."""
