"""What the audit room keeps: weeks, case files, reviews with their grades, and actions."""

from audit.models.actions import Action
from audit.models.cases import CaseFile, CaseUpload, Involvement
from audit.models.reviews import Grade, Review
from audit.models.weeks import PracticeWeek, WeekAuditor, WeekTeam

__all__ = [
    "Action",
    "CaseFile",
    "CaseUpload",
    "Grade",
    "Involvement",
    "PracticeWeek",
    "Review",
    "WeekAuditor",
    "WeekTeam",
]
