"""The pages of the learning room, one file per idea."""
