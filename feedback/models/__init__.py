"""What the feedback room keeps, one file per idea."""

from feedback.models.alert import Alert, AlertEvent
from feedback.models.collection import Collection, Source
from feedback.models.conversation import ConversationMessage
from feedback.models.draft import Draft
from feedback.models.response import Progress, Response

__all__ = [
    "Alert",
    "AlertEvent",
    "Collection",
    "ConversationMessage",
    "Draft",
    "Progress",
    "Response",
    "Source",
]
