"""What the learning room keeps."""

from learning.models.summary import State, Summary, SummaryOutput, SummaryQuote, SummaryRecipient

__all__ = ["State", "Summary", "SummaryOutput", "SummaryQuote", "SummaryRecipient"]
