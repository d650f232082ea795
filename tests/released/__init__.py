"""What each released version left on disk, and the promise that the next one takes it up."""
