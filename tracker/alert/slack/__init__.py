"""Alerts over Slack, Mattermost or Discord."""
