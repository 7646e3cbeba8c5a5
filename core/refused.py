"""What whoever runs Heard has to put right."""


class Refused(Exception):
    """A file or a setting that cannot be used. Its message, which says why, ends a command in place of a trace."""
