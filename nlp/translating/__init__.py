"""Passages in other languages, and the translations that people add."""
