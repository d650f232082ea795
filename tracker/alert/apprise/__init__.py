"""Alerts over whatever Apprise knows."""
