"""What is checked when, for years on end."""
