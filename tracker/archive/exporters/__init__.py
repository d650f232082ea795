"""Writers of an archive's content in formats that other programs read."""
