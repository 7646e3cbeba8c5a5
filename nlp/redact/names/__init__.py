"""People's names: the signs of one, the rules and the trained reader that weigh them, and how the reader is made."""
