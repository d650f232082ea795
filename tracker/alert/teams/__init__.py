"""Alerts over Microsoft Teams."""
