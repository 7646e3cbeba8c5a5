"""The safeguarding screen: does a message hold a disclosure that a person must look at, and how soon?

Two readers, joined: rules that say which words they saw, and a small model tuned to miss little. Neither
closes anything: a person decides. Fast enough to run before the thank-you page is shown.
"""

from __future__ import annotations

from nlp.findings import Alert
from nlp.screening.joining import screen, screen_together

__all__ = ["Alert", "screen", "screen_together"]
