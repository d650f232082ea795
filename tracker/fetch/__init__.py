"""The one guarded way out: from a source to a capture, or a failure with its reason."""
