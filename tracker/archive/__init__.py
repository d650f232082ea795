"""Evidence on disk that anyone can read, and a catalogue to find it by."""
