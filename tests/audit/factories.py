"""A made-up practice week and what is in it, one factory per model."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory

from audit.activity_templates import SHIPPED
from audit.models import Action, CaseFile, PracticeWeek, Review, WeekAuditor, WeekTeam
from audit.vocabulary import Activity
from core.days import today
from core.questions.kinds import ChoiceQuestion, GradeQuestion
from core.questions.storing import publish
from tests.core.factories import Kept, TeamFactory, UserFactory


class PracticeWeekFactory(Kept):
    """A week that has begun; `teams` and `auditors` are put into it."""

    class Meta:
        model = PracticeWeek

    slug = factory.Sequence(lambda n: f"week-{n}")
    title = factory.Sequence(lambda n: f"Practice week {n}")
    focus = "Children in care for over twelve months"
    starts_on = factory.LazyFunction(lambda: today() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: today() + timedelta(days=3))
    reviews_due_on = factory.LazyFunction(lambda: today() + timedelta(days=5))
    activities = factory.LazyFunction(lambda: [Activity.case_audit.value])
    seed = "spring"
    urgent_days = 1

    @factory.post_generation  # type: ignore[misc]
    def teams(self: PracticeWeek, create: bool, extracted: Any, **_: Any) -> None:
        self.team_places = [WeekTeam(team=team, team_id=team.id) for team in extracted or ()]

    @factory.post_generation  # type: ignore[misc]
    def auditors(self: PracticeWeek, create: bool, extracted: Any, **_: Any) -> None:
        self.auditor_places = [WeekAuditor(user=user, user_id=user.id) for user in extracted or ()]


class CaseFileFactory(Kept):
    class Meta:
        model = CaseFile

    class Params:
        week = factory.SubFactory(PracticeWeekFactory)
        team = factory.SubFactory(TeamFactory)

    week_id = factory.SelfAttribute("week.id")
    team_id = factory.SelfAttribute("team.id")
    number = factory.Sequence(lambda n: n + 1)
    reference = factory.Sequence(lambda n: f"REF-{n}")
    reference_mark = factory.LazyFunction(lambda: uuid4().bytes)
    practitioner = "Made-up Worker"
    age_band = "5-10"
    status = "child-in-care"
    selection = "chosen"


class ReviewFactory(Kept):
    """A review that was given out and not begun; by default a case audit."""

    class Meta:
        model = Review

    class Params:
        case = factory.SubFactory(CaseFileFactory)
        auditor = factory.SubFactory(UserFactory)
        doing = Activity.case_audit

    week_id = factory.SelfAttribute("case.week_id")
    case_file_id = factory.SelfAttribute("case.id")
    team_id = factory.SelfAttribute("case.team_id")
    auditor_id = factory.SelfAttribute("auditor.id")
    activity = factory.SelfAttribute("doing.value")
    template_id = factory.LazyAttribute(lambda made: publish(SHIPPED[made.doing]).id)
    due_on = factory.LazyFunction(lambda: today() + timedelta(days=5))
    state = "not-started"
    version = 0


class ActionFactory(Kept):
    class Meta:
        model = Action

    class Params:
        team = factory.SubFactory(TeamFactory)

    team_id = factory.SelfAttribute("team.id")
    what = "Made-up action"
    due_on = factory.LazyFunction(today)
    status = "open"
    immediate = False


def whole_draft(activity: Activity, *, grade: str = "good", **other: Any) -> dict[str, Any]:
    """Everything that a template of this activity requires, as it would be typed."""
    definition = SHIPPED[activity]
    draft: dict[str, Any] = {}
    for question in definition.questions:
        if not question.required or question not in definition.shown(draft):
            continue
        if isinstance(question, GradeQuestion):
            draft[question.key] = {"grade": grade, "reason": f"Made-up reason for {question.key}."}
        elif isinstance(question, ChoiceQuestion):
            draft[question.key] = question.options[0].key
        else:
            draft[question.key] = f"Made-up words for {question.key}."
    return draft | other
