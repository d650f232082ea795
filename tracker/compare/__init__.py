"""What changed between two documents, sentence by sentence."""
