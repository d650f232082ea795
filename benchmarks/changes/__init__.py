"""Measures what is told of changes, over labelled pairs and recorded histories."""
