"""Alerts over ntfy."""
