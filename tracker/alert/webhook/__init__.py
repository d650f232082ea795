"""Alerts as signed webhooks."""
