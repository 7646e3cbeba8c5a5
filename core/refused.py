"""What whoever runs Heard has to put right."""


class Refused(Exception):
    """A file or a setting that cannot be used. Its message says which and why, and ends a command in place of a trace."""
