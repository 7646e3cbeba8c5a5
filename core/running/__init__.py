"""The processes: the commands that start them, what they log, whether they are well; and the demo, all at once."""
