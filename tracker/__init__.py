"""Watch privacy policies: read, archive, compare them, and tell what they newly do with people's data."""

__version__ = "0.1.0"
