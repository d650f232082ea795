"""Readers of histories that others have kept; each yields `RecordedVersion`s in order of time."""
