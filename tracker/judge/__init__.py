"""What a change amounts to: its verdict."""
