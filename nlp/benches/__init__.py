"""Measured speed and memory of reading, each against a floor of the same run."""
