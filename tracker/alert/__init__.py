"""Who is told of a change, over which channel, until it has arrived."""
