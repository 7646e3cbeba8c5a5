"""People look at what was found: the queue, the second look, and what they decide."""
